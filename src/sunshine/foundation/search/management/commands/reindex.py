"""``sunshine reindex``: make the entries of the search that are missing or were made by older rules."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sunshine.foundation.search.index import reindex, restart


class Command(BaseCommand):
    """May be stopped at any time; run again, it goes on where it was."""

    help = "make missing and outdated entries of the search index; stop and repeat at will"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="make every entry anew, beginning now")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            restart()
        done = 0
        for done in reindex():
            self.stdout.write(f"{done} indexed")
        self.stdout.write("the index is whole" if done else "nothing to do")
