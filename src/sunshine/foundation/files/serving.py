"""Answers that hand out what people brought in: streamed, and harmless to whoever opens them."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from sunshine.foundation.files.kinds import TEXT

# Kinds a browser shows without running anything in them; all others are only offered for saving.
INLINE = {"application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp", TEXT}


def document(data: bytes) -> StreamingHttpResponse:
    """A PDF at hand, shown in place."""
    return handed_out([data], len(data), "application/pdf")


def handed_out(
    pieces: Iterable[bytes], size: int, kind: str, name: str = "", *, save: bool = False
) -> StreamingHttpResponse:
    """The bytes as an answer. Nothing in them may run, be framed, be guessed at, or stay in a cache.

    ``save`` offers them for saving under their name, whatever they are, and names no kind a program would open by itself.
    """
    shown = not save and kind in INLINE
    media_type = f"{TEXT}; charset=utf-8" if kind == TEXT else kind
    response = StreamingHttpResponse(pieces, content_type="application/octet-stream" if save else media_type)
    response["Content-Length"] = str(size)
    response["Content-Disposition"] = content_disposition_header(not shown, name) or "inline"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
