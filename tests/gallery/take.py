"""Pictures of every page of the demo, in every look and width: ``make gallery``, or a part of it with ``ONLY=desk``.

The album is in ``.cache/gallery``: ``index.html`` leads to each picture, ``sheets`` shows many at once, ``faults.txt`` says
what a script could measure. Everything shown is the demo's invented data.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import groupby

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from playwright.sync_api import Browser
from procrastinate.contrib.django.models import ProcrastinateJob

from sunshine.foundation.offices.directory import directory
from sunshine.web.demo.load import load
from sunshine.web.launcher.postgres import Postgres
from tests.gallery import album
from tests.gallery.camera import Camera, Shot
from tests.gallery.tours import administration, desk, following, lists, public, signin, telling
from tests.gallery.visit import Visit
from tests.support.database import CHECKOUT

ALBUM = CHECKOUT / ".cache" / "gallery"
TOURS: dict[str, Callable[[Visit], None]] = {
    "public": public.tour, "telling": telling.tour, "following": following.tour, "desk": desk.tour,
    "lists": lists.tour, "administration": administration.tour, "signin": signin.tour,
}  # fmt: skip
# Addresses without a page of their own: what is sent there leads elsewhere, or is a file.
NO_PAGE = frozenset({
    "account-leave", "account-sessions", "account_login", "act", "administration-chain", "administration-copy",
    "administration-decide", "administration-move", "administration-submit", "administration-subject",
    "administration-template", "api-docs", "attachment", "calendar-feed", "calendar-ics", "case-file", "choose-post",
    "decide-erasure", "drop-filter", "end-absence", "entrance", "export", "file-preview", "hand-over",
    "lost-renew", "mfa_login_webauthn", "move", "my-file", "my-paper", "my-preview", "name-substitute", "open-person",
    "paper", "preferences", "prove", "receipt-sheet", "renew-mine", "report-retaliation", "save-filter", "sign-out", "tell-forget",
    "administration-paper-preview",
})  # fmt: skip


@pytest.fixture
def worker(own_database: str, postgres: Postgres) -> Iterator[None]:
    """The worker that typesets documents and fills the search index, at the test's own database."""
    own, owner = postgres.urls(own_database)
    environment = {**os.environ, "DATABASE_URL": own, "DATABASE_OWNER_URL": owner}
    environment["DJANGO_SETTINGS_MODULE"] = "sunshine.web.settings"
    child = subprocess.Popen([sys.executable, "-m", "sunshine.web.cli", "worker"], env=environment)
    yield
    child.terminate()
    child.wait(30)


def wait_for_jobs(seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while ProcrastinateJob.objects.filter(status__in=["todo", "doing"], scheduled_at=None).exists():
        assert time.monotonic() < until, "the worker did not get through its jobs"
        time.sleep(0.3)


@pytest.fixture(scope="module")
def taken() -> Iterator[list[Camera]]:
    """Every camera of the run; at the end its pictures become the album."""
    cameras: list[Camera] = []
    yield cameras
    shots = [shot for camera in cameras for shot in camera.shots]
    sheets = ALBUM / "sheets"
    sheets.mkdir(parents=True, exist_ok=True)
    for stem, group in groupby(sorted(shots, key=_sheet), _sheet):
        album.contact_sheets(group, sheets, stem)
    album.index(shots, ALBUM)
    (ALBUM / "faults.txt").write_text(album.faults(shots))


def _sheet(shot: Shot) -> str:
    tour, language = shot.file.parent.parent.parent.name, shot.file.parent.parent.name
    return f"{tour}-{language}-{shot.width}-{shot.look}"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("tour", TOURS)
def test_take(
    tour: str,
    language: str,
    own_database: str,
    worker: None,
    running_site: str,
    browser: Browser,
    taken: list[Camera],
) -> None:
    directory.forget()
    load(timezone.now())
    wait_for_jobs()
    folder = ALBUM / tour / language
    shutil.rmtree(folder, ignore_errors=True)
    camera = Camera(folder, language)
    visit = Visit(running_site, browser, camera, [])
    taken.append(camera)
    try:
        TOURS[tour](visit)
    finally:
        for context in visit.contexts:
            context.close()


def test_every_page_was_seen(taken: list[Camera]) -> None:
    """Only after a whole run: no address with a page of its own was left out."""
    if len(taken) < 2 * len(TOURS):
        pytest.skip("only a part was taken")
    seen = set().union(*(camera.seen for camera in taken))
    assert sorted(set(_names(get_resolver().url_patterns)) - seen - NO_PAGE) == []


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns) if not str(one.pattern).startswith("api/v1") else ()
        elif one.name:
            yield one.name
