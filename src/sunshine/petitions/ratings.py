"""How a filer rated whoever answered them, as pages say it. Silence is a state of its own: 未评价, and never satisfaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.petitions import clocks
from sunshine.petitions.forms import DISSATISFIED
from sunshine.petitions.models import Rating, Satisfaction
from sunshine.petitions.queries import Family

WAITING, SILENT = _("待评价"), _("未评价")
TONES = {Satisfaction.GOOD: "ok", Satisfaction.FAIR: "info", Satisfaction.BAD: "late"}


@dataclass(frozen=True, slots=True)
class RatingLine:
    """One unit as one filer rated it, or did not."""

    unit: UUID
    state: Any
    tone: str
    reasons: Sequence[Any] = ()


def rating_lines(read: Family, ratings: Sequence[Rating], filing: UUID) -> list[RatingLine]:
    """The bureau and each unit whose opinion reached this filer. ``ratings`` in their order: the last of each counts."""
    said = {one.handling_id: one for one in ratings if one.filing_id == filing}
    open_still = any(duty.rule == clocks.RATE.code for duty in read.snapshot.open_duties(filing))
    silence = RatingLine(filing, WAITING if open_still else SILENT, "quiet")
    return [_line(unit, said.get(handling), silence) for handling, unit in _rateable(read, filing)]


def _rateable(read: Family, filing: UUID) -> Iterator[tuple[UUID | None, UUID]]:
    delivered = read.matter.filings[filing].delivered
    handlings = (h for h in read.matter.handlings.values() if h.id in read.in_sight)
    answered = [h.id for h in handlings if h.opinion_seq and h.answer in delivered]
    if answered:
        yield None, read.snapshot.family[filing].unit
    yield from ((one, read.snapshot.family[one].unit) for one in answered)


def _line(unit: UUID, one: Rating | None, silence: RatingLine) -> RatingLine:
    if one is None:
        return RatingLine(unit, silence.state, silence.tone)
    value = Satisfaction(one.value)
    return RatingLine(unit, value.label, TONES[value], [DISSATISFIED[reason] for reason in one.reasons])
