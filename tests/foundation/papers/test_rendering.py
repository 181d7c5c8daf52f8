"""A document is typeset once after it was issued; its hash is a step of its subject."""

from __future__ import annotations

import io

from pypdf import PdfReader

from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.sealing import sm3
from sunshine.foundation.papers.actions import pdf, render
from sunshine.foundation.papers.models import Paper
from tests.support.cast import Cast


def text_of(data: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def test_the_notice_and_the_opinion_say_what_was_decided(cast: Cast) -> None:
    case = cast.bring_to("issued")
    notice, opinion = (text_of(pdf(Paper.objects.get(kind=kind))) for kind in ("notice", "opinion"))
    assert "仁寿县人力资源和社会保障局" in notice
    assert case.filing.number in notice
    assert "第三十一条第六项" in notice
    for said in ("已责令补发。", "《保障农民工工资支付条例》第三条", "眉山市人力资源和社会保障局", "张三丰"):
        assert said in opinion


def test_numbers_run_in_one_series(cast: Cast) -> None:
    cast.bring_to("issued")
    cast.bring_to("accepted")
    numbers = Paper.objects.order_by("issued_at").values_list("number", flat=True)
    of_each = {
        series: [one for one in numbers if one.startswith(series)]
        for series in ("仁寿县信访局", "仁寿县人力资")
    }
    assert [[one.partition("〕")[2] for one in given] for given in of_each.values()] == [
        ["1号", "2号", "3号", "4号"], ["1号", "2号", "3号"],
    ]  # fmt: skip


def test_the_hash_is_a_step_and_a_second_rendering_changes_nothing(cast: Cast) -> None:
    cast.bring_to("accepted")
    paper = Paper.objects.get(kind="notice")
    for _ in range(2):
        render(paper.pk)
    paper.refresh_from_db()
    (step,) = Step.objects.filter(move="render")
    assert step.facts["given"] == {"paper": str(paper.pk), "sm3": paper.sm3}
    assert sm3(blobs.get(paper.pk, paper.key)).hex() == paper.sm3


def test_a_hidden_name_is_not_printed(cast: Cast) -> None:
    cast.bring_to("accepted", cast.file(visibility="bureau"))
    papers = list(Paper.objects.all())
    assert {paper.kind for paper in papers} == {"transfer", "transfer_notice", "notice"}
    for paper in papers:
        printed = text_of(pdf(paper))
        assert "张三丰" not in printed
        assert "张*" in printed
