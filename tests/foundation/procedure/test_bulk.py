"""The two carriers write the same: a life performed act by act, and the same life planned in memory and copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Protocol
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.duties.local import local_terms
from sunshine.foundation.ledger.models import Content, Counter, Subject
from sunshine.foundation.ledger.queries import words_of
from sunshine.foundation.offices.actors import SYSTEM, Actor, petitioner
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.procedure.bulk import asked_numbers, copy, give_numbers, tell
from sunshine.foundation.procedure.engine import Refused, lawful
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.history import History, World
from sunshine.foundation.procedure.insert import columns
from sunshine.foundation.procedure.jobs import wake
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import load, perform, perform_opening
from sunshine.foundation.procedure.rows import model_of
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.models import Petition
from sunshine.petitions.procedure.filing import REGISTER
from tests.support.cast import Cast, registration

WHO = ["petitioner", "sorter", "bureau_head", "handler", "head", "city_sorter", "housing", "inspector"]
KNOWN_BY = ("sorter", "window", "handler")
ONWARD = {"forward", "sign", "accept", "issue_opinion", "confirm", "deliver", "rate", "correct_delivery"}
TABLES = [
    "ledger.subject", "ledger.step", "ledger.content", "ledger.bar", "ledger.reader", "duties.duty", "people.party", "papers.paper",
    "notices.message", "petitions.petition", "petitions.filing", "petitions.handling", "petitions.demand",
    "petitions.delivery", "petitions.rating",
]  # fmt: skip
UNLIKE = {
    "key",
    "sealed",
    "code",
    "code_index",
    "prev",
    "hash",
    "head",
    "tx",
    "request_hash",
}  # by salt, key or chance


class Road(Protocol):
    """One way of carrying acts out."""

    def members(self) -> list[UUID]: ...
    def look(self, subject: UUID) -> Snapshot: ...
    def do(self, subject: UUID, move: str, actor: Actor, given: Given, at: datetime) -> None: ...
    def wake(self, until: datetime) -> None: ...


class OneByOne:
    """By ``perform``, on the tables."""

    def __init__(self, told: Given, at: datetime) -> None:
        _, done = perform_opening(REGISTER, SELF, told, now=at)
        self.root = done.step.subject_id

    def members(self) -> list[UUID]:
        return list(Subject.objects.filter(root=self.root).order_by("id").values_list("id", flat=True))

    def look(self, subject: UUID) -> Snapshot:
        return load(subject, SYSTEM)

    def do(self, subject: UUID, move: str, actor: Actor, given: Given, at: datetime) -> None:
        with transaction.atomic():
            perform(subject, move, replace(actor), given, now=at)

    def wake(self, until: datetime) -> None:
        from sunshine.foundation.duties.models import Duty

        due = Duty.objects.filter(state="open", wake_at__lte=until, subject__root=self.root).order_by(
            "wake_at", "id"
        )
        while following := due.values_list("wake_at", flat=True).first():
            wake(following)


class InMemory:
    """By ``History``, in memory only until it is copied."""

    def __init__(self, told: Given, at: datetime) -> None:
        self.history = History(World(work_calendar(), directory(), local_terms()))
        made = self.history.plan_opening(REGISTER, SELF, told, at)
        give_numbers([(at, number) for number in made.numbers])
        self.history.take(made)
        self.root = self.history.now.root

    def members(self) -> list[UUID]:
        return sorted(self.history.now.members)

    def look(self, subject: UUID) -> Snapshot:
        return self.history.now.seen_from(subject)

    def do(self, subject: UUID, move: str, actor: Actor, given: Given, at: datetime) -> None:
        self.history.perform(subject, move, actor, given, at)

    def wake(self, until: datetime) -> None:
        self.history.wake(until)

    def write(self) -> None:
        give_numbers(asked_numbers([self.history]))
        copy([tell(self.history)])


SELF = Actor(role="petitioner", key="anyone")


def live(road: Road, cast: Cast, chance: Random, start: datetime) -> Iterator[Any]:
    """Two dozen acts at random among those that are lawful; yields what each of them met, for comparison."""
    at = start
    for _ in range(24):
        at += timedelta(days=chance.choice([0, 0, 1, 3, 20]), minutes=7)
        road.wake(at)
        seen = {one: road.look(one) for one in road.members()}
        offers = [
            (look, move.code, who)
            for look in seen.values()
            for who in WHO
            if _sees(_actor(cast, who, look), look)
            for move in lawful(look, _actor(cast, who, look))
        ]
        look, code, who = chance.choices(offers, [_liking(code, look) for look, code, _ in offers])[0]
        yield code, plain(asdict(replace(look.subject, head=b""))), sorted(plain(_matter(look)))
        given = given_with(cast, look, _actor(cast, who, look), code, chance.randrange(60), at)
        try:
            road.do(look.subject.id, code, _actor(cast, who, look), given, at)
        except Refused as refused:
            yield str(refused.words)


def _liking(code: str, look: Snapshot) -> float:
    """So that lives come to an end: what leads on is done oftener than the rest."""
    if code in {"guide", "refuse", "refuse_for_good", "hand_down"}:
        return 0.1
    if code == "grant_recusal":
        return 0  # it keeps somebody out of sight, which a history told afterwards does not ask
    return 12 if code in ONWARD or (code == "sort" and look.subject.stage == "new") else 1


def _actor(cast: Cast, name: str, seen: Snapshot) -> Actor:
    if name != "petitioner":
        return getattr(cast, name)  # type: ignore[no-any-return]
    return petitioner(next(s.id for s in seen.family.values() if s.kind == "filing"))


def _sees(actor: Actor, seen: Snapshot) -> bool:
    """What scope would say, which a history told afterwards does not ask."""
    held = any(actor.unit == member.unit for member in seen.family.values())
    return bool(
        actor.filing
        or held
        or (actor.area and not seen.subject.sealed and seen.subject.area.startswith(actor.area))
    )


def _matter(seen: Snapshot) -> list[str]:
    """What guards and effects may look at, in an order of its own, without what chance made."""
    matter, duties = seen.matter, [asdict(duty) for duty in seen.duties]
    words = {
        (str(s), q, name): text
        for (s, q, name), text in matter.words.items()
        if name not in {"code", "paper"}
    }
    parts = [
        *map(asdict, matter.demands),
        *map(asdict, matter.filings.values()),
        *map(asdict, matter.handlings.values()),
    ]
    offers = [seen.proposal and seen.proposal.move, seen.fallen and seen.fallen.move]
    said = (sorted(words.items()), sorted(map(str, seen.bars)), matter.place, matter.purpose, offers)
    return [str(one) for one in (*map(_in_utc, parts + duties), *said)]


def _in_utc(values: dict[str, Any]) -> dict[str, Any]:
    """The tables tell times in UTC, a plan in local time."""
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def given_with(cast: Cast, seen: Snapshot, by: Actor, code: str, pick: int, at: datetime) -> Given:
    """Facts as a form would give them."""
    matter = seen.matter
    demands = sorted(d.id for d in matter.demands)
    served = {paper for filing in matter.filings.values() for paper in filing.delivered}
    answers = sorted(h.answer for h in matter.handlings.values() if h.answer and h.answer not in served)
    answer = str(answers[0]) if answers else str(UUID(int=0))
    day = str(timezone.localdate(at))
    units = ["rs-labour", "rs-labour", "rs-housing", "rs-shigao", "rs-discipline"]
    by_code: dict[str, dict[str, Any]] = {
        "deliver": {"paper": answer, "method": "hand" if by.officer else "online", "day": day},
        "send_paper": {"paper": answer, "day": day},
        "announce": {"paper": answer, "day": day},
        "fail_delivery": {"paper": answer, "method": "post", "day": day},
        "guide": {"branch": "31.2"},
        "rate": {"bureau": pick % 2},
        "log_call": {"outcome": "reached"},
        "represent": {"people": 8, "count": 2},
        "correct": {"channel": "visit"},
        "correct_registered": {"day": day},
        "unmask": {"purpose": "contact"},
        "correct_delivery": {"filing": str(next(iter(matter.filings))), "day": day},
        "contact": {"method": "phone"},
        "refuse": {"ground": "pending"},
        "refuse_for_good": {"final_on": "2025-06-01"},
        "hand_down": {"unit": str(cast.units["rs-bureau"].pk)},
        "ask_recusal": {"unit": str(seen.family[seen.subject.root].unit), "about": "officer"},
        "entrust": {"people": [[str(cast.posts[who].officer_id), cast.posts[who].role] for who in KNOWN_BY]},
        "exclude": {"reader": str(min(seen.readers.values(), default=UUID(int=0)))},
        "mark_urgent": {"urgency": "crowd"},
        "report_first": {"happened_at": at.isoformat(), "people": 30},
        "report_further": {"people": 20},
        "ask_further": {"by": str(timezone.localdate(at + timedelta(days=3)))},
        "refer_conference": {
            "ground": "dispute",
            "organs": [str(cast.units[one].pk) for one in ("rs-labour", "rs-housing")],
        },
        "decide_conference": {"lead": str(cast.units["rs-housing"].pk), "held_on": day},
        "hold_to": {"measure": "talk"},
        "assign": {"post": str(cast.posts["sorter" if seen.subject.kind == "petition" else "handler"].pk)},
    }
    facts = by_code.get(code, {})
    names = ("words", "note", "findings", "reason", "person", "phone", "procedure", "where", "limit",
             "number", "done", "scene", "minutes", "conclusion", "basis", "told", "present", "final_number", "final_organ", "same_facts", "same_reasons")  # fmt: skip
    texts = dict.fromkeys(names, f"话{pick}") | ({"accused_reason": "只有它有权"} if pick % 2 else {})
    rows: dict[str, Given] = {}
    if code == "sort":
        klass = ["demand", "demand", "advice", "report"][pick % 4]
        rows = {str(pk): Given({"klass": klass, "category": "0402"}) for pk in demands}
    elif code == "forward":
        rows = {
            str(pk): Given({"unit": str(cast.units[units[(pick + n) % 5]].pk)}, {"summary": "要办什么"})
            for n, pk in enumerate(demands)
        }
    elif code == "issue_opinion":
        own = [d.id for d in matter.demands if d.handling == seen.subject.id]
        rows = {str(pk): Given({"outcome": "explain"}, {"opinion": "说明", "basis": "条例"}) for pk in own}
    elif code == "rate":
        rows = {str(pk): Given({"unit": 3}) for pk, h in matter.handlings.items() if h.answer}
    return Given(facts, texts, rows)


ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
NUMBER = re.compile(r"-\d{6}\b|〕\d+号")
HASH = re.compile(r"\b[0-9a-f]{64}\b")
KNOWN: set[str] = set()  # ids of organs, officers and posts, which both lives share


def plain(value: Any) -> list[str]:
    """Texts without the ids that chance made, and without the numbers that one series gave to both lives in turn."""
    texts = value if isinstance(value, list) else [str(value)]
    bare = [
        HASH.sub("#", ID.sub(lambda found: found[0] if found[0] in KNOWN else "@", text)) for text in texts
    ]
    return [NUMBER.sub("-n", text) for text in bare]


def rows_of(root: UUID) -> dict[str, list[str]]:
    """Every row of one family, column by column, without ids, keys and codes."""
    found: dict[str, list[str]] = {}
    members = list(Subject.objects.filter(root=root).values_list("id", flat=True))
    for label in TABLES:
        model = model_of(label)
        names = [name for name, _, _ in columns(model)]
        own = "root_id" if "root_id" in names else "petition_id" if label == "petitions.demand" else None
        own = own or next(name for name in ("subject_id", "filing_id") if name in names)
        rows = model._default_manager.filter(**{f"{own}__in": members}).values(*names)
        told = [str({name: value for name, value in row.items() if name not in UNLIKE}) for row in rows]
        found[label] = sorted(plain(told))
    words = words_of(root).items()
    said = [text for (_, _, name), text in words if name not in {"code", "paper", "filing"}]
    found["words"] = sorted(plain(said))
    return found


@pytest.mark.parametrize("seed", range(2))
def test_a_life_told_in_bulk_leaves_the_same_rows(cast: Cast, seed: int) -> None:
    KNOWN.clear()
    KNOWN.update(str(unit.pk) for unit in cast.units.values())
    KNOWN.update(str(pk) for post in cast.posts.values() for pk in (post.pk, post.officer_id))
    told = registration(
        purpose="report" if seed == 1 else "demand", accused="视高街道办事处", demands="发工资\n以后按月发"
    )
    start = timezone.now() - timedelta(days=300)
    one, many = OneByOne(told, start), InMemory(told, start)
    both = zip(live(one, cast, Random(seed), start), live(many, cast, Random(seed), start), strict=True)
    for first, second in both:
        assert first == second
    many.write()
    connection.check_constraints()
    left, right = rows_of(one.root), rows_of(many.root)
    for label, rows in left.items():
        assert rows == right[label], label
    assert list(problems()) == []


def test_numbers_are_given_in_the_order_of_time_and_without_gaps(cast: Cast) -> None:
    now = timezone.now()
    cast.file()
    histories = [History(World(work_calendar(), directory(), local_terms())) for _ in range(3)]
    made = [
        history.plan_opening(REGISTER, SELF, registration(), now - timedelta(days=days))
        for history, days in zip(histories, (1, 3, 2), strict=True)
    ]
    give_numbers([(plan.now, number) for plan in made for number in plan.numbers])
    for history, plan in zip(histories, made, strict=True):
        history.take(plan)
    copy([tell(history) for history in histories])
    numbers = Petition.objects.order_by("registered_at").values_list("number", flat=True)
    assert [number[-6:] for number in numbers] == ["000002", "000003", "000004", "000001"]
    assert Counter.objects.get(series="filing").value == 4
    assert (
        Content.objects.count()
        == len([*_texts(made)])
        + Content.objects.filter(subject__root=Petition.objects.get(number=numbers[3]).pk).count()
    )
    assert list(problems()) == []


def _texts(plans: list[Any]) -> Iterator[str]:
    for plan in plans:
        for step in plan.steps:
            yield from step.texts
