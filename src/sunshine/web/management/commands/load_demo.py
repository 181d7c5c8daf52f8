"""`sunshine load_demo`: people and petitions to try, once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sunshine.web.demo.cast import CAST
from sunshine.web.demo.load import NotForDemo, load
from sunshine.web.demo.showcase import showcase
from sunshine.web.demo.units import units


class Command(BaseCommand):
    """Load the demo where it is not loaded yet, then say who is in it. Ends with code 1 in any other database."""

    help = "Load the demo's offices, officers and petitions into an empty database."
    requires_system_checks = ()  # they would read every page of the site first

    def handle(self, **options: Any) -> None:
        try:
            load(timezone.now())
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
