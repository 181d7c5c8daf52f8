"""Forwarding several sorted matters to one organ: each is an act of its own, done or refused on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.ledger.sealing import sm3
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.petitions.forms import CHOOSE, destinations
from sunshine.petitions.procedure.moves import demand_keys

MOST = 50  # matters in one request
SEEN = RegexValidator(r"^[0-9a-f-]{36}:\d{1,8}\Z")


class ForwardManyForm(forms.Form):
    """Which matters, as ``id:stage_seq`` of what the sorter saw, and where to."""

    petition = forms.TypedMultipleChoiceField(error_messages={"required": _("先勾选要转送的事项。")})
    unit = forms.ChoiceField(label=_("转送到"))

    def __init__(self, data: Any, actor: Actor) -> None:
        super().__init__(data)
        picked = data.getlist("petition") if data else []
        # What was picked is checked by the engine, one by one; here only that it can be read.
        self.fields["petition"].choices = [(one, one) for one in picked[:MOST] if _readable(one)]  # type: ignore[attr-defined]
        self.fields["petition"].error_messages["invalid_choice"] = _("一次最多转送 50 件，请分几次。")
        self.fields["unit"].choices = CHOOSE + destinations(actor)  # type: ignore[attr-defined]


def _readable(picked: str) -> bool:
    try:
        SEEN(picked)
        UUID(picked.partition(":")[0])
    except (forms.ValidationError, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one matter: forwarded, or why not."""

    petition: UUID
    number: str
    refused: Any


def forward_many(actor: Actor, picked: Sequence[str], unit: str, key: str) -> Iterator[Outcome]:
    """Forward each of these matters whole to one organ. ``key`` makes a repeat of the request do nothing twice."""
    for one in dict.fromkeys(picked):
        petition, _colon, seen = one.partition(":")
        yield _forward(actor, UUID(petition), unit, int(seen), sm3(f"{key}:{petition}".encode()).hex())


def _forward(actor: Actor, petition: UUID, unit: str, seen: int, key: str) -> Outcome:
    number = ""
    try:
        snapshot = load(petition, actor, lock=False)
        number = snapshot.matter.number
        given = Given(rows={demand: Given({"unit": unit}) for demand in demand_keys(snapshot)})
        perform(petition, "forward", actor, given, seen=seen, request_key=key)
    except Unseen:
        return Outcome(petition, "", _("没有这件事项，或者您无权查看。"))
    except Refused as refused:
        return Outcome(petition, number, refused.words)
    return Outcome(petition, number, None)
