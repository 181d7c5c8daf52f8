"""Records of inquiry and of meetings (条例 第三十一条第六项): who found out what, when, from whom; and what was said face to face."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from sunshine.channels.held import PROVEN
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.files.models import Attachment
from sunshine.foundation.files.store import store
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.management.commands.verify import problems
from sunshine.foundation.procedure.perform import Done, Unseen, load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.casefile import bound
from sunshine.petitions.casepage import case as case_page
from sunshine.petitions.following import follow
from tests.support.cast import Case, Cast
from tests.support.reviews import delivered

INQUIRY = {"who": "王强、李敏，劳动监察员", "whom": "工地负责人赵某", "found": "考勤表缺六月。"}
MEETING = {
    "venue": "县信访接待室", "present": "张三丰，王强", "petitioner_said": "六月也干了。", "unit_said": "会去核对。",
}  # fmt: skip


def today() -> str:
    return timezone.localdate().isoformat()


def inquire(cast: Cast, case: Case, by: Actor | None = None) -> Done:
    files = store([SimpleUploadedFile("笔录.pdf", b"%PDF-1.4 x")])
    given = Given({"day": today()}, INQUIRY, {}, files)
    return perform(case.handling.pk, "record_inquiry", by or cast.handler, given)


def meet(cast: Cast, case: Case) -> Done:
    files = store([SimpleUploadedFile("签字页.pdf", b"%PDF-1.4 x")])
    return perform(
        case.handling.pk, "record_meeting", cast.handler, Given({"day": today()}, MEETING, {}, files)
    )


def test_an_inquiry_is_read_by_those_who_handle_it_and_by_nobody_else(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    inquire(cast, case)
    entry = next(
        one for one in case_page(cast.handler, case.petition).timeline if one.move == "record_inquiry"
    )
    assert "查到了什么：考勤表缺六月。" in entry.text
    assert "问了谁、去了哪里：工地负责人赵某" in entry.text
    assert [file.name for file in entry.files] == ["笔录.pdf"]
    assert "record_inquiry" not in {one.move for one in follow(case.filing.pk).timeline(proven=True)}
    facts = Step.objects.get(move="record_inquiry").facts
    assert INQUIRY["found"] not in json.dumps(facts, ensure_ascii=False), "the words are sealed"
    assert list(problems()) == []


def test_it_is_bound_into_the_case_file(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    inquire(cast, case)
    meet(cast, case)
    pages, _count = bound(case_page(cast.handler, case.petition), "某handler")
    said = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pages)).pages).split())
    for words in ("调查记录", "考勤表缺六月", "面谈记录", "六月也干了", "笔录.pdf"):
        assert words in said


def test_the_petitioner_reads_what_was_said_in_the_meeting(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    meet(cast, case)
    entry = next(one for one in follow(case.filing.pk).timeline(proven=True) if one.move == "record_meeting")
    assert "信访人怎么说：六月也干了。" in entry.text
    assert "承办人怎么说：会去核对。" in entry.text
    assert str(entry.seen) == "承办人与您当面谈过，有记录"


def test_what_stands_with_the_meeting_opens_for_the_petitioner_and_what_stands_with_the_inquiry_does_not(
    cast: Cast,
) -> None:
    case, other = cast.bring_to("accepted"), cast.file()
    inquire(cast, case)
    meet(cast, case)
    inner, shown = Attachment.objects.order_by("pk").values_list("pk", flat=True)

    def asks(filing: UUID, file: UUID) -> int:
        client = Client()
        session = client.session
        session["filings"] = {str(filing): PROVEN}
        session.save()
        return client.get(f"/progress/{filing}/files/{file}/").status_code

    assert asks(case.filing.pk, shown) in {200, 302}  # 302: its copy is still being made
    assert asks(case.filing.pk, inner) == 404
    assert asks(other.filing.pk, shown) == 404


def test_neither_moves_a_clock_or_a_stage(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    before = list(Duty.objects.order_by("pk").values())
    inquire(cast, case)
    meet(cast, case)
    assert list(Duty.objects.order_by("pk").values()) == before
    assert case.stage("handling") == "accepted"


def test_in_a_review_too(cast: Cast) -> None:
    reviewed = delivered(cast)
    reviewed.ask()
    perform(reviewed.review.pk, "record_inquiry", cast.city_handler, Given({"day": today()}, INQUIRY))
    perform(reviewed.review.pk, "record_meeting", cast.city_handler, Given({"day": today()}, MEETING))
    assert list(problems()) == []


def test_nothing_is_recorded_before_it_happened(cast: Cast) -> None:
    case = cast.bring_to("accepted")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for code, words in (("record_inquiry", INQUIRY), ("record_meeting", MEETING)):
        snapshot = load(case.handling.pk, cast.handler, lock=False)
        asked = ask(procedure("handling").by_code[code], snapshot, cast.handler, {**words, "day": tomorrow})
        assert set(asked.form.errors) == {"day"}


@pytest.mark.parametrize("who", ["sorter", "bureau_head", "housing", "head"])
def test_only_by_whoever_handles_it(cast: Cast, who: str) -> None:
    case = cast.bring_to("accepted")
    with pytest.raises((Forbidden, Unseen)):
        inquire(cast, case, getattr(cast, who))
    answered = cast.bring_to("delivered")
    with pytest.raises(Refused):
        meet(cast, answered)
