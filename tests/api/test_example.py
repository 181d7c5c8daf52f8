"""The example script lives a whole life over HTTP, as its reader would run it."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sunshine.petitions.models import Rating
from tests.support.cast import Cast

SCRIPT = Path(__file__).parents[2] / "examples" / "main_road.py"
ROLES = {"SORTER": "sorter", "HANDLER": "handler", "HEAD": "head"}


def token(*arguments: str) -> str:
    said = StringIO()
    call_command("token", *arguments, stdout=said)
    return said.getvalue().strip()


def test_main_road_is_lived_from_filing_to_rating(own_cast: Cast, running_site: str, tmp_path: Path):
    tokens = {f"SUNSHINE_TOKEN_{role}": token(login) for role, login in ROLES.items()}
    ended = subprocess.run(
        [sys.executable, SCRIPT, "--url", running_site, "--save", tmp_path],
        env={**os.environ, **tokens}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert [line.split()[0] for line in ended.stdout.splitlines()] == [
        "registered", "forwarded", "accepted", "issued", "opened", "opened", "opened", "rated",
    ]  # fmt: skip
    assert set(Rating.objects.values_list("value", flat=True)) == {0, 1}
    assert all(pdf.read_bytes().startswith(b"%PDF") for pdf in tmp_path.iterdir())
    call_command("verify", stdout=StringIO())


def test_token_is_for_one_post(cast: Cast):
    with pytest.raises(CommandError, match="one post is needed, found none"):
        token("nobody")
    assert token("sorter", "--unit", "rs-bureau").startswith("sun_")
