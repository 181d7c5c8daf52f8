"""``sunshine verify``: prove the whole record, naming the first broken row of each subject."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Content, Step, Subject
from sunshine.foundation.ledger.proof import Problem, one_moment
from sunshine.foundation.procedure.proving import problems, proving

__all__ = ["Command", "problems"]
COUNTED = (Subject, Step, Content, Duty)


class Command(BaseCommand):
    """Everything is read at one moment, so that those who go on writing are not taken for tamperers."""

    help = "prove chains, contents, stages, duties and numbers; code 1 when anything does not agree"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="that prove side by side"
        )

    def handle(self, *args: Any, processes: int, **options: Any) -> None:
        with proving(processes) as hands, one_moment():
            for model in COUNTED:
                self.stdout.write(f"{model._default_manager.count()} {model._meta.db_table}")
            erased = Subject.objects.filter(key=None).count()
            self.stdout.write(f"{erased} erased")
            broken = self._broken(hands.problems())
        if broken:
            self.stderr.write(f"{broken} broken")
            sys.exit(1)
        self.stdout.write("whole")

    def _broken(self, found: Iterator[Problem]) -> int:
        """Print the first problem of each subject, and every one that belongs to none."""
        named: set[str] = set()
        count = 0
        for problem in found:
            if not problem.subject or problem.subject not in named:
                named.add(problem.subject)
                count += 1
                self.stderr.write(str(problem))
        return count
