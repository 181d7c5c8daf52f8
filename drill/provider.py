"""Whoever takes the texts: a provider on this machine that remembers every id it was given."""

from __future__ import annotations

import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

BODY = '{"id": "{id}", "phone": "{phone}", "text": "{text}"}'


class Provider:
    """What was handed over: by id, the digest of phone and text, once for each time it came."""

    def __init__(self) -> None:
        self.taken: dict[str, list[str]] = defaultdict(list)
        self.times: list[float] = []  # when each came, by time.monotonic
        self._lock = Lock()

    def take(self, said: dict[str, str]) -> None:
        """Note one text."""
        digest = hashlib.sha256(f"{said['phone']} {said['text']}".encode()).hexdigest()
        with self._lock:
            self.taken[said["id"]].append(digest)
            self.times.append(time.monotonic())

    @property
    def handed_over(self) -> int:
        return len(self.times)


@contextmanager
def provider() -> Iterator[tuple[Provider, str]]:
    """A provider that takes texts at the address that comes with it."""
    taker = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taker.take(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield taker, f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
