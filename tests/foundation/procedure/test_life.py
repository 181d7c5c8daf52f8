"""A petition lives at random: whoever tries whatever, whenever, the record stays whole and nobody is left unheard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Bar, Reader, Subject
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.actors import Actor, petitioner
from sunshine.foundation.procedure.engine import Refused, lawful
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.jobs import wake
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.models import Demand, Handling
from tests.support.cast import PEOPLE, Cast

WHO = ["petitioner", *(who for who, _, _ in PEOPLE)]
ROAD = [
    "sorter",
    "handler",
    "head",
    "petitioner",
    "housing",
    "inspector",
]  # tried oftener: they can get somewhere
UNITS = ["rs-labour", "rs-housing", "rs-shigao", "ms-labour", "rs-discipline"]
SERVED = {"deliver", "send_paper", "fail_delivery", "announce"}  # refused for a day that cannot be
CLASSES = ["demand", "demand", "demand", "advice", "report"]


class Life(RuleBasedStateMachine):
    """One petition of two demands against an organ, among the whole cast."""

    cast: Cast

    @initialize(purpose=st.sampled_from(["demand", "demand", "report"]))
    def file(self, purpose: str) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now: datetime = timezone.now()
        case = self.cast.file(purpose=purpose, accused="视高街道办事处", demands="发工资\n以后按月发")
        self.root, self.filing = case.petition, case.filing.pk

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @rule(
        who=st.sampled_from(WHO + ROAD * 4),
        subject=st.integers(0, 9),
        move=st.integers(0, 99),
        pick=st.integers(0, 99),
    )
    def somebody_tries_something(self, who: str, subject: int, move: int, pick: int) -> None:
        """Any move of the table; it succeeds only if it was offered."""
        actor, here = self.actor(who), self.member(subject)
        moves = [m for m in procedure(here.kind).moves if not (m.opening or m.apart)]
        code = moves[move % len(moves)].code
        offered = self.offered(here.pk, actor)
        try:
            perform(here.pk, code, actor, self.given(here, code, pick), seen=here.stage_seq, now=self.now)
        except (Refused, Unseen):
            return
        assert code in offered, f"{who} made {code}, which was not offered"

    @rule(who=st.sampled_from(ROAD), pick=st.integers(0, 99))
    def somebody_does_what_is_offered(self, who: str, pick: int) -> None:
        """An offered move may only be refused for what was given with it."""
        actor = self.actor(who)
        offers = [(one, code) for one in self.members() for code in self.offered(one.pk, actor)]
        if offers:
            here, code = offers[pick % len(offers)]
            try:
                perform(here.pk, code, actor, self.given(here, code, pick), seen=here.stage_seq, now=self.now)
            except Refused:
                assert code in {"forward", "hand_down", "join", "grant_recusal", "exclude", *SERVED}, (
                    f"{code} was offered to {who} and refused"
                )

    @rule(days=st.integers(0, 45))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days, minutes=1)
        while wake(self.now):
            pass

    @invariant()
    def record_is_whole(self) -> None:
        assert list(problems()) == []

    @invariant()
    def every_open_stage_is_owed_or_says_why_not(self) -> None:
        owed = set(Duty.objects.filter(subject__root=self.root, state="open").values_list("unit", flat=True))
        for one in self.members():
            assert procedure(one.kind).stage_of[one.stage].rest or one.unit_id in owed, (one.kind, one.stage)

    @invariant()
    def no_handling_is_without_demands(self) -> None:
        assert not Handling.objects.filter(petition=self.root, demands=None).exists()

    @invariant()
    def accused_side_sees_nothing_while_barred(self) -> None:
        if Bar.objects.filter(root=self.root, unit__isnull=False, lifted_seq=None).exists():
            assert not visible(self.cast.accused).exists()
        reported = Demand.objects.filter(petition=self.root, klass="report").exists()
        assert not (reported and Handling.objects.filter(subject__unit=self.cast.units["rs-shigao"]).exists())

    def actor(self, who: str) -> Actor:
        return petitioner(self.filing) if who == "petitioner" else getattr(self.cast, who)

    def members(self) -> list[Subject]:
        return list(Subject.objects.filter(root=self.root).order_by("id"))

    def member(self, n: int) -> Subject:
        members = self.members()
        return members[n % len(members)]

    def offered(self, subject: UUID, actor: Actor) -> list[str]:
        try:
            return [move.code for move in lawful(load(subject, actor, lock=False), actor)]
        except Unseen:
            return []

    def given(self, here: Subject, code: str, pick: int) -> Given:
        """Facts as a form would give them, some of them unwise."""
        return Given(
            dict(self.facts(here, code, pick)), self.texts(code, pick), dict(self.rows(here, code, pick))
        )

    def facts(self, here: Subject, code: str, pick: int) -> Iterator[tuple[str, Any]]:  # noqa: C901
        if code == "deliver":
            opinion = Handling.objects.filter(petition=self.root).exclude(answer=None).order_by("?").first()
            yield "paper", str(opinion.answer if opinion else uuid4())
            yield "method", ["online", "hand", "post", "left", "notice"][pick % 5]
            yield "day", str(timezone.localdate(self.now) - timedelta(days=pick % 3))
        elif code in {"send_paper", "fail_delivery", "announce"}:
            opinion = Handling.objects.filter(petition=self.root).exclude(answer=None).order_by("?").first()
            yield "paper", str(opinion.answer if opinion else uuid4())
            yield "method", ["hand", "post"][pick % 2]
            yield "day", str(timezone.localdate(self.now) - timedelta(days=pick % 3))
        elif code == "guide":
            yield "branch", ["31.2", "30"][pick % 2]
        elif code == "rate":
            yield "bureau", pick % 2
        elif code in {"refuse", "refuse_for_good"}:
            yield from {"ground": "pending", "final_on": "2025-06-01"}.items()
        elif code == "log_call":
            yield from {"caller": "office", "outcome": ["no_answer", "reached"][pick % 2]}.items()
        elif code == "hand_down":
            yield "unit", str(self.cast.units["rs-bureau"].pk)
        elif code in {"remind", "overdue", "lapse"}:
            yield "duty", str(uuid4())
        elif code in {"ask_recusal", "grant_recusal"}:
            yield from self.recusal().items()
        elif code == "entrust":
            posts = [self.cast.posts[who] for who in ("sorter", "window", "handler")]
            yield "people", [[str(post.officer_id), post.role] for post in posts]
        elif code == "exclude":
            reader = Reader.objects.filter(root=self.root, removed_seq=None).first()
            yield "reader", str(reader.pk if reader else uuid4())
        elif code == "open_words":
            yield "unit", str(self.cast.units["rs-labour"].pk)
        yield from self.of_side_roads(code)

    def of_side_roads(self, code: str) -> Iterator[tuple[str, Any]]:
        """What a form would give with the moves that are seldom made."""
        day = timezone.localdate(self.now)
        later = (day + timedelta(days=20)).isoformat()
        given: dict[str, dict[str, Any]] = {
            "represent": {"people": 8, "count": 2},
            "say_first": {"here": "yes", "anywhere": "no"},
            "accept_simply": {"simple": "daily", "first": "yes"},
            "call_hearing": {"ground": "complex", "day": later, "at": "09:30"},
            "call_off_hearing": {"ground": "absent"},
            "mediate": {"petitioner_willing": "signed", "other_willing": "spoken", "by": later},
            "reach_agreement": {"kind": "mediation", "signed_on": day.isoformat(), "by": later},
            "pause": {"allowed_by": str(uuid4()), "until": later},
            "record_hearing": {"held_on": day.isoformat()},
            "mark_urgent": {"urgency": "crowd"},
            "report_first": {"happened_at": self.now.isoformat(), "people": 30},
            "report_further": {"people": 20},
            "ask_further": {"by": later},
            "refer_conference": {
                "ground": "several",
                "organs": [str(self.cast.units[one].pk) for one in ("rs-labour", "rs-housing")],
            },
            "decide_conference": {"lead": str(self.cast.units["rs-housing"].pk), "held_on": day.isoformat()},
            "hold_to": {"measure": "order", "by": later},
            "record_inquiry": {"day": day.isoformat()},
            "record_meeting": {"day": day.isoformat()},
        }
        yield from given.get(code, {}).items()

    def recusal(self) -> dict[str, str]:
        """The case officer of the labour bureau withdraws, whoever it was asked of."""
        post = self.cast.posts["handler"]
        held = Subject.objects.get(pk=self.root).unit_id
        who = {"post": str(post.pk), "officer": str(post.officer_id), "role": post.role, "to": str(post.pk)}
        return {"unit": str(held), "about": "officer", **who}

    def texts(self, code: str, pick: int) -> dict[str, str]:
        names = ("words", "note", "findings", "reason", "person", "phone", "procedure", "where", "limit",
             "number", "final_number", "final_organ", "same_facts", "same_reasons", "venue", "issues", "participants",
             "present", "petitioner_said", "unit_said", "others_said", "conclusion", "other", "scope", "parties", "who",
             "whom", "found", "representatives")  # fmt: skip
        given = dict.fromkeys(names, "话")
        return given | ({"accused_reason": "只有它有权"} if pick % 3 == 0 else {})

    def rows(self, here: Subject, code: str, pick: int) -> Iterator[tuple[str, Given]]:  # noqa: C901
        demands = Demand.objects.filter(petition=self.root).order_by("nth")
        if code == "sort":
            for n, demand in enumerate(demands):
                yield str(demand.pk), Given({"klass": CLASSES[(pick + n) % len(CLASSES)], "category": "0402"})
        elif code == "forward":
            for n, demand in enumerate(demands):
                yield (
                    str(demand.pk),
                    Given(
                        {"unit": str(self.cast.units[UNITS[(pick // (n + 1)) % len(UNITS)]].pk)},
                        {"summary": "要办什么"},
                    ),
                )
        elif code == "issue_opinion":
            for demand in demands.filter(handling=here.pk):
                yield str(demand.pk), Given({"outcome": "explain"}, {"opinion": "说明", "basis": "条例"})
        elif code == "reach_agreement":
            for demand in demands.filter(handling=here.pk):
                yield str(demand.pk), Given({"outcome": "settled"}, {"opinion": "分两次付清"})
        elif code == "rate":
            for handling in Handling.objects.filter(petition=self.root).exclude(answer=None):
                yield str(handling.pk), Given({"unit": 3})


def test_whatever_happens_the_record_is_whole_and_nobody_unheard(cast: Cast):
    machine = type("Life", (Life,), {"cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
