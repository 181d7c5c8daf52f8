"""Round seals printed over the signature of a document."""

from __future__ import annotations

import math
from typing import Final
from xml.sax.saxutils import escape

RED: Final = "#d7000f"
FONTS: Final = "Noto Serif SC, Noto Serif JP, Noto Serif CJK SC, SimSun, serif"
LABEL: Final = "演示专用章"
ELECTRONIC: Final = "电子印章"

# Tenths of a millimetre on a seal 42 mm across, the diameter of a county organ's seal.
RADIUS: Final = 210.0
RIM: Final = 203.0
GAP: Final = 13.0
STAR: Final = 62.0
WIDEST_ARC: Final = math.radians(276)
WIDEST_STEP: Final = math.radians(26)


def demo_seal(organ: str) -> str:
    """Return an SVG: star, the organ's name on the arc, 演示专用章 across; 42 mm at full size."""
    return _seal(organ, LABEL)


def electronic_seal(organ: str) -> str:
    """The same for a document that is signed: 电子印章 across, since what proves it is not the drawing."""
    return _seal(organ, ELECTRONIC)


def _seal(organ: str, label: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-212 -212 424 424" width="42mm" height="42mm">'
        f'<g fill="{RED}" fill-opacity="0.86" font-family="{FONTS}" font-weight="700" text-anchor="middle">'
        f'<circle r="{RIM:g}" fill="none" stroke="{RED}" stroke-opacity="0.86" stroke-width="12"/>'
        f'<polygon points="{_star(STAR)}"/>{_arc(organ)}{_label(label)}</g></svg>'
    )


def _star(radius: float) -> str:
    # 0.382: the inner corners of the flag's star lie on the lines between its points.
    turns = ((radius if i % 2 == 0 else radius * 0.382, i * math.pi / 5) for i in range(10))
    return " ".join(f"{r * math.sin(a):.1f},{-r * math.cos(a):.1f}" for r, a in turns)


def _arc(organ: str) -> str:
    chars = "".join(organ.split()) or "—"
    step = min(WIDEST_STEP, WIDEST_ARC / len(chars))
    height = _height(step)
    radius = RIM - 6 - GAP - height
    # Long names get narrower letters, as engravers do, rather than illegibly small ones.
    squeeze = min(1.0, radius * step * 1.06 / height)
    first = -step * (len(chars) - 1) / 2
    return "".join(_letter(c, first + i * step, radius, height, squeeze) for i, c in enumerate(chars))


def _height(step: float) -> float:
    return max(34.0, min(56.0, step * 190))


def _letter(char: str, angle: float, radius: float, height: float, squeeze: float) -> str:
    turn = f"rotate({math.degrees(angle):.2f}) translate(0 {-radius:.1f}) scale({squeeze:.3f} 1)"
    # Letters stand on their ideographic box, whose foot is 0.12 em below the baseline.
    return f'<text transform="{turn}" y="{-height * 0.12:.1f}" font-size="{height:.1f}">{escape(char)}</text>'


def _label(text: str) -> str:
    return "".join(
        f'<text x="{(i - (len(text) - 1) / 2) * 37:.1f}" y="122" font-size="35">{escape(char)}</text>'
        for i, char in enumerate(text)
    )
