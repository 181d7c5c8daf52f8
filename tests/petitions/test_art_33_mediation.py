"""Mediation 调解 (条例 第三十三条): both sides are willing, what they agree on is written down, owed and carried out; no clock stops."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.duties.models import Duty
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
from sunshine.petitions.casepage import case as case_page
from sunshine.petitions.following import follow
from sunshine.petitions.models import Demand, Handling, Interval
from tests.support.cast import Case, Cast
from tests.support.hearings import call

SCOPE, PARTIES, AGREED = "付清的日期可以商量。", "张三丰；某公司（代表赵某）。", "某公司分两次付清38600元。"


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def begin(cast: Cast, case: Case, by: Actor | None = None) -> Done:
    facts = {"petitioner_willing": "signed", "other_willing": "spoken", "by": day(20)}
    given = Given(facts, {"other": "某公司", "scope": SCOPE})
    return perform(case.handling.pk, "mediate", by or cast.handler, given)


def propose(cast: Cast, case: Case, kind: str = "mediation") -> Done:
    rows = {str(pk): Given({"outcome": "settled"}, {"opinion": AGREED}) for pk in case.demands}
    facts = {"kind": kind, "signed_on": day(0), "by": day(40)}
    return perform(
        case.handling.pk, "reach_agreement", cast.handler, Given(facts, {"parties": PARTIES}, rows)
    )


def agree(cast: Cast, case: Case) -> None:
    begin(cast, case)
    propose(cast, case)
    cast.confirm(case)


def give_up(cast: Cast, case: Case) -> Done:
    return perform(
        case.handling.pk, "end_mediation", cast.handler, Given(texts={"words": "对方不愿意付利息。"})
    )


def test_the_sixty_days_run_on_whatever_comes_of_it(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    due = Duty.objects.get(rule="decide").due_at
    begin(cast, case)
    assert last_day(Duty.objects.get(rule="mediate").due_at).isoformat() == day(20)
    give_up(cast, case)
    assert Duty.objects.get(rule="decide").due_at == due
    assert (Interval.objects.get().state, Interval.objects.get().days) == ("off", 0)
    cast.propose(case)
    cast.confirm(case)
    assert case.stage("handling") == "issued"
    assert list(problems()) == []


def test_an_agreement_ends_what_was_asked_and_is_owed_until_it_is_done(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    agree(cast, case)
    assert case.stage("handling") == "issued"
    assert {one.outcome for one in Demand.objects.all()} == {"settled"}
    assert not Duty.objects.filter(rule__in=("decide", "mediate"), state="open").exists()
    owed = Duty.objects.get(rule="execute")
    assert last_day(owed.due_at).isoformat() == day(40)
    cast.open_opinion(case)
    assert case.stage("petition") == "answered"
    assert owed.state == "open"
    perform(case.handling.pk, "carry_out", cast.handler, Given(texts={"words": "已付清。", "proof": "回单"}))
    assert not Duty.objects.filter(rule="execute", state="open").exists()
    assert list(problems()) == []


def test_it_is_rated_and_not_reviewed(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    agree(cast, case)
    cast.open_opinion(case)
    assert set(Duty.objects.filter(state="open", unit=None).values_list("rule", flat=True)) == {"rate"}
    cast.rate(case)
    given = Given({"paper": str(case.handling.answer)}, {"words": "不服"})
    with pytest.raises(Refused):
        perform(case.filing.pk, "ask_review", case.petitioner, given)
    assert list(problems()) == []


def test_both_must_be_willing_and_it_is_on_record_how(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    snapshot = load(case.handling.pk, cast.handler, lock=False)
    data = {"other": "某公司", "scope": SCOPE, "petitioner_willing": "signed", "by": day(20)}
    asked = ask(procedure("handling").by_code["mediate"], snapshot, cast.handler, data)
    assert not asked.is_valid()
    assert set(asked.form.errors) == {"other_willing"}
    done = begin(cast, case)
    assert done.step.facts["given"]["petitioner_willing"] == "signed"


def test_no_agreement_without_a_mediation_and_nothing_else_meanwhile(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    with pytest.raises(Refused, match="没有进行调解"):
        propose(cast, case)
    begin(cast, case)
    with pytest.raises(Refused, match="调解还没有结果"):
        cast.propose(case)
    with pytest.raises(Refused, match="调解还没有结果"):
        call(case.handling.pk, cast.handler, cast.head)
    propose(cast, case)
    with pytest.raises(Refused, match="等待审签"):
        give_up(cast, case)
    perform(case.handling.pk, "send_back", cast.head, Given(texts={"reason": "写清付款日期"}))
    assert {one.outcome for one in Demand.objects.all()} == {""}
    give_up(cast, case)


def test_none_begins_while_an_opinion_waits_for_its_signature(cast: Cast) -> None:
    case = cast.bring_to("proposed")
    with pytest.raises(Refused, match="等待审签"):
        begin(cast, case)


@pytest.mark.parametrize("who", ["sorter", "bureau_head", "housing", "head"])
def test_nobody_else_mediates(cast: Cast, who: str) -> None:
    case = cast.bring_to("accepted")
    with pytest.raises((Forbidden, Unseen)):
        begin(cast, case, getattr(cast, who))


def test_the_petitioner_reads_what_was_agreed(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    agree(cast, case)
    told = set(Message.objects.values_list("move", flat=True))
    assert {"mediate", "reach_agreement"} <= told
    line = case_page(cast.handler, case.petition).demands[0]
    assert (str(line.outcome), line.opinion, line.tone) == ("达成协议", AGREED, "ok")
    cast.open_opinion(case)
    following = follow(case.filing.pk)
    assert [str(one.outcome) for one in following.demands] == ["达成协议"]
    read = {entry.move: entry.text for entry in following.timeline(proven=True)}
    assert "和谁调解：某公司" in read["mediate"]
    assert Handling.objects.get().opinion_seq


@pytest.mark.parametrize(
    ("kind", "title"), [("mediation", "信访事项调解协议书"), ("settlement", "信访事项和解协议书")]
)
def test_the_paper_names_parties_terms_and_the_day(cast: Cast, kind: str, title: str) -> None:
    case = cast.bring_to("accepted")
    begin(cast, case)
    propose(cast, case, kind)
    cast.confirm(case)
    pages = PdfReader(io.BytesIO(pdf(Paper.objects.get(kind="agreement")))).pages
    printed = "".join("".join(page.extract_text() for page in pages).split())
    by = timezone.localdate() + timedelta(days=40)
    for said in (
        title,
        AGREED.rstrip("。"),
        "某公司（代表赵某）",
        f"{by.year}年{by.month}月{by.day}日前",
        "第三十三条",
    ):
        assert said in printed
