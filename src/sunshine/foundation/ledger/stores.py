"""Where sealed bytes are kept: a folder, or a bucket that speaks S3. They are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from obstore.store import S3Store

UNFINISHED = ".part"  # ends the name of a file that is still being written, or whose writer died
MOST_AT_ONCE = 5 * 1024 * 1024  # bytes sent in one request; S3 takes no smaller part but the last
PATIENCE = timedelta(seconds=20)  # with a bucket that does not answer; a filing waits for it


class StoreFailed(OSError):
    """The store did not take or give the bytes. The text is for the log: it names no file and no person."""


class Held(NamedTuple):
    """One object of a store. ``pk`` is empty for what no finished writing left."""

    pk: UUID | None
    size: int
    at: datetime
    name: str


class Store(Protocol):
    """A place for sealed bytes. Every method raises StoreFailed."""

    def put(self, pk: UUID, pieces: Iterable[bytes]) -> None:
        """Keep the pieces, one after the other, under this id; nothing is there until all of it is."""

    def get(self, pk: UUID, start: int = 0) -> Iterator[bytes]:
        """The bytes from ``start`` on, in pieces of any length."""

    def size(self, pk: UUID) -> int | None:
        """How many bytes are kept under this id; ``None`` when there are none."""

    def drop(self, pk: UUID) -> None:
        """Remove what is kept under this id, if anything is."""

    def held(self) -> Iterator[Held]:
        """Everything there is."""

    def clear(self, held: Held) -> None:
        """Remove one object as ``held`` named it."""


def name_of(pk: UUID) -> str:
    """Where an id lies: the last two digits first, so that no folder grows too large."""
    return f"{pk.hex[-2:]}/{pk.hex}"


def id_in(name: str) -> UUID | None:
    """The id a name ends in."""
    last = name.rpartition("/")[2]
    try:
        return UUID(hex=last) if len(last) == 32 else None
    except ValueError:
        return None


class Folder:
    """A folder of this machine, or one that all machines share."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, pk: UUID, pieces: Iterable[bytes]) -> None:
        path = self.root / name_of(pk)
        unfinished = path.with_name(f"{pk.hex}.{uuid4().hex[:8]}{UNFINISHED}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(unfinished, "xb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
            _sync(path.parent)
        except OSError as error:
            raise StoreFailed(f"the folder did not take a file: {error.strerror}") from error
        finally:
            unfinished.unlink(missing_ok=True)

    def get(self, pk: UUID, start: int = 0) -> Iterator[bytes]:
        try:
            with open(self.root / name_of(pk), "rb") as file:
                file.seek(start)
                while piece := file.read(1 << 18):
                    yield piece
        except OSError as error:
            raise StoreFailed(f"the folder did not give a file: {error.strerror}") from error

    def size(self, pk: UUID) -> int | None:
        try:
            return (self.root / name_of(pk)).stat().st_size
        except FileNotFoundError:
            return None

    def drop(self, pk: UUID) -> None:
        (self.root / name_of(pk)).unlink(missing_ok=True)

    def held(self) -> Iterator[Held]:
        for path in self.root.glob("??/*"):
            with suppress(FileNotFoundError):  # a file being written has just got its name
                known = path.stat()
                at = datetime.fromtimestamp(known.st_mtime, UTC)
                yield Held(id_in(path.name), known.st_size, at, f"{path.parent.name}/{path.name}")

    def clear(self, held: Held) -> None:
        (self.root / held.name).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make sure that the new name itself survives a crash."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class Bucket:
    """A bucket behind the S3 protocol: MinIO, Ceph, or a cloud's. Needs the extra ``s3``."""

    def __init__(self, address: str) -> None:
        self.store = _bucket(address)

    def put(self, pk: UUID, pieces: Iterable[bytes]) -> None:
        """In one request when it fits into one, else in parts that become an object only when all are there."""
        import obstore

        parts = _parts(pieces)
        first = next(parts, b"")
        second = next(parts, None)
        whole: Any = first if second is None else chain((first, second), parts)
        with _failing("take"):
            obstore.put(
                self.store, name_of(pk), whole, use_multipart=second is not None, chunk_size=MOST_AT_ONCE
            )

    def get(self, pk: UUID, start: int = 0) -> Iterator[bytes]:
        import obstore

        with _failing("give"):
            found = obstore.get(
                self.store, name_of(pk), options={"range": {"offset": start}} if start else None
            )
            for piece in found.stream(min_chunk_size=1 << 18):
                yield bytes(piece)

    def size(self, pk: UUID) -> int | None:
        import obstore

        try:
            with _failing("tell of"):
                return obstore.head(self.store, name_of(pk))["size"]
        except StoreFailed as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return None
            raise

    def drop(self, pk: UUID) -> None:
        self._delete(name_of(pk))

    def held(self) -> Iterator[Held]:
        import obstore

        with _failing("list"):
            for batch in obstore.list(self.store):
                for one in batch:
                    yield Held(id_in(one["path"]), one["size"], one["last_modified"], one["path"])

    def clear(self, held: Held) -> None:
        self._delete(held.name)

    def _delete(self, name: str) -> None:
        import obstore

        try:
            with _failing("remove"):
                obstore.delete(self.store, name)
        except StoreFailed as error:
            if not isinstance(error.__cause__, FileNotFoundError):
                raise


class _failing:  # noqa: N801  reads as the statement it is
    """Says in one kind of error whatever the bucket's library raises; its own text may name the object."""

    def __init__(self, doing: str) -> None:
        self.doing = doing

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        from obstore.exceptions import BaseError

        if isinstance(error, BaseError | OSError) and not isinstance(error, StoreFailed):
            raise StoreFailed(f"the bucket did not {self.doing} a file: {type(error).__name__}") from error


def _parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in parts of the one length S3 wants, the last one shorter."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= MOST_AT_ONCE:
            yield bytes(waiting[:MOST_AT_ONCE])
            del waiting[:MOST_AT_ONCE]
    if waiting:
        yield bytes(waiting)


def _bucket(address: str) -> S3Store:
    """The bucket an address names. The secret comes from the environment, where nobody reads it by accident."""
    try:
        from obstore.store import S3Store
    except ImportError as error:
        raise ImproperlyConfigured(
            "files in a bucket need the extra: pip install 'sunshine-petitions[s3]'"
        ) from error
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    unknown = options.keys() - {"endpoint", "region", "virtual_host"}
    if parts.scheme != "s3" or not parts.netloc or unknown:
        raise ImproperlyConfigured("SUNSHINE_FILES is s3://BUCKET/PREFIX?endpoint=…&region=…&virtual_host=1")
    endpoint = {"endpoint": options["endpoint"]} if "endpoint" in options else {}
    return S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        region=options.get("region", "us-east-1"),
        virtual_hosted_style_request=options.get("virtual_host") == "1",
        client_options={
            "allow_http": options.get("endpoint", "").startswith("http://"),
            "timeout": PATIENCE,
            "connect_timeout": timedelta(seconds=5),
        },
        retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
        **endpoint,  # type: ignore[arg-type]
    )


def store() -> Store:
    """The store the settings name."""
    return _store(settings.SUNSHINE_FILES, str(settings.MEDIA_ROOT))


@cache
def _store(address: str, folder: str) -> Store:
    return Bucket(address) if address else Folder(Path(folder))
