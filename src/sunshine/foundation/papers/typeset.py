"""Typesets official documents (GB/T 9704-2012) from a Typst template and plain data."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import typst

ROOT: Final = Path(__file__).resolve().parents[2]
FONTS: Final = Path(__file__).resolve().parent / "fonts"

# Bidirectional overrides let a name reverse the words printed after it; controls have no glyph.
_BIDI: Final = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS: Final = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))
_BREAKS: Final = {0x09: " ", 0x0D: "\n", 0x2028: "\n", 0x2029: "\n"}
_UNPRINTABLE: Final = {**dict.fromkeys((*_BIDI, *_CONTROLS, 0xFEFF)), **_BREAKS}

_press = threading.Lock()


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of `template` filled with `data`; the same data gives the same bytes.

    `template` is a `.typ` file inside the `sunshine` package. `data` must be JSON-ready; it reaches the
    template as values, never as markup, so petitioners' text cannot run. The date in the file's metadata
    is the document's own, never the clock's. Safe to call from several threads.

    Raises `ValueError` when the template lies outside the package, `TypeError` when `data` is not
    JSON-ready, and `typst.TypstError` when the template lacks a field it prints.
    """
    source = template.resolve()
    if not source.is_relative_to(ROOT):
        raise ValueError(f"template outside the package: {template}")
    text = as_text(data)
    # One compiler keeps fonts and layouts warm (0.3 s cold, 50 ms warm) but must not be entered twice.
    with _press:
        pdf = _compiler().compile(input=str(source), sys_inputs={"data": text}, format="pdf")
    return cast(bytes, pdf)


def as_text(data: Mapping[str, Any]) -> str:
    """The data as the template gets it: JSON without characters that have no glyph or turn the line around."""
    return json.dumps(_printable(data), ensure_ascii=False, sort_keys=True)


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=ROOT, font_paths=[FONTS])


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        clean = value.replace("\r\n", "\n").translate(_UNPRINTABLE)
        return clean.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value
