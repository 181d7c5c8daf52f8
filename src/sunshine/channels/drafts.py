"""Keeping a draft between two screens: sealed on the server, its only key in the visitor's cookie.

From the secret in the cookie follow both the name of the row and the SM4 key that opens it; the database holds
neither. Officers have no way in, a stolen database or backup opens nothing, and a draft that is not touched for a
week is thrown away.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from uuid_utils.compat import uuid7

from sunshine.channels import room
from sunshine.channels.models import Draft, DraftFile
from sunshine.channels.room import MOST_WORDS, NoRoom
from sunshine.foundation.files.store import MOST_BYTES, MOST_FILES, clean_name
from sunshine.foundation.ledger.sealing import Unreadable, seal, sm3, unseal
from sunshine.foundation.network import network

COOKIE, PATH = "draft", "/tell/"
KEPT = timedelta(days=7)
AFTER_FILING = timedelta(hours=1)  # that a repeat of the last press still leads to the receipt


@dataclass
class Begun:
    """A draft as it is worked on. ``done`` names the screens answered; ``filed`` the filing it became."""

    values: dict[str, str] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)  # id, field, name, size
    done: list[str] = field(default_factory=list)
    key: str = field(default_factory=lambda: str(uuid4()))  # the request key of the one filing this becomes
    saved: str = ""
    filed: str = ""

    @property
    def saved_at(self) -> datetime | None:
        return datetime.fromisoformat(self.saved) if self.saved else None


def secret_of(request: HttpRequest) -> str:
    """The secret this browser brought, empty for none."""
    return str(request.COOKIES.get(COOKIE, ""))


def give_secret(response: HttpResponseBase, *, for_the_visit: bool = False) -> None:
    """Hand the browser a fresh secret: for a week, or (after filing, on a borrowed computer) until it is closed."""
    keep(response, secrets.token_urlsafe(32), for_the_visit=for_the_visit)


def keep(response: HttpResponseBase, secret: str, *, for_the_visit: bool = False) -> None:
    """Let the browser keep the secret, on the pages of the draft alone."""
    response.set_cookie(
        COOKIE, secret, path=PATH, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
        max_age=None if for_the_visit else int(KEPT.total_seconds()),
    )  # fmt: skip


def found(request: HttpRequest) -> Begun | None:
    """The draft of this browser; ``None`` without one, past its day, or with a secret that is not its own."""
    secret = secret_of(request)
    row = Draft.objects.filter(pk=_row(secret), expires_at__gt=timezone.now()).first() if secret else None
    return _read(secret, row)


@contextmanager
def changing(request: HttpRequest) -> Iterator[Begun]:
    """The draft of this browser, begun if there is none, and kept when the block ends. Two tabs wait for each other.

    Raises NoRoom, and keeps nothing of what was changed, where there is no room for it.
    """
    secret = secret_of(request)
    with transaction.atomic():
        row = _begun_row(secret, request)
        begun = _read(secret, row) or Begun()
        yield begun
        if not begun.filed:
            begun.saved = timezone.now().isoformat()
            _write(secret, row, begun, KEPT)


def _begun_row(secret: str, request: HttpRequest) -> Draft:
    rows = Draft.objects.select_for_update()
    row = rows.filter(pk=_row(secret)).first()
    if row is not None:
        return row
    origin = room.mark(network(request))
    if not room.there_is(origin, drafts=1):
        raise NoRoom
    fresh = {"sealed": b"", "expires_at": timezone.now() + KEPT, "network": origin}
    Draft.objects.get_or_create(pk=_row(secret), defaults=fresh)
    return rows.get(pk=_row(secret))


def attach(request: HttpRequest, begun: Begun, name: str, uploads: Iterable[UploadedFile[Any]]) -> list[str]:
    """Keep these files with the draft; returns the names of those too many or too large to be kept here."""
    refused = []
    for upload in uploads:
        size = upload.size or 0
        fits = len(begun.files) < MOST_FILES and size <= MOST_BYTES
        if not fits or not room.there_is(room.mark(network(request)), size=size):
            refused.append(clean_name(upload.name or ""))
            continue
        begun.files.append(_keep(secret_of(request), name, upload))
    return refused


def _keep(secret: str, name: str, upload: UploadedFile[Any]) -> dict[str, Any]:
    made = uuid7()
    sealed = seal(_key(secret), upload.read(), made.bytes)
    DraftFile.objects.create(pk=made, draft_id=_row(secret), sealed=sealed)
    return {"id": str(made), "field": name, "name": clean_name(upload.name or ""), "size": upload.size}


def drop(begun: Begun, pk: str) -> None:
    """Take a file out of the draft."""
    if any(one["id"] == pk for one in begun.files):
        DraftFile.objects.filter(pk=UUID(pk)).delete()
    begun.files = [one for one in begun.files if one["id"] != pk]


def uploads(request: HttpRequest, begun: Begun) -> MultiValueDict[str, UploadedFile[Any]]:
    """The draft's files as if they had just been chosen, by field."""
    secret = secret_of(request)
    boxes = dict(DraftFile.objects.filter(draft=_row(secret)).values_list("pk", "sealed"))
    brought: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict()
    for one in begun.files:
        pk = UUID(one["id"])
        content = unseal(_key(secret), bytes(boxes[pk]), pk.bytes)
        brought.appendlist(one["field"], SimpleUploadedFile(one["name"], content))
    return brought


def locked(request: HttpRequest) -> Begun | None:
    """The draft of this browser, for this transaction alone; ``None`` as ``found``."""
    secret = secret_of(request)
    rows = Draft.objects.select_for_update().filter(pk=_row(secret), expires_at__gt=timezone.now())
    return _read(secret, rows.first() if secret else None)


def finish(request: HttpRequest, filing: UUID) -> None:
    """Erase what was told: it is a filing now. Only where it went is left, for an hour, still under the visitor's key."""
    secret = secret_of(request)
    row = Draft.objects.get(pk=_row(secret))
    row.files.all().delete()
    _write(secret, row, Begun(filed=str(filing)), AFTER_FILING)


def forget(request: HttpRequest) -> None:
    """Throw the draft of this browser away."""
    Draft.objects.filter(pk=_row(secret_of(request))).delete()


def _row(secret: str) -> str:
    return sm3(b"draft row", secret.encode("utf-8", "replace")).hex()


def _key(secret: str) -> bytes:
    return sm3(b"draft key", secret.encode("utf-8", "replace"))[:16]


def _read(secret: str, row: Draft | None) -> Begun | None:
    if row is None or not row.sealed:
        return None
    try:
        return Begun(**json.loads(unseal(_key(secret), bytes(row.sealed), row.pk.encode())))
    except Unreadable:
        return None


def _write(secret: str, row: Draft, begun: Begun, kept: timedelta) -> None:
    words = json.dumps(asdict(begun)).encode()
    if len(words) > MOST_WORDS:
        raise NoRoom
    row.sealed = seal(_key(secret), words, row.pk.encode())
    row.size = len(row.sealed) + sum(one["size"] or 0 for one in begun.files)
    row.touched_at = timezone.now()
    row.expires_at = row.touched_at + kept
    row.save()
