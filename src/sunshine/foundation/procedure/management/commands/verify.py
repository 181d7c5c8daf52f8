"""``sunshine verify``: prove the whole record, naming the first broken row of each subject."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Content, Step, Subject
from sunshine.foundation.ledger.proof import Problem, one_moment

COUNTED = (Subject, Step, Content, Duty)


class Command(BaseCommand):
    """Everything is read at one moment, so that those who go on writing are not taken for tamperers."""

    help = "prove chains, contents, stages, duties and numbers; code 1 when anything does not agree"

    def handle(self, *args: Any, **options: Any) -> None:
        with one_moment():
            for model in COUNTED:
                self.stdout.write(f"{model._default_manager.count()} {model._meta.db_table}")
            erased = Subject.objects.filter(key=None).count()
            self.stdout.write(f"{erased} erased")
            broken = self._broken()
        if broken:
            self.stderr.write(f"{broken} broken")
            sys.exit(1)
        self.stdout.write("whole")

    def _broken(self) -> int:
        """Print the first problem of each subject, and every one that belongs to none."""
        named: set[str] = set()
        count = 0
        for problem in problems():
            if not problem.subject or problem.subject not in named:
                named.add(problem.subject)
                count += 1
                self.stderr.write(str(problem))
        return count


def problems() -> Iterator[Problem]:
    """What every room's ``verify`` finds, in the order of the rooms."""
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, "verify"):
            yield from import_module(f"{config.name}.verify").verify()
