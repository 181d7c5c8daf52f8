"""条例 第三十二条: what an answer supports is carried out, and owed until something shows that it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from sunshine.foundation.calendar.rules import SHANGHAI, last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.files.actions import make
from sunshine.foundation.notices.models import Message
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.jobs import wake
from sunshine.foundation.procedure.perform import load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.foundation.procedure.verify import verify
from sunshine.petitions.following import follow
from tests.foundation.papers.test_rendering import text_of
from tests.support.cast import Case, Cast, build
from tests.support.reviews import delivered

ISSUED = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast as it stood at the beginning of 2026, whose holidays are known."""
    with time_machine.travel(datetime(2026, 1, 5, 9, tzinfo=SHANGHAI), tick=False):
        return build()


@pytest.fixture
def case(cast: Cast) -> Case:
    """An opinion of 2 March 2026 that supports what was asked."""
    with time_machine.travel(ISSUED):
        return cast.bring_to("issued")


def execution() -> Duty:
    return Duty.objects.get(rule="execute", state="open")


def carried_out(cast: Cast, case: Case, who: str = "handler") -> Asked:
    snapshot = load(case.handling.pk, cast.handler, lock=False)
    files: Any = MultiValueDict({"files": [SimpleUploadedFile("回单.txt", "已付".encode())]})
    asked = ask(
        procedure("handling").by_code["carry_out"],
        snapshot,
        cast.handler,
        {"words": "6月工资已发。", "proof": "银行回单 0312"},
        files,
    )
    assert asked.is_valid(), asked.faults
    make(asked, getattr(cast, who))
    return asked


def test_a_supported_demand_is_owed_for_sixty_days_and_the_opinion_says_so(cast: Cast, case: Case) -> None:
    assert execution().unit == cast.units["rs-labour"]
    assert last_day(execution().due_at) == date(2026, 5, 6)  # 1 to 5 May 2026 are holidays
    assert "2026年5月6日前办到" in text_of(pdf(Paper.objects.get(kind="opinion")))


def test_answered_all_the_same_but_still_owed(cast: Cast, case: Case) -> None:
    cast.open_opinion(case)
    assert case.stage("petition") == case.stage("handling") == "answered"
    assert execution().subject_id == case.handling.pk
    (holder,) = follow(case.filing.pk).holders
    assert holder.duty
    assert holder.duty.rule == "execute"  # the petitioner sees by when


def test_by_the_day_that_the_opinion_names(cast: Cast) -> None:
    with time_machine.travel(ISSUED):
        case = cast.bring_to("accepted")
        row = Given({"outcome": "support"}, {"opinion": "补发。", "basis": "条例"})
        given = Given({"by": "2026-03-20"}, {"findings": "经查。"}, {str(pk): row for pk in case.demands})
        perform(case.handling.pk, "issue_opinion", cast.handler, given)
        cast.confirm(case)
    assert last_day(execution().due_at) == date(2026, 3, 20)


@pytest.mark.parametrize("outcome", ["explain", "refuse"])
def test_nothing_is_owed_where_nothing_is_supported(cast: Cast, outcome: str) -> None:
    case = cast.bring_to("accepted")
    cast.propose(case, outcome)
    cast.confirm(case)
    assert not Duty.objects.filter(rule="execute").exists()
    with pytest.raises(Refused):
        perform(
            case.handling.pk, "carry_out", cast.handler, Given(texts={"words": "办到了", "proof": "回单"})
        )


def test_done_with_words_and_files_and_the_petitioner_is_told(cast: Cast, case: Case) -> None:
    with time_machine.travel(datetime(2026, 3, 20, 10, tzinfo=SHANGHAI)):
        cast.open_opinion(case)
        carried_out(cast, case)
        entry = next(one for one in follow(case.filing.pk).timeline(proven=True) if one.move == "carry_out")
    assert (entry.text, [file.name for file in entry.files]) == ("6月工资已发。\n银行回单 0312", ["回单.txt"])
    assert Message.objects.filter(move="carry_out", subject=case.filing.pk).exists()
    assert not Duty.objects.filter(rule="execute", state="open").exists()
    assert not list(verify())


def test_without_something_that_shows_it_it_is_not_done(cast: Cast, case: Case) -> None:
    snapshot = load(case.handling.pk, cast.handler, lock=False)
    asked = ask(procedure("handling").by_code["carry_out"], snapshot, cast.handler, {"words": "办到了"})
    assert not asked.is_valid()


@pytest.mark.parametrize("who", ["housing", "sorter", "head", "city_handler"])
def test_nobody_but_the_handling_unit_says_so(cast: Cast, case: Case, who: str) -> None:
    with pytest.raises((Refused, LookupError)):
        perform(
            case.handling.pk,
            "carry_out",
            getattr(cast, who),
            Given(texts={"words": "办到了", "proof": "回单"}),
        )


def test_late_it_is_overdue_for_all_to_see(cast: Cast, case: Case) -> None:
    wake(datetime(2026, 5, 8, tzinfo=SHANGHAI))
    assert "overdue" in [entry.move for entry in follow(case.filing.pk).timeline(proven=True)]
    assert execution().state == "open"


@pytest.mark.parametrize(
    ("verdict", "outcome", "left"), [("vary", "refuse", 0), ("revoke", "", 0), ("uphold", "", 1)]
)
def test_a_review_that_takes_the_support_back_ends_the_duty(
    cast: Cast, case: Case, verdict: str, outcome: str, left: int
) -> None:
    with time_machine.travel(datetime(2026, 3, 10, 10, tzinfo=SHANGHAI)):
        cast.open_opinion(case)
        matter = delivered(cast, case)
        matter.ask()
        matter.propose(verdict, outcome=outcome)
        matter.confirm()
    assert Duty.objects.filter(rule="execute", state="open").count() == left
    assert not list(verify())


def test_a_review_that_supports_what_was_refused_opens_it(cast: Cast) -> None:
    with time_machine.travel(ISSUED):
        case = cast.bring_to("accepted")
        cast.propose(case, "refuse")
        cast.confirm(case)
        cast.open_opinion(case)
        matter = delivered(cast, case)
        matter.ask()
        matter.propose("vary")
        matter.confirm()
    assert execution().unit == cast.units["rs-labour"]
    assert execution().subject_id == case.handling.pk
    assert not list(verify())
