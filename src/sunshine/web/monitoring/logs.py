"""Logs: one JSON object a line, made of codes, ids and numbers.

What people say reaches a log by three roads, and all three are closed here. A library's message may quote an
address or a form: its template is kept, its arguments are dropped. An exception's message may quote a row: its
type and the places it passed are kept. Fields added to a record may hold anything: only those named here pass.
"""

from __future__ import annotations

import logging
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from pythonjsonlogger.json import JsonFormatter

OURS = "sunshine"
REQUESTS = "sunshine.request"
# Of a request's line: how it was asked, which address by its pattern, what came of it, and in which post.
FIELDS = ("method", "route", "status", "ms", "database_ms", "statements", "actor", "post")
DEEPEST = 12  # exceptions in one chain
FRAMES = 30

request_id: ContextVar[str] = ContextVar("request_id", default="")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WordlessFormatter(JsonFormatter):
    """One JSON object a record, without what anybody said."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03}{_zone(record)}",
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if request_id.get():
            line["request_id"] = request_id.get()
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        line |= _job(record)
        if record.exc_info:
            line["exception"] = exception(record.exc_info)
        return self.serialize_log_record(line)


def _zone(record: logging.LogRecord) -> str:
    offset = logging.Formatter().formatTime(record, "%z")
    return f"{offset[:3]}:{offset[3:]}"


def _message(record: logging.LogRecord) -> str:
    """Our own message as it is; a library's without what was put into it."""
    if record.name == OURS or record.name.startswith(f"{OURS}."):
        return record.getMessage()
    if record.name == "django.request":
        return "the request failed"
    action = getattr(record, "action", None)  # procrastinate writes a job's arguments into its messages
    return str(action if isinstance(action, str) else record.msg)


def _job(record: logging.LogRecord) -> dict[str, Any]:
    """Which job a record of the queue is about."""
    job = getattr(record, "job", None)
    if not isinstance(job, dict):
        return {}
    return {"task": job.get("task_name"), "job": job.get("id"), "attempts": job.get("attempts")}


def exception(found: ExcInfo) -> list[dict[str, Any]]:
    """An exception and what caused it, the outermost first, each by its type and the places it passed."""
    chain: list[dict[str, Any]] = []
    error = found[1]
    while error is not None and len(chain) < DEEPEST:
        kind = type(error)
        told = {"type": f"{kind.__module__}.{kind.__qualname__}", "at": _places(error.__traceback__)}
        chain.append(told | ({"says": str(error)} if isinstance(error, ImproperlyConfigured) else {}))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False)[-FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _has_exception(record: logging.LogRecord) -> bool:
    return bool(record.exc_info)


def configuration(*, json: bool) -> dict[str, Any]:
    """Django's ``LOGGING``: JSON lines without words, or, to work on the program, plain lines that may quote."""
    plain = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    quiet = {"level": "WARNING", "handlers": [], "propagate": True}
    faults: dict[str, Any] = {"()": "django.utils.log.CallbackFilter", "callback": _has_exception}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"faults": faults},
        "formatters": {"json": {"()": WordlessFormatter}, "plain": {"format": plain}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json" if json else "plain"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": quiet,
            "django.server": quiet,
            # A refused request has its own line; Django's would say the address, which may hold a query code.
            "django.request": quiet | {"level": "ERROR", "filters": ["faults"]},
            OURS: {"level": "INFO"},
            REQUESTS: {"level": "INFO" if json else "WARNING"},
        },
    }
