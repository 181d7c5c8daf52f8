"""A cursor that was cut, made up or meant for another list is no cursor: the list begins at its first page."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sunshine.foundation.ledger.models import Access
from sunshine.foundation.pages.listing import SIZE, Facet, page
from tests.support.cast import Cast

ORDERS = [("-id",), ("at", "id"), ("-at", "-id")]


@pytest.fixture
def opened(cast: Cast) -> Callable[[], Access]:
    """Opens a matter once more: the access log is a list by moment and key, and nothing else fills it."""
    case, post, at = cast.file(), cast.posts["sorter"], timezone.now()

    def once() -> Access:
        return Access.objects.create(subject_id=case.petition, officer=post.officer, post=post, at=at)

    return once


@pytest.mark.parametrize("order", ORDERS)
def test_rows_that_come_meanwhile_hide_none(opened: Callable[[], Access], order: tuple[str, ...]):
    """All of the same moment, so that only the key parts them."""
    made = {opened().pk for _ in range(2 * SIZE + 5)}
    seen: list[UUID] = []
    after = ""
    while True:
        shown = page(Access.objects.all(), (), {"after": after}, order)
        seen += [row.pk for row in shown.rows]
        opened()
        if not shown.next:
            break
        after = parse_qs(shown.next)["after"][0]
    assert made <= set(seen)
    assert len(seen) == len(set(seen))


def cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


MOMENTS = st.sampled_from(
    ["2026-01-01T00:00:00+08:00", "2026-01-01T00:00:00", "2026-01-01", "2026-13-41T99:00", "9999-12-31T23:59:59-14:00",
     "0001-01-01T00:00:00+14:00", "\0", "'", str(UUID(int=0))]
)  # fmt: skip
TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(st.text(max_size=40), st.integers(), st.none()), max_size=3).map(lambda v: cursor(*v)),
    st.lists(MOMENTS, min_size=1, max_size=2).map(lambda v: cursor(*v)),
)


@settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(typed=TYPED, order=st.sampled_from(ORDERS))
@example(typed=cursor("not a key"), order=("-id",))
@example(typed=cursor("2026-01-01T00:00:00", str(UUID(int=0))), order=("at", "id"))
@example(typed=cursor("9999-12-31T23:59:59-14:00", str(UUID(int=0))), order=("at", "id"))
@example(typed=base64.urlsafe_b64encode(b"[" * 99_999).decode(), order=("-id",))
def test_made_up_cursors_are_ignored(cast: Cast, typed: str, order: tuple[str, ...]):
    page(Access.objects.all(), (), {"after": typed}, order)


def test_filter_stays_on_the_next_page(opened: Callable[[], Access]):
    for _ in range(SIZE + 1):
        opened()
    everyone = Facet("who", "谁", lambda: [("a", "甲")], lambda value: Q())
    first = page(Access.objects.all(), (everyone,), {"who": "a"}, ("-id",))
    second = page(
        Access.objects.all(), (everyone,), {k: v[0] for k, v in parse_qs(first.next).items()}, ("-id",)
    )
    assert (len(second.rows), second.first, second.filtered) == (1, "?who=a", True)
    assert len(page(Access.objects.all(), (everyone,), {"who": "nobody"}, ("-id",)).rows) == SIZE


@pytest.mark.parametrize("path", ["/desk/", "/desk/petitions/", "/desk/outbox/"])
@pytest.mark.parametrize("typed", [cursor("x"), cursor("x", "y"), cursor("\0"), "字", "%00"])
def test_lists_show_their_first_page_instead(cast: Cast, client: Client, path: str, typed: str):
    case = cast.file()
    client.force_login(cast.posts["sorter"].officer)
    assert str(case.petition) in client.get(path, {"after": typed}).content.decode()
