"""Binding a case file 案卷: cover, index, course, documents, receipts of service and shown copies, as one numbered PDF.

It shows what its officer sees on the case page at that moment: names as masked there, files as their shown copies.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from PIL import Image
from pypdf import PdfReader, PdfWriter, Transformation

from sunshine.foundation.files.copies import opened_copy
from sunshine.foundation.files.models import CopyKind
from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.sealing import sm3
from sunshine.foundation.offices.actors import acting_in
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.papers.actions import NotReady, pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.papers.typeset import typeset
from sunshine.petitions.casepage import Case, case
from sunshine.petitions.models import CaseFile
from sunshine.petitions.queries import Entry, File, PaperLine

HERE: Final = Path(__file__).parent / "documents"
FRONT, NUMBERS = HERE / "casefile_v1.typ", HERE / "page_numbers_v1.typ"
WIDTH, HEIGHT = 595.28, 841.89  # A4 in points
RESOLUTION = 150  # dots an inch of a bound picture: readable, and a tenth of what a telephone takes
A4, MARGIN = (1240, 1754), 110  # dots


@dataclass(frozen=True, slots=True)
class Part:
    """Something bound in, with how it is called in the index."""

    name: str
    day: date | None
    reader: PdfReader


def bind(pk: UUID) -> None:
    """Make the file for whoever asked for it. Doing it again changes nothing. Raises Unseen when they may not see it."""
    file = CaseFile.objects.select_related("post__officer").get(pk=pk)
    if file.sm3 or file.post is None:
        return
    with translation.override("zh-hans"):
        shown = case(acting_in(file.post, file.post.officer), file.petition_id)
        data, pages = bound(shown, f"{directory().name(file.post.unit_id)}{file.post.officer.name}")
    digest, key = sm3(data).hex(), blobs.put(pk, data)
    if not CaseFile.objects.filter(pk=pk, sm3="").update(sm3=digest, key=key, pages=pages):
        blobs.drop(pk)


def bound(shown: Case, reader: str) -> tuple[bytes, int]:
    """The PDF and how many pages it has. The front names the pages of all that follows, so it is set twice."""
    absent: list[str] = []
    parts = list(_parts(shown, absent))
    front = _front(shown, reader, parts, absent, 0)
    front = _front(shown, reader, parts, absent, len(front.pages))
    writer = PdfWriter()
    for one in (front, *(part.reader for part in parts)):
        for page in one.pages:
            writer.add_page(page)
    _number(writer)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), len(writer.pages)


def _parts(shown: Case, absent: list[str]) -> Iterator[Part]:
    for line in sorted(shown.papers, key=lambda one: one.issued_at):
        part = _paper(line)
        if part:
            yield part
        else:
            absent.append(f"{line.name} {line.number}：还没有生成")
    for files in shown.read.files.values():
        for file in files:
            part = _file(file)
            if part:
                yield part
            else:
                absent.append(f"{file.name}：不能装订，请在系统里查看")


def _paper(line: PaperLine) -> Part | None:
    try:
        data = pdf(Paper.objects.get(pk=line.id))
    except NotReady:
        return None
    name = " ".join(part for part in (str(line.name), line.number) if part)
    return Part(name, timezone.localdate(line.issued_at), PdfReader(io.BytesIO(data)))


def _file(file: File) -> Part | None:
    """The shown copy of a picture or PDF; anything else cannot be put on paper."""
    found = opened_copy(file.id, CopyKind.SHOWN)
    make = MAKERS.get(found[0].type) if found else None
    if found is None or make is None:
        return None
    try:
        return Part(file.name, None, make(b"".join(found[1])))
    except Exception:  # a broken file must not keep the rest from being bound
        return None


def _picture(data: bytes) -> PdfReader:
    out = io.BytesIO()
    sheet = Image.new("RGB", A4, "white")
    with Image.open(io.BytesIO(data)) as image:
        plain = image.convert("RGB")
        plain.thumbnail((A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN))
        sheet.paste(plain, ((A4[0] - plain.width) // 2, (A4[1] - plain.height) // 2))
    sheet.save(out, "PDF", resolution=RESOLUTION)
    return PdfReader(out)


def _pages(data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data))
    len(reader.pages)
    return reader


MAKERS: dict[str, Callable[[bytes], PdfReader]] = {
    "application/pdf": _pages, "image/jpeg": _picture, "image/png": _picture, "image/webp": _picture,
    "image/gif": _picture,
}  # fmt: skip


def _front(shown: Case, reader: str, parts: Sequence[Part], absent: list[str], before: int) -> PdfReader:
    page, index = before + 1, []
    for part in parts:
        index.append({"name": part.name, "date": part.day.isoformat() if part.day else "", "page": page})
        page += len(part.reader.pages)
    facts = {**_facts(shown), "reader": reader, "parts": index, "absent": absent, "pages": page - 1}
    return PdfReader(io.BytesIO(typeset(FRONT, facts)))


def _facts(shown: Case) -> dict[str, Any]:
    book, matter = directory(), shown.read.matter
    people = [person.name or "未署名" for person in shown.people]
    return {
        "demo": settings.SUNSHINE_DEMO, "organ": book.name(shown.actor.unit), "date": timezone.localdate().isoformat(),
        "filing": matter.number, "title": shown.title, "people": "、".join(people),
        "registered": _moment(matter.first_filing.registered_at), "bureau": book.name(shown.petition.unit),
        "units": "、".join(dict.fromkeys(book.name(one.unit) for one in shown.read.handlings)),
        "stage": str(shown.stage.name), "telling": "\n".join(telling.text for telling in shown.tellings),
        "demands": [
            {"words": one.words, "state": str(one.state), "unit": book.name(one.unit), "opinion": one.opinion}
            for one in shown.demands
        ],
        "timeline": [_line(entry) for entry in reversed(shown.timeline)],
    }  # fmt: skip


def _line(entry: Entry) -> dict[str, str]:
    said = [str(entry.detail or ""), entry.text, *(file.name for file in entry.files)]
    proposed = "（提出，等待审签）" if entry.phase == "proposed" else ""
    return {
        "at": _moment(entry.at), "who": f"{directory().name(entry.unit)} {entry.officer}".strip(),
        "what": f"{entry.name}{proposed}", "words": "\n".join(words for words in said if words),
    }  # fmt: skip


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat()[:16]


def _number(writer: PdfWriter) -> None:
    """Every page is brought to A4 upright and gets its number in the case file, top right."""
    stamps = PdfReader(
        io.BytesIO(typeset(NUMBERS, {"pages": len(writer.pages), "date": timezone.localdate().isoformat()}))
    )
    for page, stamp in zip(writer.pages, stamps.pages, strict=True):
        page.transfer_rotation_to_content()
        box = page.mediabox
        scale = min(WIDTH / float(box.width), HEIGHT / float(box.height))
        shift_x = (WIDTH - float(box.width) * scale) / 2 - float(box.left) * scale
        shift_y = (HEIGHT - float(box.height) * scale) / 2 - float(box.bottom) * scale
        page.add_transformation(Transformation().scale(scale).translate(shift_x, shift_y))
        for name in ("mediabox", "cropbox", "trimbox", "bleedbox", "artbox"):
            getattr(page, name).upper_right, getattr(page, name).lower_left = (WIDTH, HEIGHT), (0, 0)
        page.merge_page(stamp)
