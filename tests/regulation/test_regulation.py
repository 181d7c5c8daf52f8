"""Every article that binds is enforced and proven, and the page that says so is in step with the sources."""

from __future__ import annotations

from tests.regulation import page
from tests.regulation.articles import BINDING, NOT_SOFTWARE, TO_COME


def test_every_article_is_read():
    assert sorted([*BINDING, *TO_COME, *NOT_SOFTWARE]) == list(range(1, 51))


def test_every_article_that_binds_is_enforced():
    assert [article for article in BINDING if article not in page.enforced()] == []


def test_every_article_that_binds_is_proven():
    assert [article for article in BINDING if article not in page.proven()] == []


def test_the_page_is_in_step():
    assert page.PAGE.read_text() == page.page()
