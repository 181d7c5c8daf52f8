"""QR codes for printed documents."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str) -> str:
    """Return an SVG of the QR code of `text`, sized by its `viewBox`.

    Level Q: a quarter of the squares may be lost to folds or a stamp and the code still reads.
    Raises `segno.DataOverflowError` beyond 1,663 bytes.
    """
    out = io.BytesIO()
    segno.make(text, error="q", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True
    )
    return out.getvalue().decode("ascii").strip()
