"""Hearing of edits made by other processes, so that no two of them answer differently after one."""

from __future__ import annotations

import logging
from threading import Event, Thread
from typing import Any

import psycopg
from django.db import connections

from sunshine.foundation.memory import CHANNEL, forget_all

PAUSE = 5.0  # seconds before another try after the database went away, and between two looks whether to stop
log = logging.getLogger(__name__)


def listen() -> Event:
    """Listen until the event returned is set, on a thread and a database connection of its own."""
    stop = Event()
    settings = connections["default"].get_connection_params()
    Thread(target=_until, args=(stop, settings), name="listening", daemon=True).start()
    return stop


def _until(stop: Event, settings: dict[str, Any]) -> None:
    while not stop.is_set():
        try:
            _hear(stop, settings)
        except psycopg.Error as error:
            log.warning("not listening for edits: %s", type(error).__name__)
        stop.wait(PAUSE)


def _hear(stop: Event, settings: dict[str, Any]) -> None:
    with psycopg.connect(**settings, autocommit=True) as heard:
        heard.execute(f"LISTEN {CHANNEL}".encode())
        forget_all()  # whatever was edited while nobody listened
        while not stop.is_set():
            for _notice in heard.notifies(timeout=PAUSE):
                forget_all()
