"""What must hold in every state the tables can lead to, and from every one of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sunshine.foundation.calendar.rules import Days, deadline
from sunshine.foundation.duties.rules import rule
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.outside import OUTSIDE
from sunshine.foundation.procedure.snapshot import DutyState, SubjectState
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions import clocks
from sunshine.petitions.interval_models import IntervalKind, IntervalState
from sunshine.petitions.intervals import TERMS, counted_from
from sunshine.petitions.models import Level, Outcome
from sunshine.petitions.objections import SENDERS_MOST
from sunshine.petitions.procedure.joining import JOINED
from sunshine.petitions.procedure.moves import WITHDRAWN
from tests.model.cast import BOOK, CALENDAR, NAMES, OFFICERS, PAUSE_RULES
from tests.model.explore import Explored, Name, State


def leading_to(explored: Explored, goal: Callable[[State], bool]) -> set[Name]:
    """The states from which a state of this kind can still be reached."""
    waiting = deque(name for name, state in explored.states.items() if goal(state))
    found = set(waiting)
    while waiting:
        before = explored.back.get(waiting.popleft(), set()) - found
        found |= before
        waiting += before
    return found


def at_its_end(state: State) -> bool:
    """Every member rests, and nobody owes anything."""
    resting = all(procedure(one.kind).stage_of[one.stage].rest for one in state.family.members.values())
    waiting = any(one.pending_seq for one in state.family.members.values())
    return resting and not state.family.duties and not waiting


def dead_ends(explored: Explored) -> Iterator[str]:
    """States from which the matter can never come to its end with every duty settled."""
    alive = leading_to(explored, at_its_end)
    yield from sorted({_story(state) for name, state in explored.states.items() if name not in alive})


def unsettled(explored: Explored) -> Iterator[str]:
    """Duties which, once open in some state, nothing that may still happen can close."""
    kinds = {kind for state in explored.states.values() for kind in _kinds(state)}
    for kind in sorted(kinds):
        yield from (f"{kind} stays open for ever: {story}" for story in _stuck(explored, kind))


def _stuck(explored: Explored, kind: str) -> list[str]:
    closing = leading_to(explored, lambda state: kind not in _kinds(state))
    return sorted({_story(state) for name, state in explored.states.items() if name not in closing})


def _kinds(state: State) -> set[str]:
    return {
        f"{duty.rule} on the {state.family.members[duty.subject].kind}"
        for duty in state.family.duties.values()
    }


def unowned(explored: Explored) -> Iterator[str]:
    """Members at a stage that does not rest, for which the unit that holds them owes nothing."""
    for state in explored.states.values():
        for one in state.family.members.values():
            if not procedure(one.kind).stage_of[one.stage].rest and not _owing(state, one):
                yield f"nobody owes anything for the {one.kind} at {one.stage}: {_story(state)}"


def _owing(state: State, one: SubjectState) -> list[DutyState]:
    return [duty for duty in state.family.duties.values() if duty.unit == one.unit]


def owed_elsewhere(explored: Explored) -> Iterator[str]:
    """Duties of a unit that holds nothing in the family: it could not even see what it owes."""
    for state in explored.states.values():
        held = {one.unit for one in state.family.members.values()}
        for duty in state.family.duties.values():
            if duty.unit not in held and not rule(duty.rule).right:
                yield f"{NAMES[_unit(duty)]} owes {duty.rule} and holds nothing: {_story(state)}"


def two_owners(explored: Explored) -> Iterator[str]:
    """Petitions and handlings of which another unit than the holder owes something."""
    for state in explored.states.values():
        for duty in state.family.duties.values():
            one = state.family.members[duty.subject]
            if one.kind in {"petition", "handling"} and duty.unit != one.unit:
                yield f"{NAMES[_unit(duty)]} owes {duty.rule} for a {one.kind} of {NAMES[one.unit]}: {_story(state)}"


def _unit(duty: DutyState) -> UUID:
    assert duty.unit is not None
    return duty.unit


def unanswered(explored: Explored) -> Iterator[str]:
    """Petitions that say they are answered while an answer has not reached its filer, or a demand has no handling."""
    for state in explored.states.values():
        matter = state.family.matter
        if state.family.members[matter.petition].stage == "answered":
            members = state.family.members
            answers = {h.answer for h in matter.handlings.values() if members[h.id].stage != "returned"}
            filings = [one for one in matter.filings.values() if members[one.id].stage != WITHDRAWN]
            served = all(answers <= filing.delivered for filing in filings)
            if not served or any(demand.handling is None for demand in matter.demands):
                yield _story(state)


def both(state: State) -> list[SubjectState]:
    """The members of the family, and of the other one beside it."""
    beside = state.family.beside
    return [*state.family.members.values(), *(beside.members.values() if beside else ())]


def covers_that_owe(explored: Explored) -> Iterator[str]:
    """Empty covers of what was joined 并案 for which something is still owed, or in which a filing was left behind."""
    for state in explored.states.values():
        beside = state.family.beside
        if (
            beside
            and beside.members[beside.root].stage == JOINED
            and (beside.duties or beside.matter.filings)
        ):
            yield _story(state)


def reported_to_the_accused(explored: Explored) -> Iterator[str]:
    """Reports 检举控告 that somebody on the accused's side holds (条例 第三十条)."""
    for state in explored.states.values():
        accused = frozenset(state.family.bars)
        if any(duty.rule == OUTSIDE.code for duty in state.family.duties.values()):
            continue  # kept out of everybody's sight until somebody outside can take it
        for one in state.family.members.values():
            if state.book.on_side_of(one.unit, accused):
                yield f"{NAMES[one.unit]} holds the {one.kind}: {_story(state)}"


def rights_without_delivery(explored: Explored) -> Iterator[str]:
    """Rights of the petitioner that run though nothing was served, but for that to take a withdrawal back."""
    for state in explored.states.values():
        for duty in state.family.duties.values():
            filing = state.family.matter.filings.get(duty.subject)
            running = duty.holder == Role.PETITIONER and duty.rule != clocks.COOLING.code
            if running and not (filing and filing.delivered):
                yield f"{duty.rule}: {_story(state)}"


def reviewed_by_whoever_decided(explored: Explored) -> Iterator[str]:
    """Reviews held by a unit that decided below, or acted in by a person who did (条例 第三十五条、第三十六条)."""
    for state in explored.states.values():
        matter, members = state.family.matter, state.family.members
        for pk in matter.reviews:
            below = matter.below(pk)
            acted = frozenset[UUID]().union(*(matter.acted.get(one, frozenset()) for one in below))
            if members[pk].unit in {members[one].unit for one in below} or acted & matter.acted.get(
                pk, acted ^ acted
            ):
                yield _story(state)


def passed_back_and_forth(explored: Explored) -> Iterator[str]:
    """Demands that organs object to again after it was decided above who has them (条例 第二十四条)."""
    for state in explored.states.values():
        if any(demand.objections > SENDERS_MOST + 1 for demand in state.family.matter.demands):
            yield _story(state)


def named_to_whoever_withdrew(explored: Explored) -> Iterator[str]:
    """Work that is named to somebody who has an interest in the matter and withdrew (条例 第二十八条)."""
    posts = {one.officer: one.post for one in OFFICERS}
    for state in explored.states.values():
        family = state.family
        gone = {posts.get(officer) for officer in family.recused}
        named = {one.post for one in family.members.values()} | {one.post for one in family.duties.values()}
        if gone & (named - {None}):
            yield _story(state)


def extended_too_long(explored: Explored) -> Iterator[str]:
    """Terms extended by more than thirty days, in one step or several (条例 第三十四条)."""
    for state in explored.states.values():
        for duty in state.family.duties.values():
            still = sum(one.days for one in state.family.matter.intervals_of(duty.subject))
            if duty.rule == clocks.DECIDE.code and duty.due_at > _longest(duty, still):
                yield f"until {duty.due_at}: {_story(state)}"


def _longest(duty: DutyState, left_out: int) -> datetime:
    """The sixty days but for those left out of them, and thirty more, each rolled to a working day."""
    known = rule(duty.rule)
    own = known.due(duty.opened_at, CALENDAR, Days(known.term.n + left_out)).at
    return deadline(own - timedelta(microseconds=1), Days(30), CALENDAR).at


def stood_still_without_basis(explored: Explored) -> Iterator[str]:
    """Days left out of a term that neither the regulation nor a rule on the list leaves out (条例 第三十六条)."""
    for state in explored.states.values():
        reviews = state.family.matter.reviews
        for one in state.family.matter.intervals.values():
            final = one.subject in reviews and reviews[one.subject].level == Level.FINAL
            if one.days and not (one.rule in PAUSE_RULES or (final and one.kind == IntervalKind.HEARING)):
                yield f"{one.days} days of a {one.kind}: {_story(state)}"


def counted_otherwise(explored: Explored) -> Iterator[str]:
    """Terms whose last day is not what their beginning, their intervals and their extension come to (条例 第三十四条至第三十六条)."""
    for state in explored.states.values():
        for duty in (one for one in state.family.duties.values() if one.rule in TERMS):
            still = state.family.matter.intervals_of(duty.subject)
            if still and duty.due_at != _counted(state, duty, sum(one.days for one in still)):
                yield f"{duty.rule} until {duty.due_at}: {_story(state)}"


def _counted(state: State, duty: DutyState, left_out: int) -> datetime:
    """When this term ends, worked out from what happened alone."""
    known = rule(duty.rule)
    since, longer = counted_from(state.family.seen_from(duty.subject), duty)
    own = known.due(since, CALENDAR, Days(known.term.n + left_out)).at
    return deadline(own - timedelta(microseconds=1), Days(longer), CALENDAR).at if longer else own


def decided_without_conclusion(explored: Explored) -> Iterator[str]:
    """Matters decided while a hearing on them had no conclusion (条例 第三十一条第六项)."""
    for state in explored.states.values():
        for one in state.family.matter.intervals.values():
            if one.running and state.family.members[one.subject].stage in {"issued", "answered"}:
                yield _story(state)


def agreed_without_mediation(explored: Explored) -> Iterator[str]:
    """Agreements without a mediation both sides were willing to, or that can be reviewed (条例 第三十三条)."""
    for state in explored.states.values():
        matter = state.family.matter
        for pk in {d.handling for d in matter.demands if d.outcome == Outcome.SETTLED and d.handling}:
            ended = {(one.kind, one.state) for one in matter.intervals_of(pk)}
            reviewed = any(one.handling == pk for one in matter.reviews.values())
            if (IntervalKind.MEDIATION, IntervalState.ENDED) not in ended or reviewed:
                yield _story(state)


def simple_and_ordinary(explored: Explored) -> Iterator[str]:
    """Simple matters whose sixty days run beside their ten, or whose ten run when they are no longer simple, or not at all."""
    for state in explored.states.values():
        for one in state.family.matter.handlings.values():
            rules = {duty.rule for duty in state.family.duties.values() if duty.subject == one.id}
            both = {clocks.SIMPLE.code, clocks.DECIDE.code} <= rules
            waiting = state.family.members[one.id].stage == "accepted"
            if both or (clocks.SIMPLE.code in rules) != bool(one.simple and waiting):
                yield _story(state)


def decided_by_a_bureau(explored: Explored) -> Iterator[str]:
    """Opinions or routes a petition bureau gave in an organ's place: it decides no merits (条例 第二十二条)."""
    bureaus = {office.id for office in BOOK.units.values() if office.is_bureau}
    yield from sorted(
        f"{kind} of {NAMES[unit]}"
        for kind, unit in explored.issued
        if unit in bureaus and kind not in OWN_PAPERS
    )


def withdrawn_and_answered(explored: Explored) -> Iterator[str]:
    """Withdrawals that count as answers, or that leave somebody owing something to a filer who pursues it no more."""
    for state in explored.states.values():
        family = state.family
        gone = {one.id for one in family.members.values() if one.stage == WITHDRAWN}
        owed = any(duty.subject in gone and duty.holder != Role.PETITIONER for duty in family.duties.values())
        petition = family.members[family.matter.petition]
        pursued = {one for one in family.matter.filings if one not in gone}
        reviews = family.matter.reviews.values()
        going = any(one.filing in gone and family.members[one.id].stage != "answered" for one in reviews)
        if owed or going or (gone and not pursued and petition.stage != WITHDRAWN):
            yield _story(state)


OWN_PAPERS = {
    "transfer",
    "transfer_notice",
    "service",
    "reply",
    "filed",
    "refusal",
    "no_more",
    "ruling",
    "urgent",
    "minutes",
    "conference_order",
}  # about its own work, or that it does nothing more


def answered_on_the_merits(explored: Explored) -> Iterator[str]:
    """Demands a bureau answered at once though somebody else has the power to decide them (条例 第二十二条)."""
    for state in explored.states.values():
        matter = state.family.matter
        for one in state.family.members.values():
            asked = [d.klass for d in matter.demands if d.handling == one.id]
            if (
                one.stage == "replied"
                and matter.purpose not in {"inquiry", "advice"}
                and set(asked) != {"advice"}
            ):
                yield _story(state)


def ended_in_silence(explored: Explored) -> Iterator[str]:
    """Demands filed away or refused without a paper, or without the second person (条例 第二十三条)."""
    for state in explored.states.values():
        for one in state.family.members.values():
            if one.kind == "handling" and one.stage in {"filed", "refused"}:
                proposed = one.id in state.family.proposals
                if not (state.family.matter.handlings[one.id].answer and proposed):
                    yield _story(state)


def _story(state: State) -> str:
    """Where a state stands, in words short enough to read in a test's failure."""
    family = state.family
    members = ", ".join(f"{m.kind} {m.stage}@{NAMES[m.unit]}" for m in family.members.values())
    duties = ", ".join(f"{d.rule}@{NAMES.get(d.unit, 'petitioner')}" for d in family.duties.values())  # type: ignore[arg-type]
    waiting = ", ".join(one.move for pk, one in family.proposals.items() if family.members[pk].pending_seq)
    return f"{members}; owed: {duties or 'nothing'}; proposed: {waiting or 'nothing'}"


def first(found: Iterable[str], most: int = 5) -> list[str]:
    """A few of what was found, for the failure's message."""
    return [one for _, one in zip(range(most), found, strict=False)]
