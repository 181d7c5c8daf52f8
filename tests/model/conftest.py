"""What the checker finds is looked for once, for all tests beside it."""

from __future__ import annotations

import pytest

from tests.model.explore import Explored, explored


@pytest.fixture(scope="session")
def roads() -> dict[str, Explored]:
    """Everything found in each scope."""
    return explored()
