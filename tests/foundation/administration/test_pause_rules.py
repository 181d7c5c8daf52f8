"""Pause rules 停算依据 are reference data: kept by the administrators of the place, never backwards, none shipped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sunshine.petitions.intervals import pause_rules
from sunshine.petitions.models import PauseRule
from tests.foundation.administration.conftest import Office

RULE = {
    "kind": "appraisal", "term": "decide", "division": "511421", "basis": "《某县信访办法》第十条",
    "valid_from": timezone.localdate().isoformat(),
}  # fmt: skip


def test_one_is_made_and_ended(office: Office) -> None:
    assert not PauseRule.objects.exists()
    office.make("pause_rule", **RULE)
    made = PauseRule.objects.get()
    known = pause_rules()[made.pk]
    assert known.holds("511421", timezone.localdate())
    assert not known.holds("511681", timezone.localdate())
    office.do("pause_rule", made, "end")
    assert not pause_rules()[made.pk].holds("511421", timezone.localdate())


def test_never_backwards(office: Office) -> None:
    with pytest.raises(AssertionError, match="不能追溯"):
        office.make(
            "pause_rule", **RULE | {"valid_from": (timezone.localdate() - timedelta(days=1)).isoformat()}
        )


def test_only_for_the_own_area(office: Office) -> None:
    county = office.county("system_admin")
    office.make("pause_rule", by=county, **RULE)
    with pytest.raises(AssertionError, match="不归您维护"):
        office.make("pause_rule", by=county, **RULE | {"division": "511681"})
