"""What was registered before 2022-05-01 is bound to 《信访条例》 (2005) for good: its articles, its papers, and no move it did not know."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import translation

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.duties.local import local_terms
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.offices.actors import ANYONE, Actor, petitioner
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.pages.templatetags.sunshine import law
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.bulk import asked_numbers, copy, give_numbers, tell
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.history import History, World
from sunshine.foundation.procedure.rulesets import cited, in_force
from sunshine.foundation.procedure.table import procedures
from sunshine.petitions.models import Filing
from sunshine.petitions.procedure.filing import REGISTER
from sunshine.petitions.receipts import printed_receipt
from sunshine.petitions.rulesets import BY_MOVE, EARLIER, NOW, UNKNOWN, in_full
from tests.support.cast import Cast, registration

THEN = datetime(2021, 6, 10, 10, tzinfo=SHANGHAI)
WORDS = {
    "words": "和当时查明的不一样", "person": "刘洋", "phone": "028-0000 0000", "findings": "查明工资没有发",
    "reason": "要逐户核对", "basis": "职责规定", "other": "公司", "scope": "数额",
}  # fmt: skip


class Imported:
    """One matter of 2021, told move by move as an import would, and written by the bulk road."""

    def __init__(self, cast: Cast, at: datetime = THEN, **fields: Any) -> None:
        self.cast, self.at = cast, at
        self.history = History(World(work_calendar(), directory(), local_terms()))
        made = self.history.plan_opening(REGISTER, ANYONE, registration(**fields), at)
        give_numbers([(at, number) for number in made.numbers])
        self.history.take(made)

    def of(self, kind: str) -> UUID:
        return [one.id for one in self.history.now.members.values() if one.kind == kind][-1]

    def do(
        self, kind: str, move: str, actor: Actor, facts: Any = None, rows: Any = None, days: int = 1
    ) -> Imported:
        self.at += timedelta(days=days)
        self.history.wake(self.at)
        self.history.perform(self.of(kind), move, actor, Given(facts or {}, WORDS, rows or {}), self.at)
        return self

    def each(self, row: Given) -> dict[str, Given]:
        return {str(one.id): row for one in self.history.now.matter.demands}

    def signed(self, klass: str = "demand") -> Imported:
        unit = str(self.cast.units["rs-labour"].pk)
        self.do(
            "petition", "sort", self.cast.sorter, rows=self.each(Given({"klass": klass, "category": "0402"}))
        )
        self.do("petition", "forward", self.cast.sorter, rows=self.each(Given({"unit": unit})))
        return self.do("handling", "sign", self.cast.handler)

    def answered(self) -> Imported:
        self.signed().do("handling", "accept", self.cast.handler)
        self.do("handling", "extend", self.cast.handler, {"days": 30}, days=40)
        self.do("handling", "confirm", self.cast.head)
        row = Given({"outcome": "explain"}, {"opinion": "说明", "basis": "《劳动法》第五十条"})
        self.do("handling", "issue_opinion", self.cast.handler, rows=self.each(row), days=30)
        self.do("handling", "confirm", self.cast.head)
        paper = self.history.now.matter.handlings[self.of("handling")].answer
        return self.do(
            "filing", "deliver", petitioner(self.of("filing")), {"paper": str(paper), "method": "online"}
        )

    def written(self) -> Imported:
        give_numbers(asked_numbers([self.history]))
        copy([tell(self.history)])
        return self


def test_the_day_of_registration_chooses(cast: Cast) -> None:
    assert in_force(datetime(2022, 4, 30, 23, 59, tzinfo=SHANGHAI)).code == EARLIER
    assert in_force(datetime(2022, 5, 1, tzinfo=SHANGHAI)).code == NOW
    with pytest.raises(LookupError, match="2005-04-30"):
        in_force(datetime(2005, 4, 30, 23, tzinfo=SHANGHAI))
    root = Imported(cast).answered().written().of("petition")
    assert set(Subject.objects.filter(root=root).values_list("rules", flat=True)) == {EARLIER}
    assert set(
        Subject.objects.filter(root=cast.bring_to("delivered").petition).values_list("rules", flat=True)
    ) == {NOW}


def test_it_stays_bound_whenever_it_is_dealt_with(cast: Cast) -> None:
    """Registered in April 2022, handled in summer."""
    made = Imported(cast, datetime(2022, 4, 20, 9, tzinfo=SHANGHAI)).answered()
    made.do("filing", "ask_review", petitioner(made.of("filing")), {"paper": str(_answer(made))})
    assert {one.rules for one in made.history.now.members.values()} == {EARLIER}
    made.written()


def _answer(made: Imported) -> Any:
    return made.history.now.matter.handlings[made.of("handling")].answer


def test_the_terms_are_the_same_days_as_now(cast: Cast) -> None:
    made = Imported(cast).answered()
    made.do("filing", "ask_review", petitioner(made.of("filing")), {"paper": str(_answer(made))})
    terms = {draft.rule.code: draft.rule.term.n for plan, _ in made.history.acts for draft in plan.opened}
    made.written()
    assert terms | {"forward": 15, "notice": 15, "decide": 60, "ask_review": 30, "review": 30} == terms


def test_its_papers_cite_its_own_articles(cast: Cast) -> None:
    Imported(cast).answered().written()
    versions = set(Paper.objects.values_list("template", flat=True))
    assert {v.rpartition("/")[2] for v in versions} == {
        "notice05_v1.typ", "extension05_v1.typ", "opinion05_v1.typ", "transfer_v1.typ", "transferred_v1.typ",
    }  # fmt: skip
    slip = Paper.objects.get(kind="transfer")
    said = words_at(slip.subject_id, slip.seq)["paper"]
    assert "《信访条例》第二十一条" in said
    assert "异议" not in said
    notice = Paper.objects.get(kind="notice")
    assert "《信访条例》第三十一条" in words_at(notice.subject_id, notice.seq)["paper"]
    assert printed_receipt(Filing.objects.get().pk).startswith(b"%PDF")
    cast.bring_to("issued")
    assert "opinion_v" in Paper.objects.filter(kind="opinion").latest("issued_at").template


def test_its_pages_cite_its_own_articles(cast: Cast) -> None:
    made = Imported(cast).answered().written()
    client = Client()
    client.force_login(cast.posts["handler"].officer)
    shown = client.get(f"/desk/petitions/{made.of('petition')}/", follow=True).content.decode()
    assert "《信访条例》" in shown
    assert "《信访工作条例》" not in shown
    filing = Filing.objects.get()
    citizen = Client()
    citizen.post(
        "/progress/", {"number": filing.number, "code": words_at(filing.pk, 1)["code"], "factor": "5678"}
    )
    page = citizen.get(f"/progress/{filing.pk}/", follow=True).content.decode()
    assert "《信访条例》（2005年）" in page
    assert '《信访条例》<span class="nowrap">第三十三条</span>' in page


@pytest.mark.parametrize("move", ["object", "accept_simply", "mediate"])
def test_what_came_with_2022_is_not_there(cast: Cast, move: str) -> None:
    made = Imported(cast).signed()
    if move == "mediate":
        made.do("handling", "accept", cast.handler)
    with pytest.raises(Refused, match="信访条例"):
        made.do("handling", move, cast.handler, {"unit": str(cast.units["rs-housing"].pk), "simple": "daily"})
    made.written()


def test_whatever_was_accepted_had_sixty_days(cast: Cast) -> None:
    """A suggestion too: the older regulation made no difference (第三十三条)."""
    made = Imported(cast, purpose="advice").signed("advice").do("handling", "accept", cast.handler).written()
    assert "decide" in {duty.rule for duty in made.history.now.duties.values()}
    later = Imported(cast, datetime(2023, 6, 1, 9, tzinfo=SHANGHAI)).signed("advice").written()
    with pytest.raises(Refused):
        later.do("handling", "accept", cast.handler)


def test_every_citation_of_the_tables_has_its_counterpart() -> None:
    codes = {move.code for table in procedures() for move in table.moves}
    assert UNKNOWN | BY_MOVE.keys() <= codes
    for table in procedures():
        for move in table.moves:
            if move.code not in UNKNOWN | {"opinion_wanted"}:
                found = cited(move.law, EARLIER, move.code)
                assert not found.startswith("条例"), found
                assert found != "信访条例", move.law
    assert in_full("第三十五条", EARLIER) == "《信访条例》第三十四条"
    assert in_full("第三十五条", NOW) == "《信访工作条例》第三十五条"


def test_the_older_regulation_has_an_english_name(cast: Cast) -> None:
    with translation.override("en"):
        assert "Regulation of 2005 art. 33" in law("信访条例 第三十三条").replace('<span class="nowrap">', "")
