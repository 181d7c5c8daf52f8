"""The matter as a plan leaves it: what ``load_matter`` would read after the plan was written. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from itertools import count
from typing import Any
from uuid import UUID

from sunshine.foundation.offices.models import Role
from sunshine.foundation.people.identity import Identity, text_name
from sunshine.foundation.procedure.plan import Number, Plan, Row
from sunshine.petitions.intervals import IntervalLine
from sunshine.petitions.matter import (
    FIRST,
    FOLLOWING,
    DemandState,
    FilingState,
    HandlingState,
    Matter,
    ReviewState,
    Tried,
    newest,
)
from sunshine.petitions.models import DeliveryState

SHOWN = frozenset({"party", "demand"})  # the texts that states show
RENAMED = {
    "filing_id": "filing", "handling_id": "handling", "place_id": "place", "subject_id": "subject", "rule_id": "rule",
    "home_id": "home",
}  # fmt: skip
UNJOINED: dict[str, Any] = {
    "home": None,
    "home_stage": "",
    "home_due": None,
    "representatives": 0,
    "opened_to": (),
}


def unfold(before: Matter | None, plan: Plan) -> Matter:
    """The matter after this plan; there is none before the plan that registers it."""
    matter = before or Matter(plan.new[0], "", "", "", (), {}, {}, {})
    own = [step for step in plan.steps if plan.state(step.subject).root == matter.petition]
    said = {(s.subject, s.seq, name): text for s in own for name, text in s.texts.items()}
    if said:
        matter = replace(matter, words={**matter.words, **said})
    if plan.actor.officer:
        matter = replace(matter, acted=_acted(matter.acted, plan))
        if plan.actor.role == Role.HANDLER:
            matter = replace(matter, handled=_handled(matter.handled, plan))
    for pk, root in plan.moved.items():
        matter = _gained(matter, pk, plan) if root == matter.petition else _left(matter, pk)
    for row in plan.rows:
        take = _TAKEN.get(row.model)
        if take:
            matter = take(matter, row)
    spoken = {subject for subject, _, name in said if name.partition("@")[0] in SHOWN}
    return _reread(matter, spoken) if spoken else matter


def _gained(matter: Matter, filing: UUID, plan: Plan) -> Matter:
    """With a filing that was joined or came back, and all that was said in it."""
    assert plan.snapshot is not None
    assert plan.snapshot.beside is not None
    both: tuple[Matter, Matter] = (plan.snapshot.matter, plan.snapshot.beside.matter)
    source = next(one for one in both if filing in one.filings)
    words = {place: text for place, text in source.words.items() if place[0] == filing}
    filings = {**matter.filings, filing: source.filings[filing]}
    return replace(matter, filings=filings, words={**matter.words, **words})


def _left(matter: Matter, filing: UUID) -> Matter:
    """Without a filing that passed to another petition."""
    filings = {pk: one for pk, one in matter.filings.items() if pk != filing}
    words = {place: text for place, text in matter.words.items() if place[0] != filing}
    return replace(matter, filings=filings, words=words)


def _acted(before: Mapping[UUID, frozenset[UUID]], plan: Plan) -> dict[UUID, frozenset[UUID]]:
    assert plan.actor.officer
    acted = dict(before)
    for step in plan.steps:
        if step.move not in FOLLOWING and plan.state(step.subject).kind in {"handling", "review"}:
            acted[step.subject] = acted.get(step.subject, frozenset()) | {plan.actor.officer}
    return acted


def _handled(before: Mapping[UUID, frozenset[UUID]], plan: Plan) -> dict[UUID, frozenset[UUID]]:
    assert plan.actor.officer
    here = (one.subject for one in plan.steps if plan.state(one.subject).kind in {"handling", "review"})
    return {**before, **{pk: before.get(pk, frozenset()) | {plan.actor.officer} for pk in here}}


def _values(row: Row, kind: type[Any]) -> dict[str, Any]:
    """The columns of a row that a state shows, by the state's names."""
    shown = {field.name for field in fields(kind)}
    named = {RENAMED.get(name, name): value for name, value in row.values.items()}
    return {
        name: value.text if isinstance(value, Number) else value
        for name, value in named.items()
        if name in shown
    }


def _petition(matter: Matter, row: Row) -> Matter:
    values: dict[str, Any] = _values(row, Matter)
    return replace(matter, **values | {"place": values.get("place", matter.place) or ""})


def _filing(matter: Matter, row: Row) -> Matter:
    values = _values(row, FilingState)
    if row.new:
        state = FilingState(
            id=row.pk, identity=Identity(), rated=0, delivered=frozenset(), **UNJOINED | values
        )
    elif row.pk not in matter.filings:  # it is in the other of two families
        return matter
    else:
        state = replace(matter.filings[row.pk], **values)
    return replace(matter, filings={**matter.filings, row.pk: state})


def _demand(matter: Matter, row: Row) -> Matter:
    values = _values(row, DemandState)
    if row.new:
        empty = dict.fromkeys(("klass", "branch", "category", "outcome", "words"), "")
        return replace(
            matter,
            demands=[*matter.demands, DemandState(id=row.pk, handling=None, objections=0, **empty | values)],
        )
    demands = [replace(one, **values) if one.id == row.pk else one for one in matter.demands]
    return replace(matter, demands=demands)


def _handling(matter: Matter, row: Row) -> Matter:
    values = _values(row, HandlingState)
    if row.new:
        empty: dict[str, Any] = {"branch": "", "accepted_at": None, "answer": None, "opinion_seq": None}
        state = HandlingState(id=row.pk, **empty | values)
    else:
        state = replace(matter.handlings[row.pk], **values)
    return replace(matter, handlings={**matter.handlings, row.pk: state})


def _review(matter: Matter, row: Row) -> Matter:
    values = _values(row, ReviewState)
    state = ReviewState(id=row.pk, **values) if row.new else replace(matter.reviews[row.pk], **values)
    return replace(matter, reviews={**matter.reviews, row.pk: state})


def _interval(matter: Matter, row: Row) -> Matter:
    values = _values(row, IntervalLine)
    state = IntervalLine(id=row.pk, **values) if row.new else replace(matter.intervals[row.pk], **values)
    return replace(matter, intervals={**matter.intervals, row.pk: state})


def _delivery(matter: Matter, row: Row) -> Matter:
    values = row.values
    named = values if row.new else {**(row.where or {}), **values}
    filing, paper = named["filing_id"], named["paper_id"]
    state = matter.filings[filing]
    if named["state"] == DeliveryState.SERVED:
        served = {**state.served_on, paper: values["day"]}
        entered = {**state.served_at, **({paper: values["at"]} if row.new else {})}
        state = replace(state, delivered=state.delivered | {paper}, served_on=served, served_at=entered)
    else:
        tried = Tried(paper, str(values["method"]), str(values["state"]), values["day"], values["at"])
        state = replace(state, tried=(*state.tried, tried))
    return replace(matter, filings={**matter.filings, filing: state})


def _rating(matter: Matter, row: Row) -> Matter:
    """A rating of several units is one rating: that of the bureau counts."""
    if row.values.get("handling_id"):
        return matter
    state = matter.filings[row.values["filing_id"]]
    return replace(matter, filings={**matter.filings, state.id: replace(state, rated=state.rated + 1)})


def _opened(matter: Matter, row: Row) -> Matter:
    state = matter.filings[row.values["filing_id"]]
    opened = replace(state, opened_to=(*state.opened_to, row.values["unit_id"]))
    return replace(matter, filings={**matter.filings, state.id: opened})


_TAKEN: dict[str, Callable[[Matter, Row], Matter]] = {
    "petitions.petition": _petition,
    "petitions.filing": _filing,
    "petitions.demand": _demand,
    "petitions.handling": _handling,
    "petitions.review": _review,
    "petitions.interval": _interval,
    "petitions.delivery": _delivery,
    "petitions.rating": _rating,
    "petitions.opened": _opened,
}


def _reread(matter: Matter, subjects: set[UUID]) -> Matter:
    """Identities and demands as their words were last said."""
    heard = subjects & matter.filings.keys()
    if not heard:
        return matter
    filings = {pk: _who(matter, state) if pk in heard else state for pk, state in matter.filings.items()}
    demands = [
        replace(one, words=newest(matter.words, one.filing, f"demand@{one.nth}"))
        if one.filing in heard
        else one
        for one in matter.demands
    ]
    return replace(matter, filings=filings, demands=demands)


def _who(matter: Matter, state: FilingState) -> FilingState:
    others: list[Identity] = []
    for nth in count(1):
        text = matter.text(state.id, FIRST, text_name(nth))
        if not text:
            break
        others.append(Identity.parse(text))
    identity = Identity.parse(matter.newest(state.id, "party") or "{}")
    return replace(state, identity=identity, others=tuple(others))
