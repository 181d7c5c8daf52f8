"""Where a matter about an organ may go: a report never to that side, a demand to it last, with a reason (条例 第二十二条、第三十条)."""

from __future__ import annotations

from typing import Any

import pytest

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.perform import load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.whereto import ABOVE, ACCUSED
from tests.petitions.settled import kept
from tests.support.cast import Case, Cast

ORGAN = "仁寿县人力资源和社会保障局"


def offered(case: Case, by: Actor, move: str = "forward") -> list[tuple[str, list[str]]]:
    """The groups of the form's first row, or of the form, with the units in each."""
    snapshot = load(case.handling.pk if move == "hand_on" else case.petition, by, lock=False)
    asked = ask(procedure(snapshot.subject.kind).by_code[move], snapshot, by)
    form: Any = asked.rows[0].form if asked.rows else asked.form
    groups = [one for one in form.fields["unit"].choices if one[0]]
    return [(str(place), [pk for pk, _name in units]) for place, units in groups]


def pk(cast: Cast, unit: str) -> str:
    return str(cast.units[unit].pk)


def everyone(groups: list[tuple[str, list[str]]]) -> list[str]:
    return [unit for _place, units in groups for unit in units]


def test_for_a_demand_those_above_come_first_and_the_accused_last(cast: Cast):
    case = cast.file(accused=ORGAN)
    cast.sort(case)
    groups = offered(case, cast.sorter)
    assert groups[0] == (str(ABOVE), [pk(cast, "rs-gov")])
    assert groups[-1] == (str(ACCUSED), [pk(cast, "rs-labour")])
    assert everyone(groups).count(pk(cast, "rs-gov")) == 1
    assert everyone(groups).count(pk(cast, "rs-labour")) == 1


def test_the_bureau_above_is_offered_the_department_above_too(cast: Cast):
    case = cast.file(accused=ORGAN, place="511400")
    cast.sort(case, by=cast.city_sorter)
    assert set(offered(case, cast.city_sorter)[0][1]) == {pk(cast, "rs-gov"), pk(cast, "ms-labour")}


def test_subordinates_are_of_that_side_too(cast: Cast):
    case = cast.file(accused="仁寿县人民政府", purpose="demand")
    cast.sort(case, by=cast.city_sorter)
    last = offered(case, cast.city_sorter)[-1]
    assert last[0] == str(ACCUSED)
    assert {pk(cast, one) for one in ("rs-gov", "rs-labour", "rs-housing", "rs-shigao")} == set(last[1])


def test_a_report_offers_nobody_of_that_side(cast: Cast):
    case = cast.file(accused=ORGAN, purpose="report")
    cast.sort(case, "report")
    groups = offered(case, cast.sorter)
    assert pk(cast, "rs-labour") not in everyone(groups)
    assert pk(cast, "rs-discipline") in everyone(groups)


def test_where_nobody_is_complained_of_nothing_changes(cast: Cast):
    case = cast.bring_to("sorted")
    assert {place for place, _units in offered(case, cast.sorter)}.isdisjoint({str(ABOVE), str(ACCUSED)})
    assert pk(cast, "rs-labour") in everyone(offered(case, cast.sorter))


def test_the_reason_is_still_asked(cast: Cast):
    case = cast.file(accused=ORGAN)
    cast.sort(case)
    with pytest.raises(Refused):
        cast.forward(case, "rs-labour")
    assert cast.forward(case, "rs-labour", accused_reason="只有它有权处理。")


def test_what_the_bureau_kept_goes_to_nobody_of_that_side(cast: Cast):
    """Forwarding after all asks for no reason, so that side is not offered, and refused."""
    case = kept(cast, accused=ORGAN)
    assert pk(cast, "rs-labour") not in everyone(offered(case, cast.sorter, "hand_on"))
    with pytest.raises(Refused):
        perform(case.handling.pk, "hand_on", cast.sorter, Given({"unit": pk(cast, "rs-labour")}))
