"""What each document of a petition prints.

These are the facts the ledger keeps when a document is issued. Dates are ISO strings (`2026-11-22`),
times local to Asia/Shanghai (`2026-11-22T15:04`); the templates write them the Chinese way. `Drawings`
join the facts only when the page is typeset: they follow from the organ's name and the address.
Optional facts are empty strings, empty lists or `None`; every key must be present.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, TypedDict

_HERE: Final = Path(__file__).resolve().parent
RECEIPT: Final = _HERE / "receipt_v1.typ"
NOTICE: Final = _HERE / "notice_v2.typ"
OPINION: Final = _HERE / "opinion_v2.typ"
SERVICE: Final = _HERE / "service_v1.typ"
LETTER: Final = _HERE / "letter_v1.typ"
REVIEW: Final = _HERE / "review_v1.typ"
OBJECTION: Final = _HERE / "objection_v1.typ"
EXTENSION: Final = _HERE / "extension_v1.typ"
URGENT: Final = _HERE / "urgent_v1.typ"
# As 《信访条例》 (2005) has them, for what was registered under it.
RECEIPT_2005: Final = _HERE / "receipt05_v1.typ"
NOTICE_2005: Final = _HERE / "notice05_v1.typ"
OPINION_2005: Final = _HERE / "opinion05_v1.typ"
SERVICE_2005: Final = _HERE / "service05_v1.typ"
REVIEW_2005: Final = _HERE / "review05_v1.typ"
EXTENSION_2005: Final = _HERE / "extension05_v1.typ"
TRANSFER: Final = _HERE / "transfer_v1.typ"
TRANSFER_NOTICE: Final = _HERE / "transferred_v1.typ"
HEARING_NOTICE: Final = _HERE / "hearing_call_v1.typ"
HEARING_RECORD: Final = _HERE / "minutes_v1.typ"
HEARING_CONCLUSION: Final = _HERE / "hearing_end_v1.typ"
AGREEMENT: Final = _HERE / "agreement_v1.typ"
SIMPLE_REPLY: Final = _HERE / "simple_reply_v1.typ"
NO_MORE: Final = _HERE / "no_more_v1.typ"

Outcome = Literal["support", "explain", "refuse"]
RouteKind = Literal["accept", "statutory", "report", "suggestion"]


class Drawings(TypedDict):
    """SVG pictures made when the page is typeset."""

    seal: str
    """The seal of `organ`, drawn by `demo_seal`."""
    qr: str
    """The QR code: of `verify["address"]`, or of `progress_address` on a receipt."""


class Verify(TypedDict):
    """Where anyone holding the paper can check it against the record."""

    address: str
    code: str


class Contact(TypedDict):
    """Whom the petitioner may call; `person` may be empty where only a unit is known."""

    unit: str
    person: str
    phone: str


class Place(TypedDict):
    """An organ and where to find it; `address` and `phone` may be empty."""

    organ: str
    address: str
    phone: str


class ReceiptData(TypedDict):
    """登记回执: handed over at once on registration (条例 第二十二条、第二十三条)."""

    demo: bool
    organ: str
    filing: str
    code: str
    """Query code, ungrouped; the page prints it in groups."""
    petitioner: str
    """Name as printed on the receipt; empty when the filing is anonymous."""
    channel: str
    registered: str
    """Local time of registration, `YYYY-MM-DDTHH:MM`."""
    date: str
    demands: list[str]
    contact: Contact
    """Who will get in touch next."""
    notice_due: str
    """Last day of the 15 days for the notice of receipt and route."""
    progress_address: str
    phone: str
    """Telephone for asking about progress."""
    kept: bool
    """Whether it waits, sealed, for an organ outside the accused's side: then nobody is named as whom to ask."""


class Route(TypedDict):
    """How the matter will be dealt with (条例 第二十九条至第三十一条)."""

    kind: RouteKind
    law: str
    """Full legal basis, e.g. `《信访工作条例》第三十一条第六项`."""
    reason: str
    procedure: str
    """Name of the other procedure, e.g. `劳动仲裁`; empty when the matter is accepted."""
    where: Place | None
    """The organ that carries out the other procedure."""
    limit: str
    """What to mind about that procedure's own time limit; may be empty."""
    materials: str
    """What to bring for it; may be empty."""
    basis: str
    """The statute that procedure follows; may be empty."""


class NoticeData(TypedDict):
    """信访事项受理告知书 or 处理途径告知书: receipt and route (条例 第二十三条)."""

    demo: bool
    organ: str
    number: str
    """发文字号, e.g. `仁人社信访〔2026〕12号`."""
    filing: str
    petitioner: str
    date: str
    received: str
    demands: list[str]
    route: Route
    accepted: str | None
    """Date of acceptance; only for `accept` (第三十一条第六项)."""
    due: str | None
    """Last day of the 60 days (第三十四条); only for `accept`."""
    contact: Contact
    copies: list[str]
    delivery: str
    verify: Verify


class DemandOpinion(TypedDict):
    """The answer to one demand (条例 第三十二条)."""

    demand: str
    outcome: Outcome
    opinion: str
    law: str
    """Laws, regulations or policies the answer rests on; may be empty for `explain`."""


class Again(TypedDict):
    """The review that revoked an earlier opinion, so that this one had to be given (条例 第三十五条)."""

    organ: str
    name: str
    date: str
    new: str
    """What was newly found."""


class OpinionData(TypedDict):
    """信访事项处理意见书 (条例 第三十二条), open to review within 30 days of receipt (第三十五条)."""

    demo: bool
    organ: str
    number: str
    filing: str
    petitioner: str
    date: str
    accepted: str
    facts: str
    """Facts and reasons found; a line break starts a paragraph."""
    answers: list[DemandOpinion]
    review: Place
    again: Again | None
    by: str
    """The last day for carrying out what is supported; empty when nothing is."""
    contact: Contact
    copies: list[str]
    delivery: str
    verify: Verify


class About(TypedDict):
    """Which document this one is about; its number is joined when the page is typeset."""

    paper: str
    name: str


class Redo(TypedDict):
    """Who has to decide anew, and within how many days of this decision."""

    organ: str
    days: int


class ReviewData(TypedDict):
    """信访事项复查意见书 (条例 第三十五条) or, with `level` `final`, 复核意见书 (第三十六条)."""

    demo: bool
    organ: str
    number: str
    filing: str
    petitioner: str
    """The applicant 申请人."""
    date: str
    level: str
    """`review` or `final`."""
    verdict: str
    """`uphold`, `vary` or `revoke`."""
    respondent: str
    """The organ whose answer is complained of 被申请人."""
    about: About
    asked: str
    request: str
    """The applicant's reasons, in their own words."""
    demands: list[str]
    facts: str
    opinion: str
    law: str
    answers: list[DemandOpinion]
    """The new answers; only for `vary`."""
    by: str
    """The last day for carrying out what they support; empty when nothing is."""
    redo: Redo | None
    """Only for `revoke`."""
    final: Place | None
    """Where to ask for the final review; only where there still is one."""
    contact: Contact
    copies: list[str]
    delivery: str
    verify: Verify


class ServiceData(TypedDict):
    """送达回证: that a document reached its addressee, when, how, and who saw it (民事诉讼法 第八十七条)."""

    demo: bool
    organ: str
    number: str
    filing: str
    petitioner: str
    date: str
    about: About
    method: str
    day: str
    """The day it reached the addressee, from which the petitioner's terms run."""
    place: str
    receiver: str
    relation: str
    tracking: str
    reason: str
    """How it was refused; only for 留置送达."""
    witness: str
    view: str
    """What the addressee said of the answer: 同意、不同意、没有表示."""
    server: str
    verify: Verify


class Part(TypedDict):
    """One numbered part of a letter; several words become an enumeration."""

    head: str
    words: list[str]


class LetterData(TypedDict):
    """A short letter: an answer at once, a filing without action, a refusal, a report back (条例 第十九条至第二十三条)."""

    demo: bool
    organ: str
    number: str
    filing: str
    petitioner: str
    """To whom it is addressed."""
    date: str
    title: str
    opening: str
    parts: list[Part]
    ending: str
    contact: Contact
    copies: list[str]
    delivery: str
    verify: Verify


class ExtensionData(TypedDict):
    """信访事项延期告知书: why, by how many days, who approved it, and the new last day (条例 第三十四条)."""

    demo: bool
    organ: str
    number: str
    filing: str
    petitioner: str
    date: str
    accepted: str
    demands: list[str]
    reason: str
    days: int
    was: str
    """The last day as it was."""
    due: str
    """The last day from now on."""
    approver: str
    contact: Contact
    copies: list[str]
    delivery: str
    verify: Verify


class Ruling(TypedDict):
    """What was decided on an objection."""

    upheld: bool
    by: Literal["sender", "superior", "conference"]
    minutes: str
    """Number of the conference's minutes; only for `conference`."""
    reason: str
    units: list[str]
    """Where the demands go instead; only where it was upheld."""


class ObjectionData(TypedDict):
    """异议退回单: why a matter is not this organ's (条例 第二十三条); with a ruling, what was decided on it."""

    demo: bool
    organ: str
    number: str
    filing: str
    date: str
    to: str
    """Whom it goes to: whoever decides, or the organ that objected."""
    objector: str
    received: str
    demands: list[str]
    nth: int
    reason: str
    basis: str
    proposed: str
    ruling: Ruling | None
    copies: list[str]
    delivery: str
    verify: Verify


class UrgentData(TypedDict):
    """紧急信访信息报告单: the first report of an urgent matter, a further one, or the last (条例 第二十五条)."""

    demo: bool
    organ: str
    number: str
    filing: str
    date: str
    kind: Literal["首报", "续报", "终报"]
    nth: int
    """The how-manieth further report; 0 for the others."""
    moment: str
    """When it was reported."""
    to: list[str]
    urgency: str
    rows: list[Part]
    reporter: str
    copies: list[str]
    delivery: str
    verify: Verify
