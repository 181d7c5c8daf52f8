"""A small server that speaks enough of the S3 protocol for a store: objects, ranges, parts, lists; and that can fail."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


class Bucket(ThreadingHTTPServer):
    """Objects by path, with their parts while they are being sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Requests)
        self.objects: dict[str, tuple[bytes, datetime]] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.failing = ""  # a method that is answered with 503, or "all"
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def age(self, name: str, at: datetime) -> None:
        self.objects[name] = (self.objects[name][0], at)


class Requests(BaseHTTPRequestHandler):
    """One request of a client."""

    server: Bucket
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Says nothing."""

    def _come(self) -> tuple[str, dict[str, str], bytes]:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(f"{self.command} {parts.path}")
        assert self.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=someone/")
        return unquote(parts.path).removeprefix("/evidence").lstrip("/"), query, body

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", headers.pop("Length", str(len(body))))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _fails(self) -> bool:
        if self.server.failing in {self.command, "all"}:
            self._answer(503, b"<Error><Code>SlowDown</Code></Error>")
            return True
        return False

    def do_PUT(self) -> None:
        name, query, body = self._come()
        if self._fails():
            return
        if "partNumber" in query:
            self.server.parts[query["uploadId"]][int(query["partNumber"])] = body
        else:
            self.server.objects[name] = (body, datetime.now(UTC))
        self._answer(200, ETag=f'"{md5(body).hexdigest()}"')

    def do_POST(self) -> None:
        name, query, body = self._come()
        if self._fails():
            return
        if "delete" in query:
            self._delete_many(re.findall(r"<Key>([^<]*)</Key>", body.decode()))
        elif "uploads" in query:
            self._begin(f"u{len(self.server.parts)}")
        else:
            self._complete(name, query["uploadId"])

    def _delete_many(self, names: list[str]) -> None:
        for name in names:
            self.server.objects.pop(name, None)
        gone = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in names)
        self._answer(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def _begin(self, upload: str) -> None:
        self.server.parts[upload] = {}
        told = f"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
        self._answer(200, told.encode())

    def _complete(self, name: str, upload: str) -> None:
        parts = self.server.parts.pop(upload)
        self.server.objects[name] = (b"".join(parts[n] for n in sorted(parts)), datetime.now(UTC))
        told = "<CompleteMultipartUploadResult><ETag>&quot;x&quot;</ETag></CompleteMultipartUploadResult>"
        self._answer(200, told.encode())

    def do_GET(self) -> None:
        name, query, _body = self._come()
        if self._fails():
            return
        if "list-type" in query:
            self._list(query.get("prefix", ""))
        elif name in self.server.objects:
            self._give(*self.server.objects[name])
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_HEAD(self) -> None:
        self.do_GET()

    def _give(self, data: bytes, at: datetime) -> None:
        common = {"ETag": '"x"', "Last_Modified": f"{at:%a, %d %b %Y %H:%M:%S GMT}"}
        wanted = self.headers.get("Range", "")
        if not wanted:
            self._answer(200, data, **common)
            return
        start = int(wanted.removeprefix("bytes=").split("-")[0])
        part = f"bytes {start}-{len(data) - 1}/{len(data)}"
        self._answer(206, data[start:], Content_Range=part, **common)

    def do_DELETE(self) -> None:
        name, query, _body = self._come()
        if self._fails():
            return
        if "uploadId" in query:
            self.server.parts.pop(query["uploadId"], None)
        self.server.objects.pop(name, None)
        self._answer(204)

    def _list(self, prefix: str) -> None:
        found = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(data)}</Size>"
            f"<LastModified>{at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified><ETag>&quot;x&quot;</ETag></Contents>"
            for name, (data, at) in sorted(self.server.objects.items())
            if name.startswith(prefix)
        )
        self._answer(
            200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode()
        )


@contextmanager
def bucket() -> Iterator[Bucket]:
    """A running server with an empty bucket ``evidence``."""
    server = Bucket()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
