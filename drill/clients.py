"""Clients that file without stopping, and repeat the same request until it is acknowledged, as a real client does."""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event, Lock, Thread
from typing import Any
from uuid import uuid4

PATIENCE = 15.0  # seconds for an answer
PAUSES = (0.05, 0.1, 0.2, 0.5)  # seconds before another try, the last again and again
WITH_FILE, AGAIN = 10, 25  # every so many filings carry a file; after every so many an old one is sent again
CREATED, BROKEN = 201, 500


@dataclass(frozen=True)
class Filing:
    """One thing to file: its key, and the body and kind that are sent with it every time."""

    key: str
    body: bytes
    kind: str
    has_file: bool


@dataclass(frozen=True)
class Acknowledged:
    """What the site said of a filing. ``sent`` and ``at`` are seconds of ``time.monotonic``."""

    filing: Filing
    answer: dict[str, Any]
    sent: float
    at: float
    tries: int


@dataclass
class Book:
    """What all clients together have seen. Nothing in it comes from the site's own tables."""

    acknowledged: dict[str, Acknowledged] = field(default_factory=dict)
    abandoned: set[str] = field(default_factory=set)  # in flight when the drill ended
    faults: list[str] = field(default_factory=list)
    again: int = 0  # old filings sent once more
    lost: int = 0  # connections refused, cut or silent
    broken: int = 0  # answers of 500 and above
    _lock: Lock = field(default_factory=Lock)

    def note(self, done: Acknowledged) -> None:
        """Keep an acknowledgement; a second one under the same key must name the same filing."""
        with self._lock:
            first = self.acknowledged.setdefault(done.filing.key, done)
            self.again += first is not done
        for name in ("number", "filing", "petition", "code"):
            if first.answer[name] != done.answer[name]:
                self.faults.append(f"key {done.filing.key} was given another {name} the second time")

    def count(self, *, lost: int = 0, broken: int = 0) -> None:
        with self._lock:
            self.lost += lost
            self.broken += broken

    @property
    def repeats(self) -> int:
        """Tries beyond the first of each filing."""
        return sum(one.tries - 1 for one in self.acknowledged.values())


class Client(Thread):
    """One client with one connection."""

    def __init__(self, nth: int, port: int, book: Book, stop: Event) -> None:
        super().__init__(name=f"client-{nth}", daemon=True)
        self._nth, self._port, self._book, self._halt = nth, port, book, stop
        self._dice = random.Random(nth)  # noqa: S311  made-up petitions, not secrets
        self._line: HTTPConnection | None = None
        self._done: list[Filing] = []

    def run(self) -> None:
        while not self._halt.is_set():
            self._file(_filing(self._nth, len(self._done), self._dice))
            if len(self._done) % AGAIN == AGAIN - 1:
                self._file(self._dice.choice(self._done))

    def _file(self, filing: Filing) -> None:
        """Send until it is acknowledged, or until the drill ends."""
        tries = 0
        while not (tries and self._halt.is_set()):
            tries += 1
            sent = time.monotonic()
            answer = self._ask(filing)
            if answer is not None:
                self._book.note(Acknowledged(filing, answer, sent, time.monotonic(), tries))
                self._done.append(filing)
                return
            self._halt.wait(PAUSES[min(tries, len(PAUSES)) - 1])
        if filing.key not in self._book.acknowledged:
            self._book.abandoned.add(filing.key)

    def _ask(self, filing: Filing) -> dict[str, Any] | None:
        """The acknowledgement, or nothing when there was none and it has to be tried again."""
        headers = {"Content-Type": filing.kind, "Idempotency-Key": filing.key}
        try:
            self._line = self._line or HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            self._line.request("POST", "/api/v1/filings", filing.body, headers)
            response = self._line.getresponse()
            said = response.read()
        except (OSError, HTTPException):
            self._hang_up()
            self._book.count(lost=1)
            return None
        if response.status == CREATED:
            found: dict[str, Any] = json.loads(said)
            return found
        self._book.count(broken=1)
        if response.status < BROKEN:
            self._book.faults.append(f"a filing was refused: {response.status} {said.decode()[:300]}")
        return None

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def _filing(client: int, nth: int, dice: random.Random) -> Filing:
    said = {
        "text": f"第 {client} 号信访人的第 {nth} 件事：工资到现在没有发。", "demands": "发清拖欠的工资\n书面答复",
        "name": "张三丰", "phone": f"138{dice.randrange(10**8):08}", "place": "511421", "visibility": "handlers",
    }  # fmt: skip
    key = f"drill-{client}-{nth}-{uuid4().hex[:12]}"
    if nth % WITH_FILE == WITH_FILE - 1:
        return Filing(key, *_form(said, f"考勤 {client} 号 {nth} 件。\n".encode() * 200), has_file=True)
    said_plainly = {**said, "demands": said["demands"].splitlines()}
    return Filing(key, json.dumps(said_plainly).encode(), "application/json", has_file=False)


def _form(said: dict[str, str], content: bytes) -> tuple[bytes, str]:
    """A multipart form with one file."""
    mark = uuid4().hex
    head = f"--{mark}\r\nContent-Disposition: form-data; name="
    parts = "".join(f'{head}"{name}"\r\n\r\n{value}\r\n' for name, value in said.items())
    file = f'{head}"files"; filename="考勤表.txt"\r\n\r\n'
    return (
        f"{parts}{file}".encode() + content + f"\r\n--{mark}--\r\n".encode(),
        f"multipart/form-data; boundary={mark}",
    )
