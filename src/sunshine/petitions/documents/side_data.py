"""What the documents of the side roads print: transfers, hearings, agreements, short answers and refusals for good.

As in ``data``: dates are ISO strings, except where a field says that it is written out, because it may be unknown.
"""

from __future__ import annotations

from typing import TypedDict

from sunshine.petitions.documents.data import Contact, Part, Place, Verify


class Paper(TypedDict):
    """What every document has in common."""

    demo: bool
    organ: str
    number: str
    filing: str
    petitioner: str
    date: str
    contact: Contact
    copies: list[str]
    delivery: str
    verify: Verify


class TransferData(Paper):
    """信访事项转送单 or, where a report is wanted back, 交办函 (条例 第二十二条)."""

    law: str
    to: str
    registered: str
    channel: str
    demands: list[str]
    notice_due: str
    """By when the organ gives notice of receipt and route; empty where another bureau only goes on with it."""
    report_by: str
    """By when the bureau wants its report; empty when it was only forwarded."""
    required: list[str]
    note: str


class Placed(TypedDict):
    """Who deals with one demand from now on."""

    demand: str
    organ: str
    phone: str


class TransferNoticeData(Paper):
    """信访事项转送告知书: to the petitioner, where each demand has gone (条例 第二十二条)."""

    law: str
    registered: str
    places: list[Placed]
    next: list[str]


class Seat(TypedDict):
    """One part in a hearing and who takes it."""

    role: str
    who: str


class HearingNoticeData(Paper):
    """听证通知书 (条例 第三十一条第六项、第三十六条)."""

    law: str
    ground: str
    when: str
    """Day and hour, written out."""
    venue: str
    seats: list[Seat]
    demands: list[str]
    issues: str
    rights: list[str]
    term: str
    """Whether its days count, and by what not."""


class HearingRecordData(Paper):
    """听证笔录, to be signed by everybody who was there."""

    when: str
    venue: str
    seats: list[Seat]
    present: str
    issues: str
    said: list[Part]


class HearingConclusionData(HearingRecordData):
    """听证结论书: what was said, what it comes to, and why."""

    law: str
    conclusion: str
    reason: str
    term: str
    """How many days are left out of the term, and by what; empty where all count."""


class AgreementData(Paper):
    """调解协议书 or 和解协议书 (条例 第三十三条)."""

    kind: str
    """`mediation` or `settlement`."""
    other: str
    """The other side."""
    parties: str
    demands: list[str]
    scope: str
    terms: list[str]
    by: str
    signed: str


class ShortAnswer(TypedDict):
    """The short answer to one demand."""

    demand: str
    outcome: str
    opinion: str


class SimpleReplyData(Paper):
    """信访事项简易办理答复书: an opinion all the same, open to review (条例 第三十二条、第三十五条)."""

    accepted: str
    answers: list[ShortAnswer]
    by: str
    """The last day for carrying out what is supported; empty when nothing is."""
    review: Place


class Reviewed(TypedDict):
    """The final review that was given on the same matter."""

    filing: str
    organ: str
    number: str
    date: str


class NoMoreData(Paper):
    """信访事项不再受理告知书 (条例 第三十六条)."""

    demands: list[str]
    earlier: Reviewed
    law: str
    same_facts: str
    same_reasons: str
    remedies: list[str]
