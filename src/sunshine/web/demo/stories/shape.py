"""What a demo petition is made of. Days count back from the day the demo is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from sunshine.petitions.models import Branch, Satisfaction

Channel = Literal["web", "visit", "letter", "phone"]
Purpose = Literal["demand", "appeal", "advice", "report", "inquiry"]
Klass = Literal["demand", "advice", "report"]
Visibility = Literal["handlers", "bureau"]
Outcome = Literal["support", "explain", "refuse"]
Contact = Literal["phone", "visit", "site"]


class Step(StrEnum):
    """What has happened to a petition, in the order it happens; 催办 and its reply may come anywhere after the sending."""

    REGISTERED = "registered"
    SORTED = "sorted"
    FORWARDED = "forwarded"
    SIGNED = "signed"
    NOTIFIED = "accepted"
    CONTACTED = "contacted"
    URGED = "urged"
    REPLIED = "replied"
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
    """The petitioner's own judgement of the bureau and of the unit, and why."""

    bureau: Satisfaction
    unit: Satisfaction
    words: str


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
    days: Mapping[Step, int]  # days ago, in the order in which it happened
    desk: str  # the bureau that registers
    klass: Klass = "demand"
    unit: str = ""  # the organ it was sent to
    accused: str = ""
    visibility: Visibility = "handlers"
    summary: str = ""  # the officer's own words, where the text itself is sealed
    branch: str = Branch.PETITION.value
    procedure: str = ""  # what the other branch is called, with the reason it is taken
    reason: str = ""
    contact_by: Contact = "visit"
    contact: str = ""
    urge: str = ""
    reply: str = ""
    files: tuple[str, ...] = ()  # attachments, by name
    opinion: Opinion | None = None
    rating: Rating | None = None
