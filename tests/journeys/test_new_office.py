"""A new office from nothing, by its chapter in docs/install.md alone: the chapter's own commands, on an empty machine.

Every `sh` block of the chapter is run as it stands, but for the folder and the port. Three administrators and three
officers turn their codes into a password and a second factor, the tables of `examples/` are imported with a second
person's agreement, and the first petition is filed, sorted, decided, countersigned and opened by its petitioner.
"""

from __future__ import annotations

import os
import re
import shlex
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_main_road import (
    LABOUR,
    file_a_petition,
    follow,
    move,
    open_case,
    send,
    sort_and_forward,
)
from tests.support.factors import totp

CHECKOUT = Path(__file__).parents[2]
CHAPTER = re.compile(r"^## A new office from nothing$(.*?)(?=^## |\Z)", re.M | re.S)
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
CODE = re.compile(r"\b\w{4}(?:-\w{4}){3}\b")
PASSWORD = "three unlikely words"
FOREIGN = ("SUNSHINE_", "DATABASE_", "SECRET_KEY", "DJANGO_", "PYTEST_")


def commands() -> list[str]:
    """The chapter's blocks, in order: set up, certificate, site, worker, prove."""
    chapter = CHAPTER.search((CHECKOUT / "docs" / "install.md").read_text())
    assert chapter is not None
    return BLOCK.findall(chapter[1])


@dataclass
class Machine:
    """An empty folder and a free port, on which the chapter's commands are typed."""

    folder: Path
    port: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    exported: dict[str, str] = field(default_factory=dict)

    @property
    def site(self) -> str:
        return f"https://localhost:{self.port}"

    def type(self, block: str) -> str:
        """Run a block to its end; returns what it printed. Exports hold for what is typed afterwards."""
        printed = ""
        for line in self._lines(block):
            if line.startswith("export "):
                self.exported |= dict(one.split("=", 1) for one in shlex.split(line)[1:])
            else:
                ended = subprocess.run(
                    self._words(line), env=self._environment(), cwd=CHECKOUT, capture_output=True, text=True, check=False
                )  # fmt: skip
                assert ended.returncode == 0, ended.stdout + ended.stderr
                printed += ended.stdout
        return printed

    def start(self, block: str) -> None:
        """Begin what goes on running."""
        (line,) = self._lines(block)
        with (self.folder.parent / f"log-{len(self.running)}").open("wb") as log:
            command = self._words(line)
            self.running.append(
                subprocess.Popen(command, env=self._environment(), cwd=CHECKOUT, stdout=log, stderr=log)
            )

    def _lines(self, block: str) -> list[str]:
        text = (
            block.replace("\\\n", " ")
            .replace("/srv/sunshine", str(self.folder))
            .replace("8443", str(self.port))
        )
        return [line.strip() for line in text.splitlines() if line.strip()]

    def _words(self, line: str) -> list[str]:
        first, *rest = shlex.split(line)
        return (
            [sys.executable, "-m", "sunshine.web.cli", *rest]
            if first == ".venv/bin/sunshine"
            else [first, *rest]
        )

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        return own | self.exported

    def wait_until_ready(self) -> None:
        """Until the site says of itself that everything is in place."""
        trusting = ssl._create_unverified_context()
        until = time.monotonic() + 90
        while time.monotonic() < until:
            assert [one.poll() for one in self.running] == [None] * len(self.running)
            try:
                with urlopen(f"{self.site}/readyz", context=trusting, timeout=10) as answer:
                    if b'"status": "ok"' in answer.read():
                        return
            except (HTTPError, URLError, OSError):
                pass
            time.sleep(0.3)
        pytest.fail("the site never said that it is ready")

    def stop(self) -> None:
        for one in reversed(self.running):
            one.terminate()
        for one in reversed(self.running):
            assert one.wait(60) == 0


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    found = Machine(tmp_path / "data", port)
    yield found
    for one in found.running:
        one.kill()
        one.wait()


@pytest.fixture
def window(machine: Machine, browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opened(viewport: object = DESK) -> Page:
        context = browser.new_context(
            locale="zh-CN", viewport=viewport, base_url=machine.site, ignore_https_errors=True  # type: ignore[arg-type]
        )  # fmt: skip
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def come_in(page: Page, code: str) -> Page:
    """From the one-time code to a password, an authenticator app and the recovery codes."""
    page.goto("/sign-in/invitation/")
    page.fill("[name=code]", code)
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("main button.sun")
    page.wait_for_url("**/account/")
    page.click("text=装验证器")
    page.click("summary")
    page.fill("[name=code]", totp(page.inner_text(".telling").strip()))
    page.click("button:has-text('装好了')")
    page.wait_for_url("**/account/codes/")
    return page


def codes_in(text: str, *logins: str) -> dict[str, str]:
    """The one-time code printed on each person's line."""
    lines = {login: next(line for line in text.splitlines() if login in line.split()) for login in logins}
    return {login: CODE.findall(line)[0] for login, line in lines.items()}


def import_tables(editor: Page, guardian: Page) -> dict[str, str]:
    """The system administrator proposes the tables, the security administrator agrees; returns the officers' codes."""
    editor.goto("/desk/admin/import/")
    for table in ("units", "officers"):
        editor.set_input_files(f"[name={table}]", CHECKOUT / "examples" / f"{table}.csv")
    editor.click("main button.sun")
    editor.click("button:has-text('提出，等安全管理员同意')")
    editor.wait_for_url(re.compile(r"/desk/admin/import/[0-9a-f-]{36}/"))
    guardian.goto(editor.url)
    guardian.click("button:has-text('同意并导入')")
    expect(guardian.locator("h1")).to_have_text("邀请码")
    rows = [row.inner_text() for row in guardian.locator("tbody tr").all()]
    return {row.split()[0]: CODE.findall(row)[0] for row in rows}


def decide(handler: Page, number: str) -> None:
    handler.goto("/desk/")
    open_case(handler, number)
    send(handler, move(handler, "签收"), "已办：签收")
    form = move(handler, "受理告知")
    form.locator("[name=person]").fill("刘洋")
    form.locator("[name=phone]").fill("028-0000 0021")
    send(handler, form, "已办：受理告知")
    form = move(handler, "出具处理意见")
    form.locator("[name=findings]").fill("经查，十二人的工资确未发放。")
    for row in form.locator("fieldset.row").all():
        row.locator("label.choice", has_text="支持").first.click()
        row.locator("[name$=-opinion]").fill("责令三日内发清。")
        row.locator("[name$=-basis]").fill("《保障农民工工资支付条例》第三条")
    send(handler, form, "已办：出具处理意见")


def test_office_is_set_up_and_answers_its_first_petition(machine: Machine, window: Callable[..., Page]):
    set_up, certificate, serve, work, prove = commands()
    printed = machine.type(set_up)
    invited = codes_in(printed, "wang.wei", "li.na", "zhao.jun")
    machine.type(certificate)
    machine.start(serve)
    machine.start(work)
    machine.wait_until_ready()

    editor, guardian = come_in(window(), invited["wang.wei"]), come_in(window(), invited["li.na"])
    come_in(window(), invited["zhao.jun"])
    codes = import_tables(editor, guardian)
    assert len(codes) == 7

    citizen = window(PHONE)
    number, code = file_a_petition(citizen)
    sorter = come_in(window(), codes["luo.wenbin"])
    sorter.goto("/desk/")
    open_case(sorter, number)
    sort_and_forward(sorter, LABOUR)
    decide(come_in(window(), codes["liu.yang"]), number)
    head = come_in(window(), codes["chen.guodong"])
    head.goto("/desk/")
    open_case(head, number)
    send(head, move(head, "同意"), "已办：同意")

    follow(citizen, number, code, "5678")
    opinion = citizen.request.get(
        citizen.locator("main a", has_text="意见书").first.get_attribute("href") or ""
    )
    assert opinion.body()[:5] == b"%PDF-"
    citizen.reload()
    expect(citizen.locator("main")).to_contain_text("评价")

    assert "whole" in machine.type(prove)
    machine.stop()
