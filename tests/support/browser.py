"""A real browser against a running site."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright

BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")


def _just_the_site(handler: WSGIHandler) -> WSGIHandler:
    return handler


@pytest.fixture
def running_site(own_database: str) -> Iterator[str]:
    """Serve the site over HTTP from the test's own database; returns its address without a closing slash."""
    # WhiteNoise serves the static files here as in production, so no handler of Django's is put around.
    thread = LiveServerThread("127.0.0.1", _just_the_site, port=0)  # type: ignore[arg-type]
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    connections.close_all()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """An installed Chromium; skipped without one, except in CI, where that is a failure."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        missing = "no Chromium found (sudo apt-get install chromium): browser tests not run"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    # Playwright's loop lives in this thread, and Django would refuse to touch the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page, as a phone-sized visitor from China sees it."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()
