"""Every list of the site: the same number of statements for one row and for thirty, and a bound. None can be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from sunshine.channels.held import KEY, PROVEN
from sunshine.channels.recovery import FOUND, UNTIL
from sunshine.foundation.administration.bringing import submit
from sunshine.foundation.administration.kinds import all_kinds
from sunshine.foundation.administration.models import Proof
from sunshine.foundation.administration.rosters import check
from sunshine.foundation.calendar.models import CalendarYear
from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.memory import forget_all
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices import tokens
from sunshine.foundation.offices.models import Officer, Post, Role, Unit
from sunshine.foundation.people.identity import blind_index
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform, perform_opening
from sunshine.foundation.search.index import index
from sunshine.foundation.signin.models import Event, Kind
from sunshine.petitions import feed
from sunshine.petitions.desk_forms import HandOverForm
from sunshine.petitions.erasing import ask_erasure
from sunshine.petitions.leave import hand_over
from sunshine.petitions.models import Filing, Rating, ReadingKind
from sunshine.petitions.procedure.leave import HAND_OVER, STAND_IN
from sunshine.petitions.readings import record
from tests.access.test_pages import is_move, names
from tests.foundation.administration.conftest import Office
from tests.petitions.settled import kept
from tests.petitions.test_costs import FRAMING, signed_in
from tests.petitions.test_erasure import GIVEN, finished
from tests.petitions.test_teamwork import hire
from tests.support.cast import Case, Cast

MANY = 30  # rows; a page holds twenty
PHONE = "13800005678"


@dataclass
class House:
    """The cast, what was filed first, and how each list grows by one row."""

    cast: Cast
    first: Case
    n: int = 0

    @property
    def office(self) -> Office:
        return Office(self.cast)

    @property
    def month(self) -> str:
        """In which what was filed falls due."""
        return f"{last_day(Duty.objects.filter(rule='forward')[0].due_at):%Y-%m}"

    def filed(self) -> None:
        index(self.cast.file().petition)

    def pressed(self) -> None:
        perform(self.first.filing.pk, "urge", self.first.petitioner, Given())

    def noted(self) -> None:
        perform(self.first.petition, "note", self.cast.sorter, Given(texts={"words": "已核对。"}))

    def away(self) -> None:
        day = (timezone.localdate() + timedelta(days=self.n)).isoformat()
        people = [hire(self.cast, f"同事{self.n}-{k}") for k in range(2)]
        facts = {
            "post": str(people[0].pk),
            "substitute": str(people[1].pk),
            "first_day": day,
            "last_day": day,
        }
        perform_opening(STAND_IN, self.cast.head, Given(facts))

    def handed(self) -> None:
        """One more hand-over, of nothing."""
        perform_opening(HAND_OVER, self.cast.head, Given({"post": str(self.cast.posts["handler"].pk)}))

    def passed(self) -> None:
        """One more matter in the next hand-over of the handler's work."""
        case, post = self.cast.bring_to("signed"), self.cast.posts["handler"].pk
        perform(case.handling.pk, "assign", self.cast.head, Given({"post": str(post)}))

    def alerted(self) -> None:
        """One more that is urgent."""
        said = Given({"urgency": "crowd"}, {"words": "多人聚集。"})
        perform(self.cast.file().petition, "mark_urgent", self.cast.sorter, said)

    def read(self) -> None:
        record(self.cast.sorter, ReadingKind.EXPORT, filters="stage=new", found=self.n)

    def oddly_rated(self) -> None:
        """Rated a second after the message."""
        case = self.cast.bring_to("rated", self.cast.file(phone=f"1390000{self.n:04}"))
        at = Rating.objects.latest("at").at - timedelta(seconds=1)
        Message.objects.filter(subject=case.filing.pk).update(settled_at=at)

    def erasure(self) -> None:
        ask_erasure(finished(self.cast).filing.number, GIVEN, self.cast.security_admin)

    def unmasked(self) -> None:
        perform(self.first.filing.pk, "unmask", self.cast.sorter, Given({"purpose": "contact"}))

    def opened(self) -> None:
        signed_in(self.cast, "sorter").get(f"/desk/petitions/{self.first.petition}/")

    def proof(self) -> None:
        Proof.objects.create(officer=self.cast.posts["auditor"].officer, finished_at=timezone.now())

    def imported(self) -> None:
        unit = f"单位代码,全称,简称,类别,区划代码\nrs-{self.n},仁寿县第{self.n}局,第{self.n}局,部门,511421"
        submit(check(unit, "", self.cast.system_admin), self.cast.system_admin, f"import {self.n}")

    def proposed(self) -> None:
        unit = self.unit()
        self.office.do("unit", unit, "abolish", basis="仁委编〔2026〕3号")

    def unit(self) -> Unit:
        fields = {"code": f"rs-new-{self.n}", "name": f"仁寿县新设第{self.n}局", "short": f"新{self.n}局"}
        made: Unit = self.office.make(
            "unit", **fields, kind="department", division="511421", valid_from="2026-01-01"
        )
        return made

    def bureau(self) -> None:
        code = f"511421-{self.n}"
        Unit.objects.create(
            code=code,
            name=f"仁寿县第{self.n}信访局",
            name_en=code,
            short=code,
            kind="bureau",
            division_id="511421",
        )

    def renamed(self) -> None:
        """One more line in the history of one unit."""
        fields = {"name": f"仁寿县第{self.n}次改名的局", "short": "改名局"}
        self.office.do("unit", self.cast.units["rs-labour"], "edit", **fields)

    def signed(self) -> None:
        Event.objects.create(kind=Kind.IN, officer=self.cast.posts["sorter"].officer)

    def put_away(self) -> None:
        """One more that a bureau filed without action."""
        case = kept(self.cast)
        given = Given({"ground": "thanks"}, {"words": "感谢", "person": "某", "phone": "028"})
        perform(case.handling.pk, "file_away", self.cast.sorter, given)
        perform(case.handling.pk, "confirm", self.cast.bureau_head)

    def locked(self) -> None:
        login = hire(self.cast, f"忘了{self.n}").officer.login
        AccessAttempt.objects.create(
            username=login, ip_address="203.0.113.7", user_agent="", failures_since_start=settings.AXES_FAILURE_LIMIT,
            get_data="", post_data="",
        )  # fmt: skip

    def elsewhere(self) -> None:
        signed_in(self.cast, "sorter")

    # --- one more row of each kind of reference data

    def officer(self) -> None:
        hire(self.cast, f"新来的{self.n}")

    def post(self) -> None:
        Post.objects.create(
            officer=Officer.objects.create_user(login=f"post-{self.n}", name="某人"),
            unit=self.cast.units["rs-labour"], role=Role.HANDLER, title="承办人",
        )  # fmt: skip

    def category(self) -> None:
        self.office.make("category", code=f"04{60 + self.n}", name=f"新类{self.n}")

    def route(self) -> None:
        self.office.make(
            "route", code=f"TT{self.n:02d}", department="某部门", demand="某诉求", branch="31.4", procedure="某程序",
            basis="某法", body="某机关", plain="说明",
        )  # fmt: skip

    def year(self) -> None:
        CalendarYear.objects.create(year=2040 + self.n, source="国办发明电")

    def length(self) -> None:
        self.office.make(
            "length", rule="forward", division="511421", days="7", basis="某文",
            valid_from=str(date(2031, 1, 1) + timedelta(days=self.n)),
        )  # fmt: skip

    def pause_rule(self) -> None:
        self.office.make(
            "pause_rule", kind="appraisal", term="decide", division="511421", basis="某文",
            valid_from=str(date(2031, 1, 1) + timedelta(days=self.n)),
        )  # fmt: skip

    def template(self) -> None:
        self.office.make("paper_template", kind="notice", source="= 告知书", note=f"第{self.n}稿")

    def wording(self) -> None:
        words = "【阳光信访】编号{number}，查询码{code}，由{unit}登记。"
        self.office.make("message_wording", move="register", words=words, note=f"第{self.n}稿")


@dataclass(frozen=True)
class List:
    """A list, who reads it, how it grows, and how many statements it may take, signing in included."""

    name: str
    who: str
    grows: Callable[[House], Any]
    most: int
    args: Callable[[House], Mapping[str, Any]] = lambda house: {}
    query: str = ""
    start: int = 1
    many: int = MANY


def of_filing(house: House) -> Mapping[str, Any]:
    return {"filing": house.first.filing.pk}


def of_petition(house: House) -> Mapping[str, Any]:
    return {"pk": house.first.petition}


def of_the_newest(house: House) -> dict[str, Any]:
    return {"pk": Filing.objects.latest("registered_at").petition_id}


def handed_over(house: House) -> Mapping[str, Any]:
    """All the handler's work passes back to the unit."""
    data = {"post": str(house.cast.posts["handler"].pk), "words": "调离"}
    form = HandOverForm(data, by=house.cast.head)
    assert form.is_valid(), form.errors
    return {"pk": hand_over(form, house.cast.head, None)}


def feed_of(house: House) -> Mapping[str, Any]:
    return {"secret": feed.renew(house.cast.sorter)}


LISTS = [
    # Own, free, colleagues': each asked until the page is full.
    List("duties", "sorter", House.filed, 6),
    List("queue", "sorter", House.filed, 6),
    List("queue", "sorter", House.filed, 6, query="?stage=new&channel=web&place=511400"),
    List("filed", "sorter", House.put_away, 5),
    List("alerts", "sorter", House.alerted, 6),
    List("find", "sorter", House.filed, 8, query="?q=木工"),
    List("calendar", "sorter", House.filed, 6, query="?month={month}"),
    List("absences", "head", House.away, 12),
    List("handover", "head", House.passed, 8, handed_over, start=2, many=12),
    List("calendar-ics", "", House.filed, 5, feed_of),
    List("petition", "sorter", House.noted, 24, of_petition),
    List("petition", "sorter", House.filed, 28, of_petition, query="?list=queue"),
    List("repeats", "sorter", House.filed, 22, of_the_newest, start=3),
    List("readings", "auditor", House.read, 4),
    List("odd-ratings", "auditor", House.oddly_rated, 6, many=4),
    List("outbox", "sorter", House.filed, 5),
    List("ledger", "auditor", House.filed, 4),
    List("erasures", "auditor", House.erasure, 7, many=4),
    List("administration", "security_admin", House.proposed, 6),
    List("administration-tree", "system_admin", House.bureau, 3, query="?place=511421"),
    List("administration-steps", "auditor", House.renamed, 5),
    List("administration-readings", "auditor", House.opened, 4),
    List("administration-names", "auditor", House.unmasked, 4),
    List("administration-proofs", "auditor", House.proof, 4),
    List("administration-upload", "system_admin", House.imported, 4),
    List("administration-row", "system_admin", House.renamed, 13,
         lambda house: {"code": "unit", "pk": house.cast.units["rs-labour"].pk}),
    List("sign-ins", "auditor", House.signed, 4),
    List("sign-in-locks", "security_admin", House.locked, 5),
    List("mfa_index", "sorter", House.elsewhere, 6),
    List("offices", "", House.bureau, 2),
    List("progress", "", House.pressed, 20, of_filing),
    List("lost-filings", "", House.filed, 3),
    List("api:duties", "sorter", House.filed, 6),
    List("api:petitions", "sorter", House.filed, 6),
    List("api:search", "sorter", House.filed, 8, query="?q=木工"),
    List("api:absences", "head", House.away, 6),
    List("api:handovers", "head", House.handed, 9),
    List("api:handover", "head", House.passed, 8, lambda house: {"id": handed_over(house)["pk"]}, start=2, many=12),
    List("api:follow", "", House.pressed, 24, lambda house: {"id": house.first.filing.number}),
]  # fmt: skip
KINDS = {
    "unit": House.unit, "officer": House.officer, "post": House.post, "category": House.category, "year": House.year,
    "length": House.length, "paper_template": House.template, "message_wording": House.wording, "route": House.route,
    "pause_rule": House.pause_rule,
}  # fmt: skip


def of_kind(code: str) -> Callable[[House], Mapping[str, Any]]:
    return lambda house: {"code": code}


def kinds() -> Iterator[List]:
    """The list of each kind of reference data."""
    for kind in all_kinds():
        yield List("administration-rows", "system_admin", KINDS[kind.code], 5, of_kind(kind.code))


@pytest.fixture
def house(cast: Cast) -> House:
    first = cast.file(text="路灯坏了，没有人修。", phone="13900000000")
    forget_all()
    return House(cast, first)


def browser(house: House, one: List) -> Client:
    if one.name.startswith("api:"):
        code = words_at(house.first.filing.pk, 1)["code"]
        mine = {"X-Query-Code": code, "X-Factor": "0000"}
        known = (
            {"Authorization": f"Bearer {tokens.issue(house.cast.posts[one.who], 'lists')}"}
            if one.who
            else mine
        )
        return Client(headers=known)
    if one.who:
        return signed_in(house.cast, one.who)
    client = Client()
    session = client.session
    index_of = blind_index("phone", PHONE) or b""
    session[KEY] = {str(house.first.filing.pk): PROVEN}
    session[FOUND], session[UNTIL] = index_of.hex(), timezone.now().timestamp() + 600
    session.save()
    return client


def cost(house: House, one: List) -> tuple[list[str], int]:
    """The statements of one page, once what is kept in memory has been read; and how long the page is."""
    query = one.query.format(month=house.month)
    client, path = browser(house, one), reverse(one.name, kwargs=dict(one.args(house))) + query
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200
    asked = [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(FRAMING)]
    return asked, len(response.content)


def grow(house: House, one: List, rows: int) -> None:
    for _ in range(rows):
        house.n += 1
        one.grows(house)
    forget_all()


def keeps_its_bound(house: House, one: List) -> None:
    """Never more statements for many rows than for few (a search that fills its page needs one less)."""
    grow(house, one, one.start)
    few, short = cost(house, one)
    grow(house, one, one.many - one.start)
    many, long = cost(house, one)
    assert len(many) <= len(few) <= one.most, "\n".join([*many, f"{len(few)} for few, {len(many)} for many"])
    assert long > short or one.name == "administration-rows"  # whose page may be full from the start


@pytest.mark.parametrize("one", LISTS, ids=lambda one: f"{one.name}{one.query}-{one.grows.__name__}")
def test_a_list_costs_the_same_with_one_row_and_with_many(house: House, one: List) -> None:
    keeps_its_bound(house, one)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_lists_of_reference_data_cost_the_same(house: House, kind: str) -> None:
    keeps_its_bound(house, next(one for one in kinds() if one.args(house)["code"] == kind))


def test_every_kind_of_reference_data_is_measured() -> None:
    assert {kind.code for kind in all_kinds()} == KINDS.keys()


# Every other address: a page of one thing, a form, a file, what is only posted, and moves. ``export`` and
# ``find-person`` have their costs asserted where they are tested.
NONE = """
accessibility account-leave account-password account-sessions account_login account_reauthenticate act
administration-chain administration-copy administration-decide administration-import administration-in-force
administration-move administration-new administration-paper-preview administration-paper-preview-in-force
administration-subject administration-submit administration-table administration-template api-docs api:api-root api:case api:end_absence
api:find_person api:hand_over api:name_substitute api:nowhere api:open_paper api:openapi-json api:openapi-view
api:register attachment calendar-feed case-file choose-post decide-erasure drop-filter end-absence entrance export file
file-preview find-person forward-many hand-over home how invitation keys lost lost-code lost-renew mfa_activate_totp
mfa_add_webauthn mfa_authenticate mfa_deactivate_totp mfa_generate_recovery_codes mfa_login_webauthn
mfa_reauthenticate mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_view_recovery_codes move my-file my-paper
my-preview name-substitute open-person original paper preferences privacy prove receipt receipt-sheet renew-mine routes
save-filter sign-in sign-out tell tell-check tell-forget tell-screen trace verify verify-code window window-renew window-withdraw withdraw withdraw-code
report-retaliation
"""


def test_no_list_is_forgotten() -> None:
    """A new address is put among the lists, with how it grows and its bound, or said to be none."""
    lists, others = {one.name for one in LISTS} | {"administration-rows"}, set(NONE.split())
    assert {name for name in names(get_resolver()) if not is_move(name)} == lists | others
    assert not lists & others
