"""Whether the site lives and can take a filing. Answers hold words of ours and no secret."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sunshine.foundation.ledger.keyring import keyring
from sunshine.foundation.ledger.stores import store
from sunshine.foundation.offices.directory import directory
from sunshine.web.monitoring.metrics import figures

OK = "ok"
WORKER_SILENT = 90.0  # seconds; a worker gives a sign of life every ten

log = logging.getLogger(__name__)


class NotReady(Exception):
    """Something is missing; the text says what, for whoever runs the site."""


def live() -> dict[str, str]:
    """The process answers; nothing else is asked."""
    return {"status": OK}


def ready() -> tuple[dict[str, str], bool]:
    """Each part's state, and whether a filing can be taken.

    A silent worker and files that cannot be written are told, but close no door: a filing is registered all the
    same, its documents and messages come later and a file that cannot be kept is set aside (条例 第二十二条).
    """
    parts = {name: _state(ask) for name, ask in {**_NEEDED, **_WANTED}.items()}
    open_door = all(parts[name] == OK for name in _NEEDED)
    whole = all(state == OK for state in parts.values())
    status = OK if whole else "degraded" if open_door else "unready"
    return {"status": status, **parts}, open_door


def _state(ask: Callable[[], None]) -> str:
    try:
        ask()
    except NotReady as missing:
        return str(missing)
    except Exception:  # whatever it is, the answer is that this part does not work
        log.exception("a readiness check failed")
        return "unreachable"
    return OK


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    if not _migrated():
        _migrated.cache_clear()
        raise NotReady("migrations are missing; run: sunshine install")


@cache
def _migrated() -> bool:
    """Whether the database is at this version. Asked once it is: a process keeps the version it began with."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _keys() -> None:
    keyring()


def _organs() -> None:
    if not directory().units:
        raise NotReady("there is no organ that could register; run: sunshine init")


def _files() -> None:
    if settings.SUNSHINE_FILES:
        store().size(UUID(int=0))  # a bucket that answers for what it does not hold is there
        return
    folder = Path(settings.MEDIA_ROOT)
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise NotReady("the files folder cannot be written")


def _worker() -> None:
    silent = figures()[0]
    if silent is None or silent > WORKER_SILENT:
        raise NotReady("no worker gave a sign of life lately; run: sunshine worker")


_NEEDED: dict[str, Callable[[], None]] = {
    "database": _database, "migrations": _migrations, "keys": _keys, "organs": _organs,
}  # fmt: skip
_WANTED: dict[str, Callable[[], None]] = {"files": _files, "worker": _worker}
