"""The checker's small county: its organs, one person in every post, and what each of them would say with a move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

from sunshine.foundation.calendar.rules import SHANGHAI, WorkCalendar
from sunshine.foundation.duties.rules import rule
from sunshine.foundation.offices.actors import SYSTEM, Actor, petitioner
from sunshine.foundation.offices.directory import Directory, Office
from sunshine.foundation.people.identity import Identity
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.outside import OUTSIDE
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.conferring import organs_of
from sunshine.petitions.forms import unserved
from sunshine.petitions.intervals import Allowed, allowed
from sunshine.petitions.objections import disputed
from sunshine.petitions.recusing import request_of

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
CALENDAR = WorkCalendar(published=frozenset({2026}), exceptions={})
SC_GOV, MS_GOV, RS_GOV, MS_BUREAU, BUREAU, LABOUR, HOUSING, SHIGAO, DISCIPLINE = (
    UUID(int=n) for n in range(1, 10)
)
ACCUSED, ABOVE, EVERYBODY = "视高街道办事处", "眉山市信访局", "四川省人民政府"

# unit, code, name, kind, division, parent
UNITS = (
    (SC_GOV, "sc-gov", "四川省人民政府", "government", "510000", None),
    (MS_GOV, "ms-gov", "眉山市人民政府", "government", "511400", SC_GOV),
    (RS_GOV, "rs-gov", "仁寿县人民政府", "government", "511421", MS_GOV),
    (MS_BUREAU, "ms-bureau", "眉山市信访局", "bureau", "511400", MS_GOV),
    (BUREAU, "rs-bureau", "仁寿县信访局", "bureau", "511421", RS_GOV),
    (LABOUR, "rs-labour", "仁寿县人力资源和社会保障局", "department", "511421", RS_GOV),
    (HOUSING, "rs-housing", "仁寿县住房和城乡建设局", "department", "511421", RS_GOV),
    (SHIGAO, "rs-shigao", ACCUSED, "township", "511421004", RS_GOV),
    (DISCIPLINE, "rs-discipline", "仁寿县纪委监委", "discipline", "511421", None),
)
BOOK = Directory({
    unit: Office(unit, code, name, code, name[:6], kind, division, parent, None, parent, None)
    for unit, code, name, kind, division, parent in UNITS
})  # fmt: skip
# In the checker's county an appraisal lets the sixty days and a review stand still, as one place's own law might say.
APPRAISAL = Allowed(
    UUID(int=50), "appraisal", "decide", "511421", "《某县信访办法》第十条", NOON.date(), None
)
REVIEWED_LATER = replace(APPRAISAL, id=UUID(int=51), term="review")
PAUSE_RULES = {one.id: one for one in (APPRAISAL, REVIEWED_LATER)}
NAMES = {unit: code for unit, code, *_ in UNITS}
BUREAU_ROLES, UNIT_ROLES = ("window", "sorter", "head"), ("handler", "head")


def ended(book: Directory, unit: UUID, successor: UUID | None) -> Directory:
    """The directory after an organ was merged into another, or abolished without one."""
    gone = replace(book[unit], in_force=False, successor=successor)
    return Directory({**book.units, unit: gone})


def _officer(role: str, unit: UUID, n: int) -> Actor:
    return Actor(role, f"o:{n}", UUID(int=n), UUID(int=n + 100), unit, BOOK.lineage(unit), BOOK[unit].area)


_POSTS = [
    *product((BUREAU, MS_BUREAU), BUREAU_ROLES),
    *product((LABOUR, HOUSING, SHIGAO, DISCIPLINE, RS_GOV, MS_GOV), UNIT_ROLES),
    (DISCIPLINE, "sorter"),
    (LABOUR, "handler"),  # takes over where a colleague withdraws
    (RS_GOV, "leader"), (MS_BUREAU, "security_admin"), (MS_BUREAU, "auditor"), (MS_BUREAU, "system_admin"),
]  # fmt: skip
OFFICERS = [_officer(role, unit, 1000 + n) for n, (unit, role) in enumerate(_POSTS)]


def everybody(filing: UUID) -> list[Actor]:
    """Everyone who may ever act on the matter of this filing; its petitioner first."""
    return [petitioner(filing), SYSTEM, *OFFICERS]


BOTH = (LABOUR, LABOUR)
APART = (LABOUR, HOUSING)


@dataclass(frozen=True)
class Scope:
    """What is explored together: the moves, how a matter comes in, how it may be sorted and divided among organs."""

    moves: frozenset[str]
    filings: tuple[tuple[str, str], ...] = (("demand", ""),)  # purpose and whom it is about
    classes: tuple[tuple[str, str], ...] = (("demand", "demand"),)
    units: tuple[tuple[UUID, UUID], ...] = (BOTH,)
    silent: bool = (
        False  # the petitioner files and is never heard of again: officers must bring it to its end
    )
    keeping: bool = False  # the bureau may keep demands, and assign others with a report due
    place: str = "511421"  # where the matter is said to be
    supports: bool = False  # opinions support what is asked, so that it has to be carried out
    ends: UUID = LABOUR  # the organ that is abolished or merged, where the moves have one end
    heirs: tuple[UUID | None, ...] = (None, HOUSING)
    repeated: bool = False  # the same person says the same again, and what was said first is being handled
    registered: datetime = NOON
    visibility: str = "handlers"  # who may know the petitioner
    nobody_free: bool = False  # at first every organ there is stands on the accused's side

    @property
    def first_book(self) -> Directory:
        return ended(BOOK, DISCIPLINE, None) if self.nobody_free else BOOK


@dataclass(frozen=True)
class Asked:
    """One move about to be asked for."""

    snapshot: Snapshot
    code: str
    actor: Actor
    now: datetime
    scope: Scope

    @property
    def today(self) -> str:
        return self.now.astimezone(SHANGHAI).date().isoformat()

    @property
    def demands(self) -> list[str]:
        here = self.snapshot.subject
        demands = self.snapshot.matter.demands
        matter = self.snapshot.matter
        about = matter.reviews[here.id].handling if here.kind == "review" else here.id
        return [str(d.id) for d in demands if here.kind == "petition" or d.handling == about]


WORDS = dict.fromkeys(
    (
        "words",
        "note",
        "findings",
        "opinion",
        "basis",
        "new",
        "reason",
        "person",
        "phone",
        "procedure",
        "where",
        "limit",
        "approval",
        "answer",
        "number",
        "process",
        "result",
        "execution",
        "final_number",
        "final_organ",
        "same_facts",
        "same_reasons",
        "minutes",
        "venue",
        "who",
        "whom",
        "found",
        "other",
        "scope",
        "parties",
        "issues",
        "participants",
        "present",
        "petitioner_said",
        "unit_said",
        "conclusion",
        "scene",
        "done",
        "told",
    ),
    "话",
)


SUMMARY = {"summary": "要办什么"}


def given(asked: Asked) -> Iterator[Given]:
    """Everything worth saying with this move here: one of each kind that can lead somewhere else."""
    yield from SAID.get(asked.code, _nothing_but_words)(asked)


def _nothing_but_words(asked: Asked) -> Iterator[Given]:
    yield Given({"purpose": "contact", "caller": "office"}, WORDS)


def _sort(asked: Asked) -> Iterator[Given]:
    for classes in asked.scope.classes:
        both = zip(asked.demands, classes, strict=True)
        rows = {key: Given({"klass": klass, "category": "0402"}) for key, klass in both}
        yield Given(rows=rows)
    if len(asked.scope.classes) > 1:
        yield Given({}, {"accused": ACCUSED}, rows)


def _forward(asked: Asked) -> Iterator[Given]:
    sealed = asked.snapshot.subject.sealed
    for units in asked.scope.units if not sealed else ((DISCIPLINE, DISCIPLINE),):
        yield Given(rows=_to(asked, *units))
    if asked.scope.keeping:
        yield from _kept(asked)
    if asked.snapshot.bars and not sealed:
        yield Given({}, {"accused_reason": "只有它有权"}, _to(asked, SHIGAO, SHIGAO))


def _kept(asked: Asked) -> Iterator[Given]:
    """Both kept, or one kept and the other assigned."""
    keep, later = Given({"how": "keep"}, SUMMARY), (asked.now + timedelta(days=30)).date().isoformat()
    assign = Given({"how": "assign", "unit": str(LABOUR), "report_by": later}, SUMMARY)
    for other in (keep, assign):
        yield Given(rows=dict(zip(asked.demands, (keep, other), strict=True)))


def _to(asked: Asked, *units: UUID) -> dict[str, Given]:
    return {key: Given({"unit": str(unit)}, SUMMARY) for key, unit in zip(asked.demands, units, strict=True)}


def _guide(asked: Asked) -> Iterator[Given]:
    yield Given({"branch": "31.2"}, WORDS)


def _contact(asked: Asked) -> Iterator[Given]:
    yield Given({"method": "phone"}, WORDS)
    agreed = asked.now.astimezone(SHANGHAI).date() + timedelta(days=7)
    yield Given({"method": "phone", "next_on": agreed.isoformat()}, WORDS)


def _opinion(asked: Asked) -> Iterator[Given]:
    outcome = "support" if asked.scope.supports else "explain"
    row = Given({"outcome": outcome}, {"opinion": "补发", "basis": "条例"})
    yield Given({}, WORDS, dict.fromkeys(asked.demands, row))


def _ask(level: str) -> Callable[[Asked], Iterator[Given]]:
    def said(asked: Asked) -> Iterator[Given]:
        for paper in asked.snapshot.matter.reviewable(asked.snapshot.subject.id, level):
            yield Given({"paper": str(paper), "day": asked.today}, WORDS)

    return said


def _vary(asked: Asked) -> Iterator[Given]:
    for outcome in ("refuse", "support") if asked.scope.supports else ("refuse",):
        row = Given({"outcome": outcome}, {"opinion": "补发", "basis": "条例"})
        yield Given({}, WORDS, dict.fromkeys(asked.demands, row))


def _revoke(asked: Asked) -> Iterator[Given]:
    """Once a matter: what follows is a handling like the first, and the states would have no end."""
    if not any(one.rehandling for one in asked.snapshot.matter.reviews.values()):
        yield Given({"days": 30}, WORDS)


def _served(*methods: str) -> Callable[[Asked], Iterator[Given]]:
    def said(asked: Asked) -> Iterator[Given]:
        ways = ("online",) if asked.actor.filing else methods
        for paper, way in product(unserved(asked.snapshot), ways):
            yield Given({"paper": str(paper), "method": way, "day": asked.today}, WORDS)

    return said


def _rate(asked: Asked) -> Iterator[Given]:
    handlings = [h for h in asked.snapshot.matter.handlings.values() if h.opinion_seq]
    yield Given({"bureau": 0}, {}, {str(h.id): Given({"unit": 3}) for h in handlings})


def _call(asked: Asked) -> Iterator[Given]:
    for outcome in ("reached", "no_answer"):
        yield Given({"caller": "office", "outcome": outcome, "at": asked.now.isoformat()}, WORDS)


def _correct(asked: Asked) -> Iterator[Given]:
    yield Given({}, {"reason": "抄错", "phone": f"1390000{asked.snapshot.subject.seq % 10000:04d}"})
    if asked.snapshot.matter.purpose != "report":
        yield Given({"purpose": "report"}, {"reason": "看错"})


def _day(asked: Asked) -> Iterator[Given]:
    yield Given({"day": asked.today}, WORDS)


def _day_of_delivery(asked: Asked) -> Iterator[Given]:
    for filing in asked.snapshot.matter.filings:
        yield Given({"day": asked.today, "filing": str(filing)}, WORDS)


def _material(asked: Asked) -> Iterator[Given]:
    file = StoredFile(UUID(int=9_000), "收条.jpg", "image/jpeg", 10, "0" * 64, "kept", b"key")
    yield Given({}, WORDS, {}, (file,))


def _renew(asked: Asked) -> Iterator[Given]:
    yield Given({"checked": "id"}, {"name": "张三丰"})


def _withdraw(asked: Asked) -> Iterator[Given]:
    for reason in ("pressure", "solved"):
        yield Given({"reason": reason}, WORDS)


def _call_back(asked: Asked) -> Iterator[Given]:
    yield Given({"outcome": "reached", "said": "nothing"}, WORDS)


def _assign(asked: Asked) -> Iterator[Given]:
    yield Given({"post": str(asked.actor.post)})
    yield Given()


def _release(asked: Asked) -> Iterator[Given]:
    posts = {asked.snapshot.subject.post, *(duty.post for duty in asked.snapshot.duties)} - {None}
    for post in sorted(map(str, posts)):
        yield Given({"post": post})


def _woken(right: bool, then: str = "") -> Callable[[Asked], Iterator[Given]]:
    """The clock may strike at any time: how long things take is not what is explored."""

    def said(asked: Asked) -> Iterator[Given]:
        for duty in asked.snapshot.open_duties(asked.snapshot.subject.id):
            known = rule(duty.rule)
            if (known.right, known.then) == (right, then):
                yield Given({"duty": str(duty.id), "rule": duty.rule, "due": duty.due_at.isoformat()})

    return said


def _hand_outside(asked: Asked) -> Iterator[Given]:
    owed = asked.snapshot.open_duties(asked.snapshot.subject.id)
    if any(duty.rule == OUTSIDE.code for duty in owed):
        yield Given()


def _designate(asked: Asked) -> Iterator[Given]:
    yield Given({"unit": str(HOUSING)})


def _facts(**facts: str) -> Callable[[Asked], Iterator[Given]]:
    def said(asked: Asked) -> Iterator[Given]:
        yield Given(facts, WORDS)

    return said


def _refuse(asked: Asked) -> Iterator[Given]:
    for ground in ("pending", "level"):
        yield Given({"ground": ground}, WORDS)


def _elsewhere(asked: Asked) -> list[UUID]:
    """Where a handling in dispute could go: the other of two organs; the accused's side is always tried too."""
    other = HOUSING if asked.snapshot.family[_disputed(asked)].unit == LABOUR else LABOUR
    return [other, SHIGAO] if asked.snapshot.bars else [other]


def _disputed(asked: Asked) -> UUID:
    here = asked.snapshot.subject
    return here.id if here.kind == "handling" else disputed(asked.snapshot).id


def _object(asked: Asked) -> Iterator[Given]:
    for unit in _elsewhere(asked):
        yield Given({"unit": str(unit)}, WORDS)


def _uphold(asked: Asked) -> Iterator[Given]:
    keys = [str(d.id) for d in asked.snapshot.matter.demands_of(_disputed(asked))]
    for unit in _elsewhere(asked):
        yield Given({"held_on": asked.today}, WORDS, dict.fromkeys(keys, Given({"unit": str(unit)})))


def _assist(asked: Asked) -> Iterator[Given]:
    for unit in _elsewhere(asked):
        yield Given({"unit": str(unit), "by": asked.today}, WORDS)


def _extend(asked: Asked) -> Iterator[Given]:
    yield Given({"days": 30}, WORDS)


def _call_hearing(asked: Asked) -> Iterator[Given]:
    later = (asked.now + timedelta(days=20)).astimezone(SHANGHAI).date()
    yield Given({"ground": "complex", "day": later.isoformat(), "at": "09:30"}, WORDS)


def _record_hearing(asked: Asked) -> Iterator[Given]:
    yield Given({"held_on": asked.today}, WORDS)


def _call_off_hearing(asked: Asked) -> Iterator[Given]:
    for ground in ("absent", "organ"):
        yield Given({"ground": ground}, WORDS)


def _mediate(asked: Asked) -> Iterator[Given]:
    yield Given({"petitioner_willing": "signed", "other_willing": "spoken", "by": asked.today}, WORDS)


def _reach_agreement(asked: Asked) -> Iterator[Given]:
    row = Given({"outcome": "settled"}, {"opinion": "分两次付清"})
    facts = {"kind": "mediation", "signed_on": asked.today, "by": asked.today}
    yield Given(facts, WORDS, dict.fromkeys(asked.demands, row))


def _pause(asked: Asked) -> Iterator[Given]:
    later = (asked.now + timedelta(days=10)).astimezone(SHANGHAI).date()
    for one in allowed(asked.snapshot):
        yield Given({"allowed_by": str(one.id), "until": later.isoformat()}, WORDS)


def _join(asked: Asked) -> Iterator[Given]:
    beside = asked.snapshot.beside
    if beside:
        yield Given({"into": str(beside.subject.id), "checked": "phone"}, WORDS)


def _first(asked: Asked) -> Iterator[Given]:
    yield Given({"here": "yes", "anywhere": "no"})


def _represent(asked: Asked) -> Iterator[Given]:
    yield Given({"people": 12, "count": 5}, {"representatives": "张三丰"})


def _spread(asked: Asked) -> Iterator[Given]:
    yield Given({"flags": ["r", "h"]})


def _mark_urgent(asked: Asked) -> Iterator[Given]:
    """Once a matter: several units reporting the same are strangers to one another."""
    if not asked.snapshot.of_kind("alert"):
        yield Given({"urgency": "crowd"}, WORDS)


def _report_first(asked: Asked) -> Iterator[Given]:
    for department in ("", str(SHIGAO)):
        facts = {"happened_at": asked.now.isoformat(), "people": 30}
        yield Given(facts | ({"department": department} if department else {}), WORDS)


def _ask_further(asked: Asked) -> Iterator[Given]:
    yield Given({"by": asked.today}, WORDS)


def _held(asked: Asked) -> Iterator[Given]:
    yield Given({"held_on": asked.today}, WORDS)


def _refer(asked: Asked) -> Iterator[Given]:
    """Once a matter: of the organs of the county, of which one may have nothing to do with it yet."""
    if not asked.snapshot.of_kind("conference"):
        yield Given({"ground": "dispute", "organs": [str(LABOUR)], "other": str(HOUSING)}, WORDS)
        yield Given({"ground": "long", "organs": [str(SHIGAO)]}, WORDS)


def _decide_conference(asked: Asked) -> Iterator[Given]:
    """All have their part, or the first alone."""
    organs = [str(one) for one in organs_of(asked.snapshot, asked.snapshot.subject.id)]
    part, none = Given({"by": asked.today}, {"task": "话"}), Given()
    for rows in ([part, part], [part, none]):
        facts = {"held_on": asked.today, "lead": organs[0]}
        yield Given(facts, WORDS, dict(zip(organs, rows, strict=False)))


def _hold(asked: Asked) -> Iterator[Given]:
    yield Given({"measure": "talk"}, WORDS)
    yield Given({"measure": "order", "by": asked.today}, WORDS)


def _interest(asked: Asked) -> Iterator[Given]:
    """Once a matter, by the handling unit's people: who decides about others is told by the same rule."""
    if (
        asked.actor.unit == LABOUR
        and asked.actor.role in UNIT_ROLES
        and not asked.snapshot.of_kind("recusal")
    ):
        yield Given({}, WORDS)


def _ask_recusal(asked: Asked) -> Iterator[Given]:
    held = any(one.unit == LABOUR for one in asked.snapshot.of_kind("handling"))
    if held and not asked.snapshot.of_kind("recusal"):
        for about in ("officer", "head"):
            yield Given({"unit": str(LABOUR), "about": about}, WORDS)


def _grant_recusal(asked: Asked) -> Iterator[Given]:
    """Whoever said so; else a handler, or the head, whose work somebody of no part in this takes over."""
    of = request_of(asked.snapshot, asked.snapshot.subject.id)
    people = [one for one in OFFICERS if one.unit == of.unit and of.officer in {None, one.officer}]
    for one in people:
        others = [two for two in OFFICERS if (two.unit, two.role) == (one.unit, one.role) and two != one]
        if others:
            facts = {
                "post": str(one.post),
                "officer": str(one.officer),
                "role": one.role,
                "to": str(others[0].post),
            }
            yield Given(facts, WORDS)


def _entrust(asked: Asked) -> Iterator[Given]:
    """The discipline organ's head names its handler, and may name its sorter as well."""
    if asked.actor.unit == DISCIPLINE:
        own = [one for one in OFFICERS if one.unit == DISCIPLINE and one.role != "head"]
        handlers = [one for one in own if one.role == "handler"]
        for people in (handlers, own):
            posts = [str(one.post) for one in people]
            yield Given({"posts": posts, "people": [[str(one.officer), one.role] for one in people]})


def _exclude(asked: Asked) -> Iterator[Given]:
    for pk in asked.snapshot.readers.values():
        yield Given({"reader": str(pk)}, WORDS)


def _open_words(asked: Asked) -> Iterator[Given]:
    yield Given({"unit": str(asked.actor.unit)}, WORDS)


def _erase(asked: Asked) -> Iterator[Given]:
    yield Given({"basis": "purpose"}, WORDS)


SAID: dict[str, Callable[[Asked], Iterator[Given]]] = {
    "sort": _sort, "forward": _forward, "guide": _guide, "contact": _contact, "issue_opinion": _opinion,
    "deliver": _served("hand", "post"), "send_paper": _served("post"), "fail_delivery": _served("post"),
    "announce": _served("notice"), "rate": _rate, "log_call": _call, "correct": _correct, "correct_registered": _day,
    "correct_delivery": _day_of_delivery, "add_material": _material, "renew_code": _renew, "assign": _assign,
    "release": _release, "remind": _woken(False), "overdue": _woken(False), "recount": _woken(False),
    "lapse": _woken(True), "announced_served": _woken(False, "announced_served"), "designate": _designate,
    "ask_review": _ask("review"), "ask_final_review": _ask("final"), "vary": _vary, "revoke": _revoke,
    "join": _join, "say_first": _first, "represent": _represent, "spread": _spread, "erase": _erase, "hand_outside": _hand_outside, "ask_withdrawal": _withdraw, "withdraw": _woken(True, "withdraw"),
    "log_call_back": _call_back,
    "reply": _facts(about="own"), "file_away": _facts(ground="thanks"),
    "refuse": _refuse, "refuse_for_good": _facts(final_on="2025-06-01"), "report_back": _facts(view="agree"),
    "hand_on": _facts(unit=str(HOUSING)), "hand_down": _facts(unit=str(BUREAU)),
    "call_hearing": _call_hearing, "record_hearing": _record_hearing, "call_off_hearing": _call_off_hearing, "pause": _pause,
    "record_inquiry": _day, "record_meeting": _day, "accept_simply": _facts(simple="daily"), "reply_simply": _opinion,
    "mediate": _mediate, "reach_agreement": _reach_agreement,
    "extend": _extend, "object": _object, "uphold_objection": _uphold, "ask_assistance": _assist,
    "declare_interest": _interest, "ask_recusal": _ask_recusal, "grant_recusal": _grant_recusal,
    "entrust": _entrust, "exclude": _exclude, "open_words": _open_words,
    "refer_conference": _refer, "decide_conference": _decide_conference, "hold_to": _hold,
    "refuse_objection": _held,
    "mark_urgent": _mark_urgent, "report_first": _report_first, "report_further": _facts(people="30"), "ask_further": _ask_further,
}  # fmt: skip


def registering(purpose: str, accused: str, place: str = "511421", visibility: str = "handlers") -> Given:
    """What the form of a filing with two demands would give."""
    party = Identity(name="张三丰", phone="13800005678").dump()
    texts = {"text": "工资没有发。", "title": "工资没有发", "party": party} | (
        {"accused": accused} if accused else {}
    )
    facts = {"channel": "web", "purpose": purpose, "visibility": visibility, "place": place, "people": 1}
    rows = {str(n): Given({}, {"demand": words}) for n, words in enumerate(("发工资", "以后按月发"), 1)}
    return Given(facts, texts, rows)
