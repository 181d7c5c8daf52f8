"""条例 第二十条: a joint visit sends at most five representatives; nobody who writes is held to it, and nobody is turned away."""

from __future__ import annotations

import json

import pytest

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.offices.actors import ANYONE
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.perform import Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.models import Filing
from tests.petitions.test_repeats_page import shown
from tests.support.cast import Case, Cast

SIX = "张三丰\n李四\n王五\n赵六\n钱七\n孙八"


def asked(cast: Cast, case: Case, names: str, people: int = 12) -> Asked:
    snapshot = load(case.filing.pk, cast.window, lock=False)
    said = {"people": str(people), "representatives": names}
    return ask(procedure("filing").by_code["represent"], snapshot, cast.window, said)


def filed(cast: Cast, channel: str) -> Case:
    return cast.file(cast.window, channel=channel, people="12") if channel != "web" else cast.file(ANYONE)


def test_six_of_a_visit_are_asked_to_choose_again_and_it_stays_registered(cast: Cast) -> None:
    case = filed(cast, "visit")
    form = asked(cast, case, SIX)
    assert not form.is_valid()
    assert "不超过5人" in str(form.form.errors)
    with pytest.raises(Refused, match="不超过5人"):
        perform(case.filing.pk, "represent", cast.window, Given({"people": 12, "count": 6}))
    assert case.stage("petition") == "new"


def test_five_of_a_visit_are_kept_by_name_and_sealed(cast: Cast) -> None:
    case = filed(cast, "visit")
    form = asked(cast, case, "\n".join(SIX.splitlines()[:5]) + "\n\n")
    assert form.is_valid(), form.form.errors
    perform(case.filing.pk, "represent", cast.window, form.given())
    kept = Filing.objects.get(pk=case.filing.pk)
    assert (kept.people, kept.representatives) == (12, 5)
    step = Step.objects.get(subject=case.filing.pk, move="represent")
    assert words_at(case.filing.pk, step.seq)["representatives"].splitlines()[1] == "李四"
    assert "李四" not in json.dumps(step.facts, ensure_ascii=False)
    assert "代表 5 人" in shown(cast, "sorter", f"/desk/petitions/{case.petition}/").content.decode()


@pytest.mark.parametrize("channel", ["web", "letter", "phone"])
def test_whoever_writes_gets_guidance_and_no_limit(cast: Cast, channel: str) -> None:
    case = filed(cast, channel)
    form = asked(cast, case, SIX)
    assert form.is_valid(), form.form.errors
    assert "没有限制" in str(form.form.fields["representatives"].help_text)
    perform(case.filing.pk, "represent", cast.window, form.given())
    assert Filing.objects.get(pk=case.filing.pk).representatives == 6


def test_fewer_than_five_people_are_no_collective_visit(cast: Cast) -> None:
    assert "people" in asked(cast, filed(cast, "visit"), "张三丰", people=4).form.errors


def test_only_the_desk_that_registered_it_keeps_representatives(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    for who in ("handler", "bureau_head", "city_sorter"):
        with pytest.raises((Forbidden, Unseen)):
            perform(case.filing.pk, "represent", getattr(cast, who), Given({"people": 12, "count": 2}))


def test_what_spreads_over_places_is_shown_and_filtered(cast: Cast) -> None:
    """三跨三分离 stands on the matter; the list finds it, and whatever is not ticked costs nothing (条例 第二十四条)."""
    case, other = cast.file(), cast.file(text="小区的灯坏了")
    perform(case.petition, "spread", cast.sorter, Given({"flags": ["r", "h"]}))
    page = shown(cast, "sorter", f"/desk/petitions/{case.petition}/").content.decode()
    assert "跨地区" in page
    assert "人户分离" in page
    listed = shown(cast, "sorter", "/desk/petitions/?spread=h").content.decode()
    assert case.filing.number in listed
    assert other.filing.number not in listed
    assert case.filing.number not in shown(cast, "sorter", "/desk/petitions/?spread=t").content.decode()
    perform(case.petition, "spread", cast.sorter, Given())
    assert case.filing.number not in shown(cast, "sorter", "/desk/petitions/?spread=h").content.decode()
    with pytest.raises(Forbidden):
        perform(case.petition, "spread", cast.window, Given({"flags": ["r"]}))
