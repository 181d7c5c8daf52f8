"""`sunshine simulate`: petitions of a simulated past, for a demo or a trial of load."""

from __future__ import annotations

import os
import time
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sunshine.web.demo.load import NotForDemo, load
from sunshine.web.simulation.crew import Written
from sunshine.web.simulation.run import simulate


class Command(BaseCommand):
    """Works on the demo's own database only, and makes it where there is an empty one."""

    help = "let invented petitions come and be dealt with, by the engine's own rules, in the demo's database"
    requires_system_checks = ()  # they would read every page of the site first

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--petitions", type=int, default=3000)
        parser.add_argument("--days", type=int, default=365, help="the past they come in, up to now")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same lives")
        parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))

    def handle(self, *, petitions: int, days: int, seed: int, processes: int, **options: Any) -> None:
        now = timezone.now()
        try:
            load(now)
        except (NotForDemo, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from None
        begun = time.monotonic()
        written = simulate(petitions, days, seed, now, processes=processes, say=self._say)
        seconds = time.monotonic() - begun
        self.stdout.write(
            f"  {written.petitions} petitions with {written.steps} steps in {seconds:.1f} s,"
            f" {written.petitions / seconds:.0f} a second"
        )

    def _say(self, written: Written) -> None:
        self.stdout.write(f"  {written.petitions} petitions, {written.steps} steps …")
