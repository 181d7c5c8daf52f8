"""Finding or starting the embedded PostgreSQL for a command that was given no DATABASE_URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sunshine.web.launcher.postgres import Postgres
from sunshine.web.launcher.programs import PostgresError

CHECKOUT = Path(__file__).resolve().parents[4]


def data_folder() -> Path:
    """Return the data folder: SUNSHINE_DATA, else `.data` in the checkout."""
    return Path(os.environ.get("SUNSHINE_DATA") or CHECKOUT / ".data").resolve()


def use(server: Postgres) -> None:
    """Name `server` in the environment of this process and of those it starts."""
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = server.urls()


@contextmanager
def database() -> Iterator[bool]:
    """Provide a database for one command: DATABASE_URL, a server of ours that runs, or one of our own meanwhile.

    Says whether it is our own, which stops when the command ends. Raises PostgresError when there is none of these.
    """
    if os.environ.get("DATABASE_URL"):
        yield False
        return
    if not data_folder().exists():
        raise PostgresError(
            f"No data in {data_folder()} yet. Run `make demo` or `sunshine init` first, or set DATABASE_URL."
        )
    server = Postgres(data_folder())
    use(server)
    if server.is_running_elsewhere():
        yield False
    else:
        with server:
            yield True
