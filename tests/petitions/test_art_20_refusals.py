"""条例 第十九条、第二十条: registering is never refused; refusing has listed grounds, a paper, two persons, a way out."""

from __future__ import annotations

import pytest

from sunshine.foundation.offices.actors import ANYONE
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from sunshine.petitions.models import Channel, Filing
from sunshine.petitions.settling_forms import VISITS_ONLY
from tests.petitions.settled import REFUSAL, do, faults, kept, owed, paper
from tests.support.cast import Case, Cast


def visit(cast: Cast, klass: str = "demand") -> Case:
    return kept(cast, klass, actor=cast.window, channel="visit", people=12)


@pytest.mark.parametrize("channel", Channel.values)
def test_registering_is_never_refused_whatever_the_channel(cast: Cast, channel: str) -> None:
    """Twelve people past the competent level, about a matter already handled: it is registered all the same."""
    cast.bring_to("accepted")
    actor = ANYONE if channel == Channel.WEB else cast.province_sorter
    case = cast.file(actor, channel=channel, people=12, text="法院已经判了，我不服，又来了。")
    assert case.filing.channel == channel
    assert case.filing.number
    assert {rule for rule, _unit in owed(case)} == {"forward"}


@pytest.mark.parametrize("ground", sorted(VISITS_ONLY))
@pytest.mark.parametrize("channel", ["web", "letter", "phone"])
def test_what_is_asked_of_visits_is_asked_of_nobody_who_writes(cast: Cast, channel: str, ground: str) -> None:
    actor = {"actor": cast.window} if channel != Channel.WEB else {}
    case = kept(cast, "demand", channel=channel, **actor)
    assert "ground" in faults(case, "refuse", cast.sorter, REFUSAL | {"ground": ground})
    given = Given({"ground": ground}, {"words": "越级", "where": "县里"})
    perform(case.handling.pk, "refuse", cast.sorter, given)
    with pytest.raises(Refused, match="只适用于走访"):
        perform(case.handling.pk, "confirm", cast.bureau_head)


def test_a_refused_visit_is_told_why_by_whom_and_what_can_be_done(cast: Cast) -> None:
    case = visit(cast)
    do(case, "refuse", cast.sorter, REFUSAL)
    assert case.stage("handling") == "kept"
    perform(case.handling.pk, "confirm", cast.bureau_head)
    assert case.stage("handling") == "refused"
    document, said = paper(case, "refusal")
    assert document.unit.code == "rs-bureau"
    told = ("第二十条", "仁寿县人民政府", "网上、来信", "新的事实", "眉山市信访局")
    assert not [words for words in told if words not in said]
    assert owed(case) == {("deliver_bureau", "rs-bureau")}


def test_a_pending_matter_is_named_by_its_number(cast: Cast) -> None:
    first = cast.bring_to("accepted")
    case = kept(cast, "demand")
    pending = REFUSAL | {"ground": "pending"}
    assert "number" in faults(case, "refuse", cast.sorter, pending)
    do(case, "refuse", cast.sorter, pending | {"number": first.filing.number})
    perform(case.handling.pk, "confirm", cast.bureau_head)
    assert first.filing.number in paper(case, "refusal")[1]
    assert Filing.objects.count() == 2, "it stays registered"


def test_no_other_ground_and_no_single_person(cast: Cast) -> None:
    case = visit(cast)
    assert "ground" in faults(case, "refuse", cast.sorter, REFUSAL | {"ground": "often"})
    do(case, "refuse", cast.sorter, REFUSAL)
    with pytest.raises(Forbidden):
        perform(case.handling.pk, "confirm", cast.sorter)
    perform(case.handling.pk, "recall", cast.sorter)
    assert owed(case) == {("settle", "rs-bureau")}


def test_only_whoever_has_it_refuses(cast: Cast) -> None:
    case = cast.bring_to("signed")
    with pytest.raises((Refused, Forbidden)):
        perform(case.handling.pk, "refuse", cast.sorter, Given({"ground": "pending"}))
    with pytest.raises((Refused, Forbidden)):
        perform(case.handling.pk, "refuse", cast.head, Given({"ground": "pending"}))
