"""Making the copies people look at: without metadata, from files that may be broken or made to do harm.

Runs as a process of its own, ``python -m sunshine.foundation.files.copying TYPE``, with the original on its standard input
and the copies on its standard output; it has no settings, no keys and no database, and bounds its own memory and time.
Nothing here imports Django.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, NamedTuple

from sunshine.foundation.files.films import without_metadata as film
from sunshine.foundation.files.kinds import FILMS, HEIC, IMAGES, SHEET, SLIDES, TEXT, WORD, encoding_of
from sunshine.foundation.files.office import without_authors
from sunshine.foundation.files.pdfs import without_metadata as pdf
from sunshine.foundation.files.sounds import without_tags

MEMORY = 1536 * 1024 * 1024  # bytes of address space
SECONDS = 60  # of the processor
LONGEST = 4096  # pixels of a shown picture's longer side: enough to read a page of small print
PREVIEW = 360
MOST_PIXELS = (
    60_000_000  # of a picture that has to be unpacked whole; a JPEG may be read at a fraction of its size
)
MOST_PIXELS_SCALED = 400_000_000


class Part(NamedTuple):
    """One copy: what it is for, what it is, its bytes."""

    kind: str
    type: str
    data: bytes


def copies(kind: str, data: bytes) -> list[Part]:
    """The copies of an original of this media type; none where there is no way to make one. Raises anything at all."""
    if kind == HEIC:
        _read_heic_too()
    if kind in IMAGES:
        return _picture(data)
    make = MAKERS.get(kind)
    return [Part("shown", kind, make(data))] if make else []


def _read_heic_too() -> None:
    import pi_heif

    pi_heif.register_heif_opener()


def _picture(data: bytes) -> list[Part]:
    """Drawn anew from its pixels, turned upright: nothing else of the file survives."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS_SCALED
    with Image.open(BytesIO(data)) as opened:
        opened.draft("RGB", (LONGEST, LONGEST))  # JPEG only: unpacks at a fraction of the size
        if opened.width * opened.height > MOST_PIXELS:
            raise ValueError("more pixels than are unpacked")
        upright: Any = ImageOps.exif_transpose(opened) or opened
        upright.thumbnail((LONGEST, LONGEST))
        clear = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
        shown = upright.convert("RGBA" if clear else "RGB")
    drawn = opened.format in {"PNG", "GIF", "BMP"} or clear
    small = _on_white(shown)
    small.thumbnail((PREVIEW, PREVIEW))
    return [
        Part("shown", "image/png", _saved(shown, "PNG"))
        if drawn
        else Part("shown", "image/jpeg", _saved(shown, "JPEG", quality=88)),
        Part("preview", "image/jpeg", _saved(small, "JPEG", quality=80)),
    ]


def _on_white(picture: Any) -> Any:
    from PIL import Image

    plain = Image.new("RGB", picture.size, "white")
    plain.paste(picture, mask=picture if picture.mode == "RGBA" else None)
    return plain


def _saved(picture: Any, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.info = {}
    picture.save(out, kind, optimize=True, **options)
    return out.getvalue()


def _text(data: bytes) -> bytes:
    """As UTF-8, which every browser reads."""
    return data.decode(encoding_of(data) or "utf-8", "replace").encode()


MAKERS: Mapping[str, Callable[[bytes], bytes]] = {
    **dict.fromkeys(FILMS, film),
    **dict.fromkeys((WORD, SHEET, SLIDES), without_authors),
    **dict.fromkeys(("audio/mpeg", "audio/wav"), without_tags),
    "audio/amr": bytes,  # holds frames of sound and nothing else
    "application/pdf": pdf,
    TEXT: _text,
}
COPYABLE = IMAGES | MAKERS.keys()


def main() -> None:
    """Copy standard input; exits with code 1 and no copies when there is no way."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the picture in clear
    made = copies(sys.argv[1], sys.stdin.buffer.read())
    sizes = [[part.kind, part.type, len(part.data)] for part in made]
    sys.stdout.buffer.write(json.dumps(sizes).encode() + b"\n" + b"".join(part.data for part in made))


if __name__ == "__main__":
    main()
