"""What is odd about ratings: one telephone, one network, one clerk, seconds after the message; shown with why, never acted upon."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.actors import petitioner
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from sunshine.petitions import anomalies as odd
from sunshine.petitions.anomalies import anomalies
from sunshine.petitions.models import Rating
from sunshine.petitions.tries import network_mark
from tests.support.cast import Case, Cast


def rated(cast: Cast, case: Case, network: str = "", value: int = 0) -> Case:
    cast.bring_to("delivered", case)
    rows = {str(case.handling.pk): Given({"unit": value})}
    mark = network_mark(network) if network else ""
    perform(case.filing.pk, "rate", petitioner(case.filing.pk, mark), Given({"bureau": value}, rows=rows))
    return case


def kinds(cast: Cast, who: str = "sorter") -> dict[str, int]:
    return {one.kind: one.n for one in anomalies(getattr(cast, who))}


@pytest.fixture(autouse=True)
def small_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("A_TELEPHONE", "A_NETWORK", "A_CLERK"):
        monkeypatch.setattr(odd, name, 3)


def test_many_from_one_telephone_but_not_few(cast: Cast):
    for _ in range(2):
        rated(cast, cast.file())
    assert kinds(cast) == {}
    rated(cast, cast.file())
    rated(cast, cast.file(phone="13900001111"))
    assert kinds(cast) == {"telephone": 3}


def test_many_from_one_network_known_only_by_a_digest(cast: Cast):
    for n in range(3):
        rated(cast, cast.file(phone=f"1390000100{n}"), "203.0.113.7")
    rated(cast, cast.file(phone="13900002000"), "203.0.113.8")
    rated(cast, cast.file(phone="13900003000"))
    assert kinds(cast) == {"network": 3}


def test_many_satisfied_of_one_registering_clerk(cast: Cast):
    for n in range(3):
        rated(cast, cast.file(cast.window, phone=f"1390000100{n}", channel="visit"))
    rated(cast, cast.file(cast.window, phone="13900002000", channel="visit"), value=3)
    assert kinds(cast) == {"clerk": 3}


def test_seconds_after_the_message(cast: Cast):
    case = rated(cast, cast.file())
    at = Rating.objects.first().at  # type: ignore[union-attr]
    Message.objects.filter(subject=case.filing.pk).update(settled_at=at - timedelta(minutes=5))
    assert kinds(cast) == {}
    Message.objects.filter(subject=case.filing.pk).update(settled_at=at - timedelta(seconds=4))
    assert kinds(cast) == {"at_once": 1}


def test_each_sees_the_own_area_and_an_auditor_no_numbers(cast: Cast):
    for _ in range(3):
        rated(cast, cast.file())
    assert kinds(cast, "city_sorter") == kinds(cast, "auditor") == {"telephone": 3}
    assert kinds(cast, "stranger") == {}
    [one] = anomalies(cast.auditor)
    assert one.numbers == ()
    client = Client()
    client.force_login(cast.posts["auditor"].officer)
    page = client.get("/desk/odd-ratings/").content.decode()
    assert ("同一个手机" in page, "SC511421" in page) == (True, False)


def test_what_is_long_past_is_not_listed(cast: Cast):
    for _ in range(3):
        rated(cast, cast.file())
    Rating.objects.update(at=timezone.now() - timedelta(days=31))
    assert kinds(cast) == {}


def test_looking_changes_nothing(cast: Cast):
    for _ in range(3):
        rated(cast, cast.file())
    before = Step.objects.count(), list(Rating.objects.order_by("id").values_list("id", "value"))
    anomalies(cast.sorter)
    assert (Step.objects.count(), list(Rating.objects.order_by("id").values_list("id", "value"))) == before
