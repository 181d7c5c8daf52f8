"""Keyset pages: every row once, whatever happens meanwhile; a broken cursor is the first page."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sunshine.foundation.geography.models import Division
from sunshine.foundation.pages.listing import SIZE, page

pytestmark = pytest.mark.django_db
ORDER = ("level", "-code")


def walk() -> list[str]:
    """All codes in the order the pages show them."""
    seen: list[str] = []
    after = ""
    while True:
        shown = page(Division.objects.filter(level__lte=3), (), {"after": after}, ORDER)
        seen += [row.code for row in shown.rows]
        if not shown.next:
            return seen
        after = parse_qs(shown.next)["after"][0]


def test_walking_the_pages_shows_every_row_once() -> None:
    seen = walk()
    assert len(seen) == len(set(seen)) == 1 + 21 + 183
    assert seen == list(Division.objects.filter(level__lte=3).order_by(*ORDER).values_list("code", flat=True))


def test_a_row_added_behind_one_shifts_nothing() -> None:
    first = page(Division.objects.filter(level=3), (), {}, ("code",))
    Division.objects.create(code="510001", name="新", name_en="New", level=3, parent_id="510000", sort=0)
    second = page(
        Division.objects.filter(level=3), (), {"after": parse_qs(first.next)["after"][0]}, ("code",)
    )
    assert not {row.code for row in first.rows} & {row.code for row in second.rows}
    assert (len(first.rows), len(second.rows)) == (SIZE, SIZE)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_a_broken_cursor_is_no_error(cursor: str) -> None:
    assert page(Division.objects.filter(level=2), (), {"after": cursor}, ("code",)).rows
