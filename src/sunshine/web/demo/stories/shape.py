"""What a demo petition is made of. Days count back from the day the demo is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Channel = Literal["web", "visit", "letter", "phone"]
Purpose = Literal["appeal", "request", "suggestion", "report", "consult", "other"]
Kind = Literal["claim", "suggestion", "report"]
Visibility = Literal["handlers", "bureau"]
Outcome = Literal["support", "explain", "refuse"]
RouteKind = Literal["accept", "statutory", "report", "suggestion"]
Grade = Literal["satisfied", "basically", "dissatisfied"]


class Step(StrEnum):
    """What has happened to a petition, in the order it happens; 催办 may come anywhere after the sending."""

    REGISTERED = "registered"
    SORTED = "sorted"
    FORWARDED = "forwarded"
    SIGNED = "signed"
    NOTIFIED = "accepted"
    CONTACTED = "contacted"
    URGED = "urged"
    PROPOSED = "proposed"
    ISSUED = "issued"
    DELIVERED = "delivered"
    RATED = "rated"


class Journey(StrEnum):
    """How far a petition has come."""

    REGISTERED = "registered"
    SORTED = "sorted"
    FORWARDED = "forwarded"
    SIGNED = "signed"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    URGED = "urged"
    PROPOSED = "proposed"
    ISSUED = "issued"
    DELIVERED = "delivered"
    RATED_GOOD = "rated_good"
    RATED_BAD = "rated_bad"
    OVERDUE_NOTICE = "overdue_notice"
    OVERDUE_OPINION = "overdue_opinion"


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files; all fields empty for an anonymous filing. Telephone numbers are invented."""

    name: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the organ says to one demand, in the order of the demands (条例 第三十二条)."""

    outcome: Outcome
    basis: str
    reply: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """The facts found, and one answer for each demand."""

    facts: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """The petitioner's own judgement of the bureau and of the unit, each in a grade and words."""

    bureau: Grade
    bureau_words: str
    unit: Grade
    unit_words: str


@dataclass(frozen=True, slots=True)
class Story:
    """One petition and what has become of it. Organs are named by unit code, places by division code."""

    id: str
    channel: Channel
    filer: Filer
    place: str
    text: str
    demands: tuple[str, ...]
    purpose: Purpose
    category: str  # first and second level of 内容分类, with a slash between
    journey: Journey
    days: Mapping[Step, int]  # days ago
    desk: str  # the bureau that registers
    kind: Kind = "claim"
    unit: str = ""  # the organ it was sent to
    accused: str = ""
    visibility: Visibility = "handlers"
    summary: str = ""  # the officer's own words, where the text itself is sealed
    route: RouteKind = "accept"
    route_reason: str = ""
    contact: str = ""
    urge: str = ""
    opinion: Opinion | None = None
    rating: Rating | None = None
