"""Documents print every fact, the same way each time, whatever the petitioner wrote."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from sunshine.foundation.papers.qr import qr_svg
from sunshine.foundation.papers.seal import demo_seal
from sunshine.foundation.papers.typeset import typeset
from sunshine.petitions.documents.data import (
    NOTICE,
    OPINION,
    RECEIPT,
    Contact,
    NoticeData,
    OpinionData,
    Place,
    ReceiptData,
    Route,
    Verify,
)

ORGAN = "仁寿县人力资源和社会保障局"
CONTACT = Contact(unit="劳动保障监察大队", person="李明", phone="028-36201234")
VERIFY = Verify(address="http://127.0.0.1:8000/verify/", code="7KQM3XRT9P")
REVIEW = Place(organ="眉山市人力资源和社会保障局", address="湖滨路10号", phone="028-38201111")
HOSTILE = '#panic("x") $y$ @ref \\ "quoted" *b* _i_ `raw` // no /* no */ <label> ${z} {{ t }}'


def receipt(**changes: Any) -> dict[str, Any]:
    facts = ReceiptData(
        demo=True,
        organ=ORGAN,
        filing="511421202611000123",
        code="K7MPX3QR9T",
        petitioner="张𠮷",
        channel="网上信访",
        registered="2026-11-22T15:04",
        date="2026-11-22",
        demands=["请求支付工资", "请求补缴社会保险费"],
        contact=CONTACT,
        kept=False,
        notice_due="2026-12-07",
        progress_address="http://127.0.0.1:8000/p/",
        phone="028-36200000",
    )
    return {**facts, **changes}


def route(**changes: Any) -> Route:
    law = "《信访工作条例》第三十一条第六项"
    plain = Route(
        kind="accept", law=law, reason="", procedure="", where=None, limit="", materials="", basis=""
    )
    plain.update(changes)  # type: ignore[typeddict-item]
    return plain


def notice(**changes: Any) -> dict[str, Any]:
    facts = NoticeData(
        demo=True,
        organ=ORGAN,
        number="仁人社信访〔2026〕12号",
        filing="511421202611000123",
        petitioner="张𠮷",
        date="2026-11-22",
        received="2026-11-10",
        demands=["请求支付工资"],
        route=route(),
        accepted="2026-11-22",
        due="2027-01-21",
        contact=CONTACT,
        copies=["仁寿县信访局"],
        delivery="直接送达",
        verify=VERIFY,
    )
    return {**facts, **changes}


def opinion(**changes: Any) -> dict[str, Any]:
    facts = OpinionData(
        demo=False,
        organ=ORGAN,
        number="仁人社信访〔2027〕3号",
        filing="511421202611000123",
        petitioner="张𠮷",
        date="2027-01-12",
        accepted="2026-11-22",
        again=None,
        by="",
        facts="经查，尚欠工资38600元。\n以上事实有考勤表为证。",
        answers=[
            {"demand": "支付工资", "outcome": "support", "opinion": "已责令支付。", "law": "《劳动法》"},
            {"demand": "补发奖金", "outcome": "explain", "opinion": "没有约定。", "law": ""},
            {"demand": "处分经理", "outcome": "refuse", "opinion": "没有事实根据。", "law": "《公司法》"},
        ],
        review=REVIEW,
        contact=CONTACT,
        copies=[],
        delivery="",
        verify=VERIFY,
    )
    return {**facts, **changes}


def printed(template: Path, facts: Mapping[str, Any]) -> bytes:
    return typeset(template, {**facts, "seal": demo_seal(facts["organ"]), "qr": qr_svg(VERIFY["address"])})


def words(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    # The reader gives a control letter for the second glyph of a stacked Tibetan syllable.
    return "".join(c for page in pages for c in page.extract_text() if c > " " and not c.isspace())


def assert_says(pdf: bytes, *facts: str) -> None:
    text = words(pdf)
    assert [fact for fact in facts if "".join(fact.split()) not in text] == []


def test_the_receipt_prints_its_facts() -> None:
    facts = ("登记回执", "511421202611000123", "K7MPX3QR9T", "张𠮷", "网上信访", "2026年11月22日15:04")
    rest = ("请求补缴社会保险费", "2026年12月7日", "028-36201234", "028-36200000", "打击报复", "演示文书")
    assert_says(printed(RECEIPT, receipt()), *facts, *rest, ORGAN, "http://127.0.0.1:8000/p/")


def test_a_short_receipt_fits_half_a_sheet() -> None:
    assert len(PdfReader(io.BytesIO(printed(RECEIPT, receipt()))).pages) == 1


def test_an_anonymous_receipt_says_so() -> None:
    assert_says(printed(RECEIPT, receipt(petitioner="")), "未署名")


def test_the_notice_of_acceptance_prints_its_facts() -> None:
    facts = ("受理告知书", "仁人社信访〔2026〕12号", "张𠮷：", "2026年11月10日收到", "2026年11月22日受理")
    rest = ("第三十一条第六项", "60日", "2027年1月21日", "李明", "028-36201234", "抄送：仁寿县信访局")
    assert_says(printed(NOTICE, notice()), *facts, *rest, "扫码核验", VERIFY["code"], "直接送达", ORGAN)


def test_the_notice_of_another_route_says_what_where_and_why() -> None:
    why = ("尚未经过仲裁。", "时效为一年。")
    other = route(kind="statutory", procedure="劳动仲裁", where=REVIEW, reason=why[0], limit=why[1])
    pdf = printed(NOTICE, notice(route=other, accepted=None, due=None))
    assert_says(pdf, "处理途径告知书", "通过劳动仲裁程序办理", REVIEW["organ"], *why)
    assert "60日" not in words(pdf)


@pytest.mark.parametrize(("kind", "said"), [("report", "检举控告"), ("suggestion", "建议意见")])
def test_reports_and_suggestions_have_their_own_words(kind: str, said: str) -> None:
    assert_says(printed(NOTICE, notice(route=route(kind=kind), accepted=None, due=None)), said)


def test_the_opinion_answers_each_demand() -> None:
    first = ("处理意见书", "第一项请求，予以支持。已责令支付。", "依据：《劳动法》。")
    others = ("第二项请求，请求事由合理，但缺乏法律依据", "第三项请求，不予支持。", "以上事实有考勤表为证。")
    assert_says(printed(OPINION, opinion()), *first, *others)


def test_the_opinion_tells_the_way_to_review() -> None:
    assert_says(printed(OPINION, opinion()), "第三十五条", "30日内", REVIEW["organ"], REVIEW["address"])


def test_a_signature_is_never_alone_on_a_page() -> None:
    for lines in range(1, 23, 3):
        pdf = printed(OPINION, opinion(facts="\n".join(["经查属实。"] * lines)))
        last = PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
        assert "请求复查" in "".join(last.split())


@pytest.mark.parametrize("name", ["𠮷", "䶮", "བོད", "ꆈꌠ"])
def test_rare_letters_print(name: str) -> None:
    assert_says(printed(OPINION, opinion(petitioner=name)), name)


def test_the_same_facts_give_the_same_bytes() -> None:
    first, second = (hashlib.sha256(printed(OPINION, opinion())).digest() for _ in range(2))
    assert first == second
    assert hashlib.sha256(printed(OPINION, opinion(petitioner="李四"))).digest() != first


def test_threads_share_the_press() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: printed(NOTICE, notice()), range(8)))) == 1


def test_markup_is_only_text() -> None:
    pdf = printed(OPINION, opinion(petitioner=HOSTILE, facts=HOSTILE, organ=HOSTILE, delivery=HOSTILE))
    assert words(pdf).count("".join(HOSTILE.split())) >= 2
    assert_says(printed(RECEIPT, receipt(demands=[HOSTILE], channel=HOSTILE)), HOSTILE)


def test_letters_that_reorder_or_hide_text_are_dropped() -> None:
    assert_says(printed(OPINION, opinion(petitioner="张\u202e三\x00\ud800四")), "张三?四：")


@pytest.mark.parametrize("text", ["长文" * 20_000, "a" * 60_000, "行\n" * 5_000])
def test_very_long_text_is_printed_whole(text: str) -> None:
    pages = PdfReader(io.BytesIO(printed(OPINION, opinion(facts=text)))).pages
    assert len(pages) > 30


def test_templates_outside_the_package_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="outside"):
        typeset(tmp_path / "x.typ", {})
