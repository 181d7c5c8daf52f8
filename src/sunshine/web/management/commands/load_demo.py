"""`sunshine load_demo`: people and petitions to try, once."""

from __future__ import annotations

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sunshine.web.demo.cast import CAST
from sunshine.web.demo.load import NotForDemo, load
from sunshine.web.demo.showcase import showcase
from sunshine.web.demo.units import units
from sunshine.web.launcher.progress import step
from sunshine.web.simulation.run import simulate

YEAR, SEED = 365, 1


class Command(BaseCommand):
    """Load the demo where it is not loaded yet, then say who is in it. Ends with code 1 in any other database."""

    help = "load the demo: offices, officers, the petitions told by hand and a simulated year, into an empty database"
    requires_system_checks = ()  # they would read every page of the site first

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--petitions", type=int, default=3000, help="simulated ones, of the past year")

    def handle(self, *, petitions: int, **options: Any) -> None:
        now = timezone.now()
        try:
            if load(now) and petitions:
                with step(f"{petitions} more of the past year"):
                    simulate(petitions, YEAR, SEED, now, processes=min(2, os.cpu_count() or 1))
            self._introduce()
        except (NotForDemo, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from None

    def _introduce(self) -> None:
        organs = {unit.code: unit.short for unit in units()}
        self.stdout.write("\n  Officers, to sign in as with one click:")
        for one in CAST:
            self.stdout.write(
                f"    {one.login:<15} {one.name} {one.name_en}, {one.title_en}, {organs[one.unit]}"
            )
        self.stdout.write("  Petitions, to follow as their petitioner:")
        for shown in showcase():
            self.stdout.write(f"    {shown.number}   {shown.code}   {shown.factor}   {shown.title}")
