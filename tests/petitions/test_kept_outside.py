"""A complaint about the only organ there is: registered, out of that organ's sight, and handed on once somebody is free (条例 第二十二条、第三十条)."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.test import Client
from django.urls import reverse

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.memory import forget_all
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.actors import acting_in
from sunshine.foundation.offices.models import Officer, Post, Role, Unit
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.jobs import hand_outside
from sunshine.foundation.procedure.outside import OUTSIDE
from sunshine.foundation.procedure.perform import perform
from sunshine.petitions.following import follow, receipt
from sunshine.petitions.receipts import printed_receipt
from sunshine.petitions.verify import verify
from tests.support.cast import Case, Cast

BUREAU = "仁寿县信访局"


def unit(
    code: str, name: str, kind: str = "bureau", parent: Unit | None = None, division: str = "511421"
) -> Unit:
    made = Unit.objects.create(
        code=code, name=name, name_en=code, short=name, kind=kind, division_id=division, parent=parent,
        phone="028-1111 1111",
    )  # fmt: skip
    forget_all()
    return made


def post(unit: Unit, role: Role) -> Post:
    officer = Officer.objects.create_user(login=f"{unit.code}-{role}", name="某人")
    return Post.objects.create(officer=officer, unit=unit, role=role, title=str(role.label))


@pytest.fixture
def bureau(db: None) -> Unit:
    """The only organ of a site, as ``sunshine init`` leaves it."""
    return unit("rs-bureau", BUREAU)


def owed(case: Case) -> Iterable[Duty]:
    return Duty.objects.filter(subject=case.petition, rule=OUTSIDE.code)


def seen_by(someone: Post, case: Case) -> bool:
    return visible(acting_in(someone, someone.officer)).filter(pk=case.petition).exists()


def test_it_is_registered_and_its_own_side_sees_nothing_of_it(bureau: Unit):
    case = Cast().file(accused=BUREAU)
    assert case.filing.number == "SC511421-2026-000001"
    assert [duty.state for duty in owed(case)] == ["open"]
    assert not any(seen_by(post(bureau, role), case) for role in (Role.WINDOW, Role.SORTER, Role.HEAD))


def test_the_petitioner_is_told_plainly_and_not_to_ask_the_accused(bureau: Unit, client: Client):
    case = Cast().file(accused=BUREAU)
    assert receipt(case.filing.pk)["kept"]
    assert [(holder.kept, holder.phone) for holder in follow(case.filing.pk).holders] == [(True, "")]
    told = Message.objects.get(subject=case.filing.pk)
    assert BUREAU not in str(told.context)
    assert printed_receipt(case.filing.pk).startswith(b"%PDF")
    filed = client.post(
        reverse("file"), {"text": "窗口不收材料。", "accused": BUREAU, "name": "张三丰"}, follow=True
    )
    page = filed.content.decode()
    assert "028-1111 1111" not in page
    assert "一有与它无关的机关，就交过去" in page


def test_nothing_happens_while_nobody_is_free(bureau: Unit):
    case = Cast().file(accused=BUREAU)
    hand_outside(0)
    assert Subject.objects.get(pk=case.petition).unit_id == bureau.pk
    assert [duty.state for duty in owed(case)] == ["open"]


def test_an_organ_set_up_outside_that_side_gets_it_with_its_clocks_running(bureau: Unit):
    case = Cast().file(accused=BUREAU)
    forward = Duty.objects.get(subject=case.petition, rule="forward")
    city = unit("ms-bureau", "眉山市信访局", division="511400")
    hand_outside(0)
    assert set(Subject.objects.filter(root=case.petition).values_list("unit", flat=True)) == {city.pk}
    assert [duty.state for duty in owed(case)] == ["done"]
    moved = Duty.objects.get(pk=forward.pk)
    assert (moved.unit_id, moved.due_at) == (city.pk, forward.due_at)
    assert seen_by(post(city, Role.SORTER), case)
    assert not seen_by(post(bureau, Role.SORTER), case)
    assert [holder.kept for holder in follow(case.filing.pk).holders] == [False]


def test_administrators_learn_that_there_is_one_and_nothing_else(bureau: Unit, client: Client):
    case = Cast().file(accused=BUREAU, text="窗口不收材料，还骂人。")
    admin = post(bureau, Role.SYSTEM_ADMIN)
    client.force_login(admin.officer)
    page = client.get(reverse("administration"), follow=True).content.decode()
    assert "没有机关可以接" in page
    assert case.filing.number not in page


def test_the_sorter_who_finds_the_own_bureau_complained_of_loses_sight_of_it(bureau: Unit):
    cast = Cast(units={"rs-bureau": bureau}, posts={"sorter": post(bureau, Role.SORTER)})
    case = cast.file(text="窗口的人不收我的材料。")
    rows = {str(pk): Given({"klass": "demand", "branch": "31.6", "category": "0402"}) for pk in case.demands}
    perform(case.petition, "sort", cast.sorter, Given(texts={"accused": BUREAU}, rows=rows))
    assert [duty.state for duty in owed(case)] == ["open"]
    assert not seen_by(cast.posts["sorter"], case)


@pytest.mark.parametrize("place", ["", "511681", "510000"])
def test_a_county_alone_registers_whatever_the_place(bureau: Unit, place: str):
    unit("rs-discipline", "仁寿县纪委监委", "discipline")
    case = Cast().file(place=place)
    assert Subject.objects.get(pk=case.petition).unit_id == bureau.pk
    assert not owed(case)


def test_a_site_of_departments_alone_still_registers(db: None):
    labour = unit("rs-labour", "仁寿县人社局", "department")
    assert Subject.objects.get(pk=Cast().file().petition).unit_id == labour.pk


def test_numbers_of_a_county_run_on_whoever_counts_them(cast: Cast):
    """A second bureau, a successor or a discipline organ never begins at 1 again (the number would be refused)."""
    cast.file()
    Unit.objects.filter(pk=cast.units["rs-bureau"].pk).update(valid_to="2026-01-01")
    forget_all()
    follower = unit("a-new-bureau", "仁寿县社会工作部信访局", parent=cast.units["rs-gov"])
    second = cast.file()
    assert Subject.objects.get(pk=second.petition).unit_id == follower.pk
    assert second.filing.number.endswith("000002")
    assert cast.file(accused=follower.name).filing.number.startswith("SC511400-")
    assert list(verify()) == []
