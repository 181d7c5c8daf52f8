"""``sunshine sweep``: remove sealed files no row names; the worker does it every night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sunshine.foundation.ledger.stores import StoreFailed
from sunshine.foundation.ledger.sweep import TooMany, sweep


class Command(BaseCommand):
    """Only what is older than a day, so that nothing a filing is bringing in is touched."""

    help = "remove sealed files that no row names and that are older than a day"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--even-many", action="store_true", help="although they are a large part of all")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(f"{sweep(even_many=options['even_many'])} removed")
        except (TooMany, StoreFailed) as error:
            raise CommandError(str(error)) from None
