"""Two at once: one wins, the other is told by whom and when; the same request twice is one act."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sunshine.foundation.ledger.models import Counter, Step
from sunshine.foundation.offices.actors import ANYONE
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Conflict, Mismatch, perform, perform_opening
from sunshine.petitions.models import Filing
from sunshine.petitions.procedure.filing import REGISTER
from tests.support.cast import Case, Cast, registration


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all acts at the same moment, each on its own connection; results or what was raised, in order."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def sorting(case: Case, klass: str = "demand") -> Given:
    return Given(rows={str(pk): Given({"klass": klass, "category": "0402"}) for pk in case.demands})


def test_two_officers_sort_and_one_wins(own_cast: Cast):
    case = own_cast.file()
    given, sorter = sorting(case), own_cast.sorter
    results = at_once(*[lambda: perform(case.petition, "sort", sorter, given, seen=1)] * 2)
    lost = next(one for one in results if isinstance(one, Conflict))
    won = next(one for one in results if not isinstance(one, Exception))
    assert lost.step.pk == won.step.pk
    assert lost.step.officer is not None
    assert (lost.step.officer.name, lost.step.at) == ("某sorter", won.step.at)
    assert Step.objects.filter(subject=case.petition, move="sort").count() == 1


def test_material_added_meanwhile_voids_no_form(cast: Cast):
    case = cast.bring_to("accepted")
    seen = 3
    perform(case.filing.pk, "add_material", case.petitioner, Given(texts={"words": "补充"}))
    perform(case.filing.pk, "urge", case.petitioner)
    given = Given({"method": "phone"}, {"words": "已联系"})
    assert perform(case.handling.pk, "contact", cast.handler, given, seen=seen).step.move == "contact"


def test_same_request_is_one_step(cast: Cast):
    case = cast.file()
    first = perform(case.petition, "sort", cast.sorter, sorting(case), request_key="k")
    again = perform(case.petition, "sort", cast.sorter, sorting(case), request_key="k")
    assert (again.repeated, again.step.pk) == (True, first.step.pk)


def test_other_content_under_the_same_key_is_a_mismatch(cast: Cast):
    case = cast.file()
    perform(case.petition, "sort", cast.sorter, sorting(case), request_key="k")
    with pytest.raises(Mismatch):
        perform(case.petition, "sort", cast.sorter, sorting(case, "advice"), request_key="k")


def test_same_filing_sent_many_times_at_once_is_one_filing(own_cast: Cast):
    given = registration()
    results = at_once(*[lambda: perform_opening(REGISTER, ANYONE, given, request_key="one-and-the-same")] * 4)
    assert Filing.objects.count() == 1
    assert sorted(done.repeated for _, done in results) == [False, True, True, True]
    assert len({done.step.subject_id for _, done in results}) == 1
    assert Counter.objects.get(series="filing").value == 1


def test_numbers_taken_at_once_have_no_gap(own_cast: Cast):
    given = registration()
    at_once(*[lambda: [perform_opening(REGISTER, ANYONE, given) for _ in range(5)]] * 3)
    numbers = sorted(int(number[-6:]) for number in Filing.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 16))


def test_two_heads_confirm_and_one_opinion_is_issued(own_cast: Cast):
    case = own_cast.bring_to("proposed")
    handling = case.handling.pk
    results = at_once(*[lambda: perform(handling, "confirm", own_cast.head, seen=4)] * 2)
    assert [isinstance(one, Conflict) for one in results].count(True) == 1
    assert Step.objects.filter(subject=handling, move="issue_opinion", phase="").count() == 1
