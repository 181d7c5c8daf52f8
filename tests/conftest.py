"""What all tests share, and how they are dealt out to the workers."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["tests.support.database", "tests.support.browser", "tests.support.cast"]

JOURNEYS, LONG = "tests/journeys/", ("tests/web/", "tests/access/", "tests/api/", "tests/model/")


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """A file's tests stay together, since they share what its fixtures built; journeys share nothing."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(JOURNEYS) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first, so that no worker is left with one at the end."""
    items.sort(key=lambda item: (not item.nodeid.startswith(JOURNEYS), not item.nodeid.startswith(LONG)))
