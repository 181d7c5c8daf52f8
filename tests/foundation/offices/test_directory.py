"""Who stands above whom, and which bureau registers: never one on the accused's side."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sunshine.foundation.offices.actors import acting_in
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Officer, Post, Role, Unit
from tests.support.cast import UNITS, Cast

CODES = [code for code, *_ in UNITS]


def test_a_lineage_climbs_both_ways(cast: Cast) -> None:
    line = {directory()[pk].code for pk in directory().lineage(cast.units["rs-labour"].pk)}
    assert line == {"rs-labour", "rs-gov", "ms-gov", "sc-gov", "ms-labour"}


def test_an_inner_office_belongs_to_its_organ(cast: Cast) -> None:
    organ = cast.units["rs-labour"]
    office = Unit.objects.create(
        code="rs-labour-inspection", name="劳动监察大队", name_en="", short="监察大队", kind="office",
        division_id="511421", organ=organ,
    )  # fmt: skip
    directory.forget()
    assert organ.pk in directory().lineage(office.pk)
    assert office.pk not in {one.id for one in directory().organs_in("511421")}


def test_the_nearest_bureau_registers(cast: Cast) -> None:
    assert directory().registrar("511421004", frozenset()).code == "rs-bureau"
    assert directory().registrar("511400", frozenset()).code == "ms-bureau"
    assert directory().registrar("510000", frozenset()).code == "sc-bureau"


def test_the_next_level_registers_what_is_about_the_county(cast: Cast) -> None:
    assert directory().registrar("511421", frozenset({cast.units["rs-gov"].pk})).code == "ms-bureau"


def test_a_discipline_organ_registers_what_is_about_every_government(cast: Cast) -> None:
    assert directory().registrar("511421", frozenset({cast.units["sc-gov"].pk})).code == "rs-discipline"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    accused=st.sets(st.sampled_from(CODES), max_size=4),
    place=st.sampled_from(["511421", "511421004", "511681", "510000"]),
)
def test_no_registrar_is_ever_on_the_accused_side(cast: Cast, accused: set[str], place: str) -> None:
    """Unless nobody who could register is off it: then the nearest keeps the matter, out of its own sight."""
    units = frozenset(cast.units[code].pk for code in accused)
    registrar = directory().registrar(place, units)
    asked = [office for office in directory().units.values() if office.kind in {"bureau", "discipline"}]
    free = [office for office in asked if not directory().on_side_of(office.id, units)]
    assert not (free and directory().on_side_of(registrar.id, units))


def test_without_any_organ_the_site_is_not_set_up(db: None) -> None:
    with pytest.raises(LookupError, match="sunshine init"):
        directory().registrar("511421", frozenset())


def test_an_organ_made_in_another_process_is_known_to_its_officers_at_once(cast: Cast) -> None:
    """The import of a new office is answered by one process; the officer's first page may come from another."""
    directory()
    made = Unit.objects.create(
        code="rs-new", name="仁寿县新设局", name_en="New bureau", short="新设局", kind="department",
        division_id="511421", parent=cast.units["rs-gov"],
    )  # fmt: skip
    officer = Officer.objects.create_user("new", "新来的")
    post = Post.objects.create(officer=officer, unit=made, role=Role.HANDLER, title="承办人")
    actor = acting_in(post, officer)
    assert actor.unit == made.pk
    assert cast.units["rs-gov"].pk in actor.lineage
