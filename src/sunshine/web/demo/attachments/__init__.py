"""The files petitioners send with the demo's petitions: drawn when the demo is loaded, so that none is kept here."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, cast

import typst

from sunshine.foundation.papers.typeset import FONTS

_HERE = Path(__file__).resolve().parent
PIXELS_PER_INCH = 120


def content(name: str) -> bytes:
    """The bytes of the attachment called `name`. Raises OSError or typst.TypstError when there is no such one."""
    path = _HERE / name
    if path.suffix == ".txt":
        return path.read_bytes()
    source, kind = str(path.with_suffix(".typ")), cast(Literal["pdf", "png"], path.suffix[1:])
    drawn = _press().compile(input=source, format=kind, ppi=PIXELS_PER_INCH)
    assert isinstance(drawn, bytes)  # of one page
    return drawn


@cache
def _press() -> typst.Compiler:
    return typst.Compiler(root=_HERE, font_paths=[FONTS])
