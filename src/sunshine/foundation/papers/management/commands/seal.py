"""``sunshine seal``: the keys with which organs sign their documents."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sunshine.foundation.offices.models import Unit
from sunshine.foundation.papers.models import Paper, SealKey
from sunshine.foundation.papers.sm2 import make_key, serial


class Command(BaseCommand):
    """One key an organ; an old one is retired, never removed, so that what it signed stays checkable."""

    help = "make, list or retire the SM2 seal keys of organs"

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for name, words in (
            ("new", "a new key for this organ; its old one is retired"),
            ("retire", "stop signing for this organ"),
        ):
            acts.add_parser(name, help=words).add_argument("unit", help="the organ's code")
        acts.add_parser("all", help="a key for every organ that has issued documents and has none")
        acts.add_parser("list", help="every key, its organ and since when")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['act']}")(options.get("unit", ""))

    def _new(self, code: str) -> None:
        made = make_key(_unit(code))
        self.stdout.write(f"{code} {serial(bytes(made.public_key))} {bytes(made.public_key).hex()}")

    def _retire(self, code: str) -> None:
        ended = SealKey.objects.filter(unit=_unit(code), retired_at=None).update(retired_at=timezone.now())
        if not ended:
            raise CommandError(f"{code} has no key in use")

    def _all(self, code: str) -> None:
        keyed = SealKey.objects.filter(retired_at=None).values("unit")
        for unit in Unit.objects.filter(pk__in=Paper.objects.values("unit")).exclude(pk__in=keyed):
            self._new(unit.code)

    def _list(self, code: str) -> None:
        for key in SealKey.objects.select_related("unit").order_by("unit__code", "created_at"):
            ended = f"retired {key.retired_at:%Y-%m-%d}" if key.retired_at else "in use"
            self.stdout.write(
                f"{key.unit.code} {serial(bytes(key.public_key))} {key.created_at:%Y-%m-%d} {ended}"
            )


def _unit(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"no unit has the code {code}")
    return found
