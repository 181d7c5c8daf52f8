"""Three separate powers: none of them alone reads a matter, rewrites one, or puts a person of the own choosing at it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from sunshine.foundation.administration.officers import unfit
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.invitations import accept, find
from sunshine.foundation.offices.models import Officer, Post, Role, holds
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import Unseen, perform
from tests.foundation.administration.conftest import ADMIN, Office

POST = {"unit": "rs-labour", "role": "handler", "title": "科员", "valid_from": "2026-01-01"}
PERSON = {"login": "wang-qiang", "name": "王强", "unit": "rs-labour"}


@pytest.mark.parametrize("who", ADMIN)
def test_no_administrator_sees_any_matter_and_no_other_sees_reference_data(office: Office, who: str) -> None:
    case = office.cast.bring_to("accepted")
    unit = office.make("unit", code="x-1", name="某局", short="某局", kind="department", division="511421",
                       valid_from="2026-01-01")  # fmt: skip
    keeper = getattr(office.cast, who)
    assert not visible(keeper).filter(root=case.petition).exists()
    assert visible(keeper).filter(pk=unit.pk).exists()
    for other in ("sorter", "head", "handler", "province_sorter", "leader"):
        assert not visible(getattr(office.cast, other)).filter(pk=unit.pk).exists()
    with pytest.raises(Unseen):
        perform(case.handling.pk, "contact", keeper)


def test_a_post_needs_two_administrators(office: Office) -> None:
    officer = office.make("officer", **PERSON)
    office.do("officer", officer, "grant_post", **POST)
    assert not Post.objects.filter(officer=officer).exists()
    with pytest.raises(Refused):
        office.do("officer", officer, "confirm")
    with pytest.raises(Forbidden):
        office.do("officer", officer, "grant_post", by=office.cast.security_admin, **POST)
    made = office.do("officer", officer, "confirm", by=office.cast.security_admin)
    assert Post.objects.filter(holds(), officer=officer, role="handler").exists()
    assert find(made.codes[officer.pk]).officer == officer  # type: ignore[union-attr]
    assert list(problems()) == []


def test_the_code_goes_to_the_second_person_and_is_nowhere_in_the_record(office: Office) -> None:
    officer = office.make("officer", **PERSON)
    assert office.do("officer", officer, "grant_post", **POST).codes == {}
    code = office.do("officer", officer, "confirm", by=office.cast.security_admin).codes[officer.pk]
    assert code not in "".join(str(step.facts) for step in Step.objects.all())


def test_nobody_grants_or_confirms_a_post_for_themselves(office: Office) -> None:
    cast = office.cast
    me = cast.posts["system_admin"].officer
    with pytest.raises(Refused, match="自己"):
        office.do("officer", me, "grant_post", **POST | {"role": "system_admin"})
    watcher = cast.posts["security_admin"].officer
    office.do("officer", watcher, "renew_sign_in")
    with pytest.raises(Refused, match="自己"):
        office.do("officer", watcher, "confirm", by=cast.security_admin)


def test_an_administrator_is_nothing_else(office: Office) -> None:
    handler = office.cast.posts["handler"].officer
    with pytest.raises(AssertionError, match="不能同时有别的角色"):
        office.do("officer", handler, "grant_post", **POST | {"role": "auditor"})
    auditor = office.cast.posts["auditor"].officer
    with pytest.raises(AssertionError, match="不能同时办件"):
        office.do("officer", auditor, "grant_post", **POST)
    unit = office.cast.units["rs-labour"].pk
    assert unfit(((unit, "auditor"),), office.cast.units["sc-bureau"].pk, "security_admin")
    assert unfit(((unit, "handler"),), unit, "head") is None


@pytest.mark.past_the_engine
def test_two_proposals_that_do_not_go_together_cannot_both_be_agreed_to(office: Office) -> None:
    """Checked again when the second person agrees: another post may have come between."""
    officer = office.make("officer", **PERSON)
    office.do("officer", officer, "grant_post", **POST)
    Post.objects.create(
        officer=officer, unit=office.cast.units["sc-bureau"], role=Role.AUDITOR, title="审计员"
    )
    with pytest.raises(Refused, match="不能同时办件"):
        office.do("officer", officer, "confirm", by=office.cast.security_admin)


def test_a_lost_password_is_reset_by_two(office: Office) -> None:
    officer = office.appoint("li-hua", "rs-labour", "handler")
    Officer.objects.filter(pk=officer.pk).update(password="!")
    code = office.agreed("officer", officer, "renew_sign_in").codes[officer.pk]
    with pytest.raises(ValidationError):
        accept(code, "short")
    assert accept(code, "a quiet river at dawn").check_password("a quiet river at dawn")


def test_an_account_is_closed_at_once_but_not_over_the_watchers(office: Office) -> None:
    handler = office.cast.posts["handler"].officer
    office.do("officer", handler, "deactivate", by=office.cast.security_admin)
    assert not Officer.objects.get(pk=handler.pk).is_active
    with pytest.raises(Refused, match="由安全管理员停用"):
        office.do("officer", office.cast.posts["auditor"].officer, "deactivate")


def test_a_post_ends_by_two_and_no_work_stays_with_it(office: Office) -> None:
    post = office.cast.posts["handler"]
    case = office.cast.bring_to("accepted")
    Subject.objects.filter(pk=case.handling.pk).update(post=post)
    with pytest.raises(Refused, match="先移交"):
        office.do("post", post, "end", reason="调离")
    Subject.objects.filter(pk=case.handling.pk).update(post=None)
    office.agreed("post", post, "end", reason="调离")
    assert not Post.objects.filter(holds(), pk=post.pk).exists()
    office.agreed("officer", post.officer, "grant_post", **POST)  # and may be given again
    assert Post.objects.filter(holds(), officer=post.officer).count() == 1


@pytest.mark.past_the_engine
def test_a_post_put_into_the_table_by_hand_is_found(office: Office) -> None:
    office.make("officer", **PERSON)  # reference data is on record from here
    Post.objects.create(officer=office.cast.posts["window"].officer, unit=office.cast.units["sc-bureau"], role="sorter",
                        title="私自加的")  # fmt: skip
    assert any("no step began it" in problem.what for problem in problems())


@pytest.mark.past_the_engine
def test_a_row_rewritten_by_hand_is_found(office: Office) -> None:
    officer = office.make("officer", **PERSON)
    Officer.objects.filter(pk=officer.pk).update(login="somebody-else")
    assert [(p.subject, p.what) for p in problems()] == [
        (str(officer.pk), "login of this officer is not what the steps say")
    ]
