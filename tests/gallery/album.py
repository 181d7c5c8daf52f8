"""The album: contact sheets, so that many pages can be looked at in one picture, and an index of all of it."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.gallery.camera import Shot

SHEET = 1560  # pixels a side
GAP, CAPTION = 10, 18
COLUMNS = {360: 5, 768: 4, 1440: 2}
LONGEST = {360: 1900, 768: 2000, 1440: 1500}  # of a page, in its own pixels; what is below is cut off here


def contact_sheets(shots: Iterable[Shot], folder: Path, stem: str) -> list[Path]:
    """Lay the shots of one width out in columns, as many sheets as it takes."""
    made: list[Path] = []
    for number, placed in enumerate(_sheets(list(shots)), 1):
        sheet = Image.new("RGB", (SHEET, SHEET), "#777")
        draw = ImageDraw.Draw(sheet)
        for shot, picture, at in placed:
            draw.text(at, shot.name, "white", ImageFont.load_default(14))
            sheet.paste(picture, (at[0], at[1] + CAPTION))
        file = folder / f"{stem}-{number:02}.png"
        sheet.crop((0, 0, SHEET, _height(placed))).save(file)
        made.append(file)
    return made


Placed = list[tuple[Shot, Image.Image, tuple[int, int]]]


def _sheets(shots: list[Shot]) -> Iterator[Placed]:
    if not shots:
        return
    columns = COLUMNS[shots[0].width]
    width = (SHEET - GAP * (columns + 1)) // columns
    placed: Placed = []
    column, top = 0, GAP
    for shot in shots:
        picture = _thumbnail(shot, width)
        if top > GAP and top + CAPTION + picture.height > SHEET:
            column, top = column + 1, GAP
        if column == columns:
            yield placed
            placed, column = [], 0
        placed.append((shot, picture, (GAP + column * (width + GAP), top)))
        top += CAPTION + picture.height + GAP
    yield placed


def _thumbnail(shot: Shot, width: int) -> Image.Image:
    with Image.open(shot.file) as full:
        shown = full.convert("RGB").crop((0, 0, full.width, min(full.height, LONGEST[shot.width])))
    scale = width / shown.width
    return shown.resize(
        (width, min(SHEET - CAPTION - GAP, round(shown.height * scale))), Image.Resampling.LANCZOS
    )


def _height(placed: Placed) -> int:
    return min(SHEET, max(at[1] + CAPTION + picture.height for _, picture, at in placed) + GAP)


def index(shots: list[Shot], folder: Path) -> Path:
    """One page with every shot, and what the script found on each."""
    rows = [
        f'<tr><td><a href="{shot.file.relative_to(folder)}">{html.escape(shot.name)}</a></td><td>{shot.file.parent.parent.name}'
        f"</td><td>{shot.width} {shot.look}</td><td>{'<br>'.join(map(html.escape, shot.faults))}</td></tr>"
        for shot in shots
    ]
    head = "<!doctype html><meta charset=utf-8><title>Gallery</title><style>body{font:14px sans-serif}td{vertical-align:top;padding:2px 8px;border-top:1px solid #ddd}</style>"
    file = folder / "index.html"
    file.write_text(f"{head}<p>{len(shots)} pictures<table>{''.join(rows)}</table>")
    return file


def faults(shots: list[Shot]) -> str:
    """What was found, a line a page and fault, with where it was found."""
    found: dict[tuple[str, str], list[str]] = {}
    for shot in shots:
        for fault in shot.faults:
            found.setdefault((shot.name, fault), []).append(f"{shot.width}-{shot.look}")
    return "".join(f"{name}: {fault} [{' '.join(where)}]\n" for (name, fault), where in found.items())
