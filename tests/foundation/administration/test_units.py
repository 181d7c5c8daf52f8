"""Units are set up, changed, merged and ended; every edit is a step, and what an organ held passes to its heir (条例 第二十四条)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from sunshine.foundation.administration.history import history
from sunshine.foundation.administration.jobs import pass_matters
from sunshine.foundation.administration.kinds import kind_of
from sunshine.foundation.administration.queries import row
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Post, Unit
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import Unseen, perform
from tests.foundation.administration.conftest import Office
from tests.support.cast import Cast

NEW = {"code": "rs-water", "name": "仁寿县水利局", "short": "仁寿县水利局", "kind": "department", "division": "511421",
       "parent": "rs-gov", "valid_from": "2026-01-01"}  # fmt: skip


def test_a_new_unit_is_a_row_a_subject_and_a_step(office: Office) -> None:
    unit = office.make("unit", **NEW)
    assert directory().by_code["rs-water"].parent == office.cast.units["rs-gov"].pk
    subject = Subject.objects.get(pk=unit.pk)
    assert (subject.kind, subject.stage, subject.area) == ("unit", "active", "511421")
    assert Step.objects.get(subject=unit.pk).officer_id == office.cast.system_admin.officer


def test_an_edit_shows_at_once_and_its_history_says_from_what_to_what(office: Office) -> None:
    unit = office.make("unit", **NEW)
    office.do("unit", unit, "edit", name="仁寿县水务局", short="仁寿县水务局", phone="028-0000 1111")
    assert directory().by_code["rs-water"].zh == "仁寿县水务局"
    last = history(unit.pk, "unit")[0]
    assert [(str(c.label), c.before, c.after) for c in last.changes] == [
        ("全称", "仁寿县水利局", "仁寿县水务局"), ("简称", "仁寿县水利局", "仁寿县水务局"), ("电话", "", "028-0000 1111"),
    ]  # fmt: skip
    assert list(problems()) == []


def test_what_was_loaded_before_is_on_record_from_the_first_act(office: Office) -> None:
    labour = office.cast.units["rs-labour"]
    office.do("unit", labour, "edit", name="仁寿县人社局", short="人社局")
    assert list(Step.objects.filter(subject=labour.pk).order_by("seq").values_list("move", flat=True)) == [
        "adopt",
        "edit",
    ]
    assert Subject.objects.filter(kind="unit").count() == Unit.objects.count()


def test_who_stands_above_whom_changes_only_with_a_second_person(office: Office) -> None:
    labour = office.cast.units["rs-labour"]
    fields = {"kind": "department", "division": "511421", "parent": "ms-gov"}
    office.do("unit", labour, "restructure", **fields)
    assert Unit.objects.get(pk=labour.pk).parent_id == office.cast.units["rs-gov"].pk
    with pytest.raises(Refused):  # not by whoever proposed it, whatever the post
        office.do("unit", labour, "confirm")
    office.do("unit", labour, "confirm", by=office.cast.security_admin)
    assert directory()[labour.pk].parent == office.cast.units["ms-gov"].pk


def test_no_unit_stands_above_itself(office: Office) -> None:
    government = office.cast.units["rs-gov"]
    with pytest.raises(AssertionError, match="在它自己的下面"):
        office.do("unit", government, "restructure", kind="government", division="511421", parent="rs-labour")


def test_a_merged_organs_matters_pass_on_with_their_dates(office: Office) -> None:
    cast = office.cast
    case = cast.bring_to("accepted")
    before = Duty.objects.get(subject=case.handling.pk, state="open")
    labour, housing = cast.units["rs-labour"], cast.units["rs-housing"]
    office.agreed("unit", labour, "merge", successor="rs-housing", basis="仁委编〔2026〕3号")
    assert not directory()[labour.pk].in_force
    assert (
        directory().name(labour.pk) == "仁寿县人力资源和社会保障局"
    )  # its name stays readable in the record
    assert pass_matters(labour.pk) == 1
    assert Subject.objects.get(pk=case.handling.pk).unit_id == housing.pk
    after = Duty.objects.get(pk=before.pk)
    assert (after.unit_id, after.due_at) == (housing.pk, before.due_at)
    assert pass_matters(labour.pk) == 0
    assert visible(cast.housing).filter(pk=case.handling.pk).exists()
    assert list(problems()) == []


def test_the_posts_of_an_ended_unit_end(office: Office) -> None:
    labour = office.cast.units["rs-labour"]
    office.agreed("unit", labour, "merge", successor="rs-housing", basis="仁委编〔2026〕3号")
    assert not Post.objects.filter(unit=labour, valid_to=None).exists()
    post = office.cast.posts["handler"]
    assert Step.objects.filter(subject=post.pk, move="fall").exists()


def test_without_a_successor_the_nearest_bureau_takes_it(office: Office) -> None:
    case = office.cast.bring_to("signed")
    labour = office.cast.units["rs-labour"]
    office.agreed("unit", labour, "abolish", basis="仁委编〔2026〕4号")
    pass_matters(labour.pk)
    assert Subject.objects.get(pk=case.handling.pk).unit_id == office.cast.units["rs-bureau"].pk
    housing = office.cast.units["rs-housing"].pk
    perform(case.handling.pk, "designate", office.cast.sorter, Given({"unit": str(housing)}))
    assert Subject.objects.get(pk=case.handling.pk).unit_id == housing
    assert Duty.objects.get(subject=case.handling.pk, state="open").unit_id == housing
    with pytest.raises((Refused, Unseen)):
        perform(case.handling.pk, "designate", office.cast.sorter, Given({"unit": str(housing)}))


def test_never_to_a_successor_that_the_matter_is_about(office: Office) -> None:
    cast: Cast = office.cast
    case = cast.file(accused="仁寿县住房和城乡建设局")
    cast.sort(case)
    cast.forward(case)
    labour = cast.units["rs-labour"]
    office.agreed("unit", labour, "merge", successor="rs-housing", basis="仁委编〔2026〕3号")
    pass_matters(labour.pk)
    assert Subject.objects.get(pk=case.handling.pk).unit_id == cast.units["rs-bureau"].pk


def test_whoever_an_accused_organ_was_merged_into_is_on_its_side(office: Office) -> None:
    cast: Cast = office.cast
    case = cast.file(purpose="report", accused="视高街道办事处")
    shigao = cast.units["rs-shigao"]
    office.agreed("unit", shigao, "merge", successor="rs-housing", basis="仁委编〔2026〕5号")
    accused = frozenset({shigao.pk})
    assert directory().on_side_of(cast.units["rs-housing"].pk, accused)
    assert not directory().on_side_of(cast.units["rs-labour"].pk, accused)
    assert not visible(cast.housing).filter(pk=case.petition).exists()


def test_a_unit_with_others_below_it_does_not_end(office: Office) -> None:
    with pytest.raises(Refused, match="下级单位"):
        office.do("unit", office.cast.units["rs-gov"], "abolish", basis="没有")


def test_an_ended_unit_is_proposed_to_nobody(office: Office) -> None:
    labour = office.cast.units["rs-labour"]
    office.agreed("unit", labour, "abolish", basis="仁委编〔2026〕4号")
    assert labour.pk not in {one.id for one in directory().organs_in("511421")}


def test_a_county_administrator_keeps_the_county_only(office: Office) -> None:
    county = office.county("system_admin")
    unit = office.make("unit", by=county, **NEW)
    assert Subject.objects.get(pk=unit.pk).area == "511421"
    kind = kind_of("unit")
    with pytest.raises(Unseen):
        row(kind, office.cast.units["hy-bureau"].pk, county)
    with pytest.raises(Unseen):
        row(kind, uuid4(), county)
    with pytest.raises(AssertionError, match="不归您维护"):
        office.make("unit", by=county, **NEW | {"code": "x-new", "division": "511681"})


@pytest.mark.parametrize("who", ["sorter", "head", "leader", "security_admin", "auditor"])
def test_nobody_else_makes_or_edits_units(office: Office, who: str) -> None:
    actor = getattr(office.cast, who)
    with pytest.raises(Forbidden):
        office.make("unit", by=actor, **NEW)
    unit = office.make("unit", **NEW)
    with pytest.raises((Forbidden, Unseen)):
        office.do("unit", unit, "edit", by=actor, name="别的", short="别的")
