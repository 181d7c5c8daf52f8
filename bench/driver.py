"""Clients that ask a server for the same kind of page again and again, each over one connection kept open.

The clients are processes of their own, so that their CPU time is not the server's; what the server spends is read
between the first and the last answer.
"""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from statistics import quantiles
from urllib.request import urlopen

from bench.accounting import cpu_ms

SETTLE = 3  # answers a client takes before its counting begins


@dataclass(frozen=True)
class Ask:
    """One kind of request: what each client sends, in turn, and whom to charge for it."""

    name: str
    bodies: Sequence[bytes]  # whole requests, head and body
    good: tuple[int, ...] = (200,)


@dataclass(frozen=True)
class Told:
    """What came of it. Milliseconds; CPU is the server's alone, web and database together, per answer."""

    answers: int
    per_second: float
    cpu: float
    median: float
    p95: float
    size: int = 0
    statements: float | None = None


def request(
    method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"", host: str = "127.0.0.1"
) -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: keep-alive"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    lines += [f"Content-Length: {len(body)}"] if body or method == "POST" else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def wait(port: int, path: str, seconds: float = 60) -> None:
    """Until a server that was just started answers there. Raises AssertionError when it does not in time."""
    until = time.monotonic() + seconds
    while True:
        try:
            urlopen(f"http://127.0.0.1:{port}{path}", timeout=60).close()
            return
        except OSError:
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)


def drive(port: int, ask: Ask, clients: int, seconds: float, servers: Iterable[int]) -> Told:
    """Let clients ask for a while. Raises AssertionError when an answer is not what was wanted."""
    pids = list(servers)
    Line(port).ask(ask.bodies[0], ask)  # whatever a server does only once
    ready = multiprocessing.Barrier(clients + 1)
    results: multiprocessing.Queue[tuple[list[float], int]] = multiprocessing.Queue()
    share = [ask.bodies[n % len(ask.bodies) :: clients] for n in range(clients)]
    crew = [
        multiprocessing.Process(
            target=_client, args=(port, ask, share[n], seconds, ready, results), daemon=True
        )
        for n in range(clients)
    ]
    for one in crew:
        one.start()
    ready.wait(120)
    before, begun = cpu_ms(pids), time.monotonic()
    ready.wait(120)
    told = [results.get(timeout=seconds + 120) for _ in crew]
    spent, lasted = cpu_ms(pids) - before, time.monotonic() - begun
    for one in crew:
        one.join()
    times = sorted(t for mine, _ in told for t in mine)
    assert times, f"{ask.name}: no answer"
    cuts = quantiles(times, n=20) if len(times) > 1 else [times[0]] * 19
    return Told(len(times), len(times) / lasted, spent / len(times), cuts[9], cuts[18], told[0][1])


def _client(
    port: int,
    ask: Ask,
    bodies: Sequence[bytes],
    seconds: float,
    ready: Barrier,
    results: Queue[tuple[list[float], int]],
) -> None:
    line, sending = Line(port), cycle(bodies)
    times: list[float] = []
    try:
        for _ in range(SETTLE):
            size = line.ask(next(sending), ask)
    except BaseException:
        ready.abort()
        raise
    ready.wait(120)
    ready.wait(120)
    until = time.monotonic() + seconds
    while (begun := time.monotonic()) < until:
        size = line.ask(next(sending), ask)
        times.append((time.monotonic() - begun) * 1000)
    results.put((times, size))


class Line:
    """A connection, opened again whenever the server closes it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port))
        self._stream = self._socket.makefile("rb")

    def ask(self, body: bytes, ask: Ask) -> int:
        """Send and read to the end; returns the answer's bytes."""
        head = self._sent(body) or self._sent(body)
        assert head, "the server hung up"
        assert int(head[0].split()[1]) in ask.good, f"{ask.name}: {head[0].decode()}"
        fields = dict(line.lower().split(b": ", 1) for line in head[1:])
        size = self._chunks() if fields.get(b"transfer-encoding") == b"chunked" else self._whole(fields)
        if fields.get(b"connection") == b"close":
            self._socket.close()
            self._open()
        return size

    def _sent(self, body: bytes) -> list[bytes]:
        """The head of the answer; none from a server that had let the idle connection go, and a new one is opened."""
        with suppress(ConnectionError):
            self._socket.sendall(body)
            if head := self._head():
                return head
        self._open()
        return []

    def _head(self) -> list[bytes]:
        lines = []
        while line := self._stream.readline().strip():
            lines.append(line)
        return lines

    def _whole(self, fields: dict[bytes, bytes]) -> int:
        length = fields.get(b"content-length")
        return len(self._stream.read(int(length)) if length else self._stream.read())

    def _chunks(self) -> int:
        size = 0
        while part := int(self._stream.readline(), 16):
            size += len(self._stream.read(part))
            self._stream.readline()
        self._stream.readline()
        return size
