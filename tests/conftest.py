"""What all tests share, and how they are dealt out to the workers."""

from __future__ import annotations

import pytest

pytest_plugins = ["tests.support.database", "tests.support.browser", "tests.support.cast"]

JOURNEYS, LONG = "tests/journeys/", ("tests/access/", "tests/api/", "tests/web/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first, so that no worker is left with one at the end.

    A file's tests stay together, since they share what its fixtures built; journeys share nothing.
    """
    items.sort(key=lambda item: (not item.nodeid.startswith(JOURNEYS), not item.nodeid.startswith(LONG)))
    for item in items:
        if not item.nodeid.startswith(JOURNEYS):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
