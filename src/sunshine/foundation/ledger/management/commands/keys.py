"""``sunshine keys``: see, add, rotate and retire the master keys while everybody goes on working."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime

from sunshine.foundation.ledger.keyring import in_environment, keyring
from sunshine.foundation.ledger.vault import KeysRefused, add_key, retire_key, rotate, usage, use_key

COPY = "Copy the keyring to every machine that serves or works, and to its safe places off line, before you go on."


class Command(BaseCommand):
    """docs/operations.md, "Keys and erasure", says in which order."""

    help = "list the master keys; `new` adds one, `rotate` wraps everything by it, `retire` removes one no longer used"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.set_defaults(do="list")
        acts = parser.add_subparsers(dest="do", parser_class=type(parser))
        acts.add_parser("new", help="add a key; nothing uses it yet")
        again = acts.add_parser(
            "rotate", help="make a key current and wrap every data key by it; may be repeated"
        )
        again.add_argument("--to", default="", help="id of the key (default: the newest)")
        retire = acts.add_parser("retire", help="take a key out of the keyring for good, if nothing uses it")
        retire.add_argument("key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            {"list": self._list, "new": self._new, "rotate": self._rotate, "retire": self._retire}[
                options["do"] or "list"
            ](**options)
        except KeysRefused as refused:
            raise CommandError(str(refused)) from None

    def _list(self, **options: Any) -> None:
        ring, used = keyring(), usage()
        for key_id in dict.fromkeys([*ring.sealing, *used]):
            made = ring.created.get(key_id)
            known = f"made {localtime(made):%Y-%m-%d %H:%M}" if made else "made before dates were kept"
            mark = "current" if key_id == ring.current else "MISSING" if key_id not in ring.sealing else ""
            self.stdout.write(
                f"{key_id:6} {known if key_id in ring.sealing else '':30} wraps {used.get(key_id, 0):>9}  {mark}".rstrip()
            )

    def _new(self, **options: Any) -> None:
        self.stdout.write(f"{add_key(self._file())} is in the keyring, not yet in use.\n{COPY}")
        self.stdout.write("Then: sunshine keys rotate")

    def _rotate(self, to: str = "", **options: Any) -> None:
        key_id = to or list(keyring().sealing)[-1]
        if key_id != keyring().current:
            use_key(self._file(), key_id)
        total = 0
        for done in rotate():
            total += done
        self.stdout.write(f"{total} data keys wrapped anew; all are under {key_id}.")

    def _retire(self, key: str = "", **options: Any) -> None:
        retire_key(self._file(), key)
        self.stdout.write(f"{key} is out of the keyring. {COPY}")

    def _file(self) -> Path:
        if in_environment():
            raise KeysRefused(
                "the keys are in SUNSHINE_KEYS, which only you can change: move them to the file "
                f"{settings.SUNSHINE_KEYS_FILE}, unset SUNSHINE_KEYS and restart"
            )
        return Path(settings.SUNSHINE_KEYS_FILE)
