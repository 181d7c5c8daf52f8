"""Simplified handling 简易办理 (条例 第三十一条第六项): first petitions of four kinds, ten working days, once to ordinary and never back."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import Days, WorkingDays, deadline
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import Done, Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.following import follow
from sunshine.petitions.matter import FIRST
from sunshine.petitions.models import SimpleKind
from tests.support.cast import Case, Cast

SAID = {"person": "王强", "phone": "028-0000 0000"}


def accept(cast: Cast, case: Case, by: Actor | None = None, now: datetime | None = None) -> Done:
    given = Given({"simple": "daily", "first": "yes"}, SAID)
    return perform(case.handling.pk, "accept_simply", by or cast.handler, given, now=now)


def simple(cast: Cast) -> Case:
    case = cast.bring_to("signed")
    accept(cast, case)
    return case


def reply(cast: Cast, case: Case) -> Done:
    row = Given({"outcome": "support"}, {"opinion": "路灯今天修好。"})
    return perform(
        case.handling.pk, "reply_simply", cast.handler, Given(rows=dict.fromkeys(map(str, case.demands), row))
    )


def turn(cast: Cast, case: Case, now: datetime | None = None) -> Done:
    return perform(
        case.handling.pk, "turn_ordinary", cast.handler, Given(texts={"reason": "要到外地取证"}), now=now
    )


def printed(kind: str) -> str:
    pages = PdfReader(io.BytesIO(pdf(Paper.objects.get(kind=kind)))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_answered_within_ten_working_days_of_acceptance(cast: Cast) -> None:
    case = simple(cast)
    accepted = case.handling.accepted_at
    assert accepted
    due = Duty.objects.get(rule="simple", state="open")
    assert due.due_at == deadline(accepted, WorkingDays(10), work_calendar()).at
    assert not Duty.objects.filter(rule__in=("decide", "notice"), state="open").exists()
    reply(cast, case)
    cast.confirm(case)
    cast.open_opinion(case)
    assert case.stage("petition") == "answered"
    assert not Duty.objects.filter(rule="simple", state="open").exists()
    assert list(problems()) == []


def test_a_short_answer_is_rated_reviewed_and_carried_out_like_any_other(cast: Cast) -> None:
    case = simple(cast)
    reply(cast, case)
    cast.confirm(case)
    cast.open_opinion(case)
    rights = Duty.objects.filter(state="open", unit=None).values_list("rule", flat=True)
    assert set(rights) == {"rate", "ask_review"}
    assert Duty.objects.filter(rule="execute", state="open").exists()
    given = Given({"paper": str(case.handling.answer)}, {"words": "没有修好。"})
    perform(case.filing.pk, "ask_review", case.petitioner, given)
    assert Duty.objects.filter(rule="review", state="open").exists()
    assert list(problems()) == []


def test_only_within_three_working_days_of_arrival(cast: Cast) -> None:
    case = cast.bring_to("signed")
    late = deadline(case.handling.received_at, WorkingDays(3), work_calendar()).at
    with pytest.raises(Refused, match="3 个工作日"):
        accept(cast, case, now=late)
    accept(cast, case, now=late - timedelta(minutes=1))


def test_only_the_four_kinds_and_only_first_petitions(cast: Cast) -> None:
    case = cast.bring_to("signed")
    snapshot = load(case.handling.pk, cast.handler, lock=False)
    move = procedure("handling").by_code["accept_simply"]
    assert len(SimpleKind.choices) == 4
    for wrong in ({"simple": "hard", "first": "yes"}, {"simple": "daily"}):
        assert not ask(move, snapshot, cast.handler, {**SAID, **wrong}).is_valid()
    assert ask(move, snapshot, cast.handler, {**SAID, "simple": "daily", "first": "yes"}).is_valid()
    report = cast.file()
    cast.sort(report, "advice")
    cast.forward(report)
    cast.sign(report)
    with pytest.raises(Refused):
        accept(cast, report)


def test_ordinary_once_and_the_sixty_days_count_from_acceptance(cast: Cast) -> None:
    case = simple(cast)
    accepted = case.handling.accepted_at
    assert accepted
    turn(cast, case, timezone.now() + timedelta(days=8))
    decide = Duty.objects.get(rule="decide")
    assert decide.due_at == deadline(accepted, Days(60), work_calendar()).at
    assert not Duty.objects.filter(rule="simple", state="open").exists()
    message = Message.objects.get(move="turn_ordinary")
    assert message.subject_id == case.filing.pk
    read = {entry.move: entry.text for entry in follow(case.filing.pk).timeline(proven=True)}
    assert read["turn_ordinary"] == "要到外地取证"
    for again in (turn, reply):
        with pytest.raises(Refused, match="不是按简易办理"):
            again(cast, case)
    cast.propose(case)
    cast.confirm(case)
    assert list(problems()) == []


def test_no_extension_of_the_ten_days_but_of_the_sixty(cast: Cast) -> None:
    case = simple(cast)
    extend = Given({"days": 20}, {"reason": "外地取证"})
    with pytest.raises(Refused, match="没有可以延长"):
        perform(case.handling.pk, "extend", cast.handler, extend)
    turn(cast, case)
    perform(case.handling.pk, "extend", cast.handler, extend)
    perform(case.handling.pk, "confirm", cast.head)
    assert list(problems()) == []


def test_who_wants_a_full_opinion_gets_one(cast: Cast, client: Client) -> None:
    case = simple(cast)
    code = words_at(case.filing.pk, FIRST)["code"]
    client.post(reverse("trace"), {"number": case.filing.number, "code": code, "factor": "5678"})
    progress = reverse("progress", args=[case.filing.pk])
    assert "要一份完整的处理意见书" in client.get(progress).content.decode()
    client.post(reverse("act", args=[case.filing.pk, "want_opinion"]), {"request_key": "k1"})
    assert case.handling.wants_opinion
    with pytest.raises(Refused, match="信访人要求"):
        reply(cast, case)
    assert reverse("act", args=[case.filing.pk, "want_opinion"]) not in client.get(progress).content.decode()
    cast.propose(case)
    cast.confirm(case)
    assert case.stage("handling") == "issued"
    assert list(problems()) == []


def test_even_while_a_short_answer_waits_for_the_head(cast: Cast) -> None:
    case = simple(cast)
    reply(cast, case)
    with pytest.raises(Refused, match="等待审签"):
        turn(cast, case)
    perform(case.filing.pk, "want_opinion", case.petitioner)
    with pytest.raises(Refused, match="请退回"):
        cast.confirm(case)
    perform(case.handling.pk, "send_back", cast.head, Given(texts={"reason": "出具处理意见"}))
    cast.propose(case)
    cast.confirm(case)
    assert list(problems()) == []


def test_nothing_to_want_where_it_is_ordinary(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    with pytest.raises(Refused):
        perform(case.filing.pk, "want_opinion", case.petitioner)
    with pytest.raises(Forbidden):
        perform(simple(cast).filing.pk, "want_opinion", cast.handler)


@pytest.mark.parametrize("who", ["sorter", "bureau_head", "housing", "head"])
def test_nobody_else_accepts_it(cast: Cast, who: str) -> None:
    case = cast.bring_to("signed")
    with pytest.raises((Forbidden, Unseen)):
        accept(cast, case, getattr(cast, who))


def test_its_papers(cast: Cast) -> None:
    case = simple(cast)
    said = printed("simple_notice")
    for words in ("信访事项简易办理告知书", "时效性强", "10个工作日", "王强", "处理意见书"):
        assert words in said
    reply(cast, case)
    cast.confirm(case)
    said = printed("simple_reply")
    for words in (
        "信访事项简易办理答复书",
        "予以支持。路灯今天修好",
        "眉山市人力资源和社会保障局（电话：028-00000000）请求复查",
        "前办到",
    ):
        assert words in said
