"""What each person of the checker's county would say with a move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.duties.rules import rule
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.people.identity import Identity
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.outside import OUTSIDE
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.conferring import organs_of
from sunshine.petitions.forms import unserved
from sunshine.petitions.intervals import allowed
from sunshine.petitions.objections import disputed
from sunshine.petitions.recusing import request_of
from tests.model.cast import ACCUSED, BUREAU, DISCIPLINE, HOUSING, LABOUR, OFFICERS, SHIGAO, UNIT_ROLES, Scope


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
