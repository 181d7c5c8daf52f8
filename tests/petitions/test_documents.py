"""Every document the regulation has a name for exists, with the fields it has to have, and prints all it is given."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pypdf import PdfReader

from sunshine.foundation.papers.kinds import all_kinds, kind
from sunshine.foundation.papers.qr import qr_svg
from sunshine.foundation.papers.seal import demo_seal
from sunshine.foundation.papers.typeset import typeset

# What each has to say beyond number, date, organ, petitioner and what was asked; the keys of the facts it prints.
REQUIRED = {
    "receipt": {"code", "channel", "notice_due", "progress_address"},
    "notice": {"accepted", "route", "due", "contact"},
    "refusal": {"parts", "contact"},
    "no_more": {"earlier", "law", "same_facts", "same_reasons", "remedies"},
    "transfer": {"to", "date", "notice_due", "report_by", "required"},
    "transfer_notice": {"places", "date", "next"},
    "objection": {"reason", "basis", "proposed"},
    "ruling": {"reason", "basis", "ruling"},
    "extension": {"reason", "days", "approver", "due"},
    "opinion": {"facts", "answers", "review"},
    "review": {"respondent", "request", "facts", "opinion", "law", "final"},
    "final_review": {"respondent", "request", "facts", "opinion", "law"},
    "hearing_notice": {"seats", "issues", "when", "venue", "term"},
    "hearing_record": {"seats", "issues", "present", "said"},
    "hearing_conclusion": {"seats", "issues", "conclusion", "reason", "term"},
    "agreement": {"parties", "other", "terms", "by", "signed"},
    "report": {"parts"},
    "service": {"method", "day", "receiver", "reason", "witness", "view"},
    "reply": {"parts", "contact"},
    "filed": {"parts", "contact"},
    "simple_notice": {"parts", "contact"},
    "simple_reply": {"accepted", "answers", "by", "review"},
}
CODE = re.compile(r"[a-z]+")  # chosen among a few; the template says it in words
NOT_PRINTED = {
    "receipt": {"date"},  # the hour of registration says it
    "hearing_record": {"number", "date", "contact", "delivery"},  # a record of that day, without a head or a foot
    "service": {"number"},
}  # fmt: skip


def printed(code: str) -> str:
    facts = dict(kind(code).sample())  # type: ignore[misc]  # each of these has one
    drawn = {"seal": demo_seal(facts["organ"]), "qr": qr_svg("https://example.invalid/")}
    pages = PdfReader(io.BytesIO(typeset(kind(code).template, facts | drawn))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def said(value: Any) -> Iterator[str]:
    """Every word of the facts, as a document writes it."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from said(one)
    elif isinstance(value, list):
        for one in value:
            yield from said(one)
    elif isinstance(value, str) and value and not CODE.fullmatch(value):
        yield from (written(line) for line in value.split("\n"))


def written(line: str) -> str:
    """Dates the Chinese way; a full stop may have become part of a longer sentence."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(T.*)?", line):
        year, month, day = (int(part) for part in found.groups()[:3])
        return f"{year}年{month}月{day}日"
    return "".join(line.split()).rstrip("。")


def test_every_document_has_its_fields() -> None:
    assert {one.code for one in all_kinds()} >= REQUIRED.keys()
    for code, wanted in REQUIRED.items():
        facts = kind(code).sample()  # type: ignore[misc]
        assert not wanted - facts.keys(), code


@pytest.mark.parametrize("code", sorted(REQUIRED))
def test_it_prints_all_it_is_given(code: str) -> None:
    left_out = NOT_PRINTED.get(code, set())
    facts = {name: value for name, value in kind(code).sample().items() if name not in left_out}  # type: ignore[misc]
    text = printed(code)
    assert [one for one in said(facts) if one not in text] == []
