"""The case file 案卷: the whole matter as one PDF, as its officer may see it; only they open it, and that is a step."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as site
from django.test import Client
from PIL import Image
from pypdf import PdfReader, PdfWriter

from sunshine.foundation.files.copies import make_copies
from sunshine.foundation.files.models import Attachment
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from sunshine.petitions.casefile import bind
from sunshine.petitions.models import CaseFile
from tests.foundation.papers.test_rendering import text_of
from tests.support.cast import Case, Cast


def picture(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#a03020").save(out, "JPEG")
    return out.getvalue()


def sideways() -> bytes:
    """A PDF of one broad page."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(1200, 400)
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def case(cast: Cast) -> Case:
    files = (
        ("现场.jpg", picture((900, 1600))), ("合同.pdf", sideways()), ("录音.mp3", b"ID3\x03" + bytes(500)),
        ("坏.pdf", b"%PDF-1.7 broken"),
    )  # fmt: skip
    filed = cast.file(files=files, visibility="bureau")
    for one in Attachment.objects.all():
        make_copies(one.pk)
    case = cast.bring_to("issued", filed)
    given = Given({"paper": str(case.handling.answer), "method": "hand"}, {"receiver": "张某"})
    perform(case.filing.pk, "deliver", cast.handler, given)
    return case


def asked(cast: Cast, case: Case, who: str) -> CaseFile:
    perform(case.petition, "bind_case_file", getattr(cast, who))
    file = CaseFile.objects.get(post=cast.posts[who])
    bind(file.pk)
    file.refresh_from_db()
    return file


def opened(cast: Cast, who: str, pk: UUID) -> Any:
    client = Client()
    client.force_login(cast.posts[who].officer)
    return client.get(f"/desk/case-files/{pk}/")


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_it_holds_everything_with_running_numbers_and_an_index_that_is_right(cast: Cast, case: Case):
    file = asked(cast, case, "sorter")
    data = content(opened(cast, "sorter", file.pk))
    pages = PdfReader(io.BytesIO(data)).pages
    said = ["".join(page.extract_text().split()) for page in pages]
    assert len(pages) == file.pages
    assert [f"案卷{n}/{len(pages)}" in text for n, text in enumerate(said, 1)] == [True] * len(pages)
    assert all((round(page.mediabox.width), round(page.mediabox.height)) == (595, 842) for page in pages)
    whole = "".join(said)
    for part in (
        "信访事项处理意见书",
        "告知书",
        "送达回证",
        "现场.jpg",
        "合同.pdf",
        "已责令补发。",
        case.filing.number,
    ):
        assert part in whole
    assert "录音.mp3：不能装订" in whole
    assert "坏.pdf：不能装订" in whole
    first = next(n for n, text in enumerate(said, 1) if "送达回证" in text and "受送达人" in text)
    index = said[1]
    assert index[index.index("送达回证") :].partition("日")[2].startswith(str(first))


def test_what_is_kept_from_its_reader_is_not_bound(cast: Cast, case: Case):
    """The handling unit reads a summary in place of the words, and none of the petitioner's files (条例 第三十条)."""
    said = text_of(content(opened(cast, "handler", asked(cast, case, "handler").pk)))
    assert "反映欠薪，要求补发。" in said
    assert "现场.jpg" not in said


def test_names_are_masked_as_its_reader_sees_them(cast: Cast, case: Case):
    hidden = asked(cast, case, "handler")
    assert "张三丰" not in text_of(content(opened(cast, "handler", hidden.pk)))
    perform(case.filing.pk, "unmask", cast.sorter, Given({"purpose": "contact"}))
    shown = asked(cast, case, "sorter")
    assert "张三丰" in text_of(content(opened(cast, "sorter", shown.pk)))


def test_opening_is_a_step_and_only_of_whoever_asked(cast: Cast, case: Case):
    file = asked(cast, case, "handler")
    for who in ("head", "sorter", "bureau_head", "leader", "stranger", "accused"):
        assert opened(cast, who, file.pk).status_code == 404
    assert opened(cast, "auditor", file.pk).status_code == 403
    assert not Step.objects.filter(move="open_case_file").exists()
    assert opened(cast, "handler", file.pk).status_code == 200
    step = Step.objects.get(move="open_case_file")
    assert (step.officer_id, step.facts["given"]["file"]) == (cast.handler.officer, str(file.pk))


def test_it_lies_sealed_on_disk(cast: Cast, case: Case):
    file = asked(cast, case, "handler")
    (path,) = [p for p in Path(site.MEDIA_ROOT).rglob("*") if file.pk.hex in p.name]
    assert b"%PDF" not in path.read_bytes()


def test_a_second_run_of_the_job_changes_nothing(cast: Cast, case: Case):
    file = asked(cast, case, "handler")
    bind(file.pk)
    again = CaseFile.objects.get(pk=file.pk)
    assert (again.sm3, bytes(again.key or b"")) == (file.sm3, bytes(file.key or b""))
