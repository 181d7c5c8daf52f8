"""``sunshine erase``: the same two-person act as on the page, for whoever has many to erase after an archive's decision."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.offices import tokens
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen
from sunshine.petitions.erasing import ask_erasure, decide
from sunshine.petitions.models import Filing
from sunshine.petitions.procedure.erasure import BASES, KIND

TOKEN = "SUNSHINE_TOKEN"  # noqa: S105  the name of a variable


class Command(BaseCommand):
    """Who acts is told by an officer's own token, so that nobody decides in another's name."""

    help = f"erase matters by law: `ask` as security administrator, `confirm` as auditor; numbers on standard input, one a line; {TOKEN} names the officer"

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="do", required=True, parser_class=type(parser))
        ask = acts.add_parser("ask", help="propose the erasure of these matters")
        ask.add_argument("--basis", required=True, choices=list(BASES))
        ask.add_argument("--approval", required=True, help="who approved it, under which number; no names")
        acts.add_parser("confirm", help="approve what was proposed for these matters; it cannot be undone")

    def handle(self, *args: Any, **options: Any) -> None:
        actor, failed = _actor(), 0
        for number in filter(None, (line.strip() for line in sys.stdin)):
            try:
                _ask(number, actor, options) if options["do"] == "ask" else _confirm(number, actor)
                self.stdout.write(f"{number} {'asked' if options['do'] == 'ask' else 'erased'}")
            except (Refused, Unseen) as error:
                failed += 1
                self.stderr.write(f"{number} {getattr(error, 'words', 'nothing waits here')}")
        if failed:
            raise CommandError(f"{failed} not done")


def _actor() -> Actor:
    found = tokens.find(os.environ.get(TOKEN, ""))
    if found is None:
        raise CommandError(f"put a valid token into {TOKEN}; `sunshine token LOGIN` makes one")
    return acting_in(found.post, found.post.officer)


def _ask(number: str, actor: Actor, options: dict[str, Any]) -> None:
    given = Given({"basis": options["basis"]}, {"approval": options["approval"]})
    ask_erasure(number, given, actor)


def _confirm(number: str, actor: Actor) -> None:
    root = Filing.objects.filter(number=number).values("petition")
    waiting = Subject.objects.filter(kind=KIND, root__in=root, pending_seq__isnull=False).first()
    if waiting is None:
        raise Unseen
    decide(waiting.pk, "confirm", Given(), actor)
