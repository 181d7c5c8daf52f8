"""Every move of every procedure × everybody × every kind of object: the planner, the page and the API say the same (条例 第三十条)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.offices.actors import SYSTEM
from sunshine.foundation.procedure.engine import refusal
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen, load, perform, with_proposal
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import procedure, procedures
from sunshine.petitions import views
from sunshine.petitions.credentials import OF_THE_PETITIONER_ALONE
from sunshine.petitions.models import Filing
from tests.access.conftest import CITIZENS, EVERYBODY, OFFICERS, World, address, undone
from tests.access.said import Cell, facts
from tests.support.cast import Case, Cast
from tests.support.reviews import ended

# Who makes each move, on a matter of 仁寿 standing where the move is lawful. Only these; everybody else is refused.
MAY = {
    "petition.sort": "sorter",
    "petition.forward": "sorter",
    "petition.reply_urge": "sorter",
    "petition.join": "sorter",
    "petition.spread": "sorter",
    "filing.represent": "window sorter",
    "filing.part": "",  # only what was joined; who may: tests/petitions/test_art_19_repeats.py
    "filing.say_first": "window sorter",
    "petition.hand_down": "",  # the county has no bureau below it
    "petition.bind_case_file": "sorter bureau_head city_sorter province_sorter leader handler head",
    "filing.add_material": "code proven window sorter",
    "filing.urge": "code proven",
    "filing.deliver": "proven handler",
    "filing.send_paper": "handler",
    "filing.fail_delivery": "handler",
    "filing.announce": "",
    "filing.ask_review": "proven window sorter",
    "filing.ask_final_review": "",  # only after a review; who takes part in one: tests/petitions/test_art_35_review.py
    "filing.rate": "proven",
    "filing.unmask": "window sorter city_sorter province_sorter handler",
    "filing.look_up": "window sorter city_sorter province_sorter handler",
    "petition.assign": "sorter bureau_head",
    "petition.note": "window sorter bureau_head",
    "filing.log_call": "window sorter handler",
    "filing.correct": "window sorter",
    "filing.correct_registered": "window sorter",
    "filing.confirm": "bureau_head",
    "filing.send_back": "bureau_head",
    "filing.recall": "window",
    "filing.keep_on": "code proven",
    "callback.log_call_back": "city_sorter",
    "callback.try_call_back": "city_sorter",
    "handling.correct_delivery": "handler",
    "handling.recall": "handler",
    "handling.assign": "handler head",
    "handling.note": "handler head",
    "handling.sign": "handler",
    "handling.designate": "",  # only a bureau left with the matter of an abolished organ
    "handling.accept": "handler",
    "handling.guide": "handler",
    "handling.reply": "",  # these only where the bureau keeps a demand, or assigned it
    "handling.file_away": "",
    "handling.hand_on": "",
    "handling.report_back": "",
    "handling.refuse": "handler",
    "handling.refuse_for_good": "handler",
    "handling.contact": "handler",
    "handling.carry_out": "handler",
    "handling.extend": "handler",
    "handling.object": "handler",
    "handling.ask_assistance": "handler sorter",
    "assistance.answer_assistance": "housing",
    "assistance.release_assistance": "handler sorter",
    "objection.uphold_objection": "sorter",
    "objection.refuse_objection": "sorter",
    "objection.withdraw_objection": "handler",
    "handling.call_hearing": "handler",
    "handling.record_hearing": "",  # these only once a hearing or a pause has begun
    "handling.conclude_hearing": "",
    "handling.call_off_hearing": "",
    "handling.pause": "",  # only where a place's own law allows one
    "handling.resume": "",
    "handling.record_inquiry": "handler",
    "handling.record_meeting": "handler",
    "handling.accept_simply": "handler",
    "handling.turn_ordinary": "",  # these only where it was accepted as a simple one
    "handling.reply_simply": "",
    "filing.want_opinion": "",
    "handling.mediate": "handler",
    "handling.reach_agreement": "",  # these only while a mediation goes on
    "handling.end_mediation": "",
    "handling.issue_opinion": "handler",
    "handling.reply_urge": "handler",
    "handling.confirm": "head",
    "handling.send_back": "head",
    **{
        f"review.{move.code}": ""
        for move in procedure("review").moves
        if not (move.by_system or move.opening)
    },
    "petition.refer_conference": "sorter bureau_head",
    "conference.decide_conference": "bureau_head",
    "conference.call_off_conference": "sorter bureau_head",
    "conference_task.report_task": "housing",
    "conference_task.hold_to": "bureau_head",
    "conference_task.lift_task": "sorter bureau_head",
    "petition.mark_urgent": "window sorter bureau_head",
    "handling.mark_urgent": "handler head",
    "alert.report_first": "sorter bureau_head",  # of the bureau's own, which the next three are not
    "alert.drop_alert": "bureau_head",
    "alert.report_further": "handler head",
    "alert.report_last": "handler head",
    "alert_receipt.take_note": "sorter bureau_head leader",
    "alert_receipt.ask_further": "sorter bureau_head leader",
    "petition.declare_interest": "window sorter bureau_head handler head housing",
    "petition.entrust": "",  # only reports; who may: tests/petitions/test_art_30_sealed.py
    "petition.exclude": "",
    "filing.open_words": "",  # only what is kept from handling units: tests/petitions/test_art_30_summary.py
    "filing.ask_recusal": "code proven",
    # Where somebody withdraws a colleague takes over: tests/petitions/test_art_28_recusal.py
    "recusal.grant_recusal": "",
    "recusal.refuse_recusal": "",
}
ROAD = ("registered", "sorted", "forwarded", "signed", "accepted", "proposed", "issued", "delivered")


def hurried(cast: Cast, case: Case) -> Case:
    """Pressed for progress by its petitioner, so that somebody owes a reply."""
    perform(case.filing.pk, "urge", case.petitioner, Given())
    return case


def pressed(cast: Cast, case: Case) -> Case:
    """Withdrawn under pressure, as it seems: the week runs, and the bureau of the city is to call."""
    perform(case.filing.pk, "ask_withdrawal", case.petitioner, Given({"reason": "pressure"}))
    return case


def dated(cast: Cast, case: Case) -> Case:
    """Somebody has proposed another day of registration, and waits for the head."""
    given = Given({"day": str(localdate())}, {"reason": "邮戳"})
    perform(case.filing.pk, "correct_registered", cast.window, given)
    return case


def disputed(cast: Cast, case: Case) -> Case:
    """The organ it was forwarded to says that it is another's."""
    given = Given({"unit": str(cast.units["rs-housing"].pk)}, {"reason": "不归本单位", "basis": "三定方案"})
    perform(case.handling.pk, "object", cast.handler, given)
    return case


def assisted(cast: Cast, case: Case) -> Case:
    """The lead unit has asked another for its part."""
    given = Given({"unit": str(cast.units["rs-housing"].pk), "by": str(localdate())}, {"words": "请查备案"})
    perform(case.handling.pk, "ask_assistance", cast.handler, given)
    return case


def urgent(cast: Cast, marked: Case, reported: Case) -> None:
    """The bureau has something to report; a unit has reported something to the bureau and the government."""
    said = Given({"urgency": "crowd"}, {"words": "话"})
    perform(marked.petition, "mark_urgent", cast.sorter, said)
    perform(reported.handling.pk, "mark_urgent", cast.handler, said)
    first = Given(
        {"happened_at": "2026-03-02T10:00:00+08:00", "people": 8},
        {"scene": "某处", "words": "话", "done": "话"},
    )
    alert = Subject.objects.get(root=reported.petition, kind="alert").pk
    perform(alert, "report_first", cast.handler, first)


def conferred(cast: Cast, waiting: Case, decided: Case) -> None:
    """One is before the joint conference; of the other it has given an organ its task."""
    organ = str(cast.units["rs-housing"].pk)
    refer = Given({"ground": "several", "other": organ}, {"words": "话"})
    for case in (waiting, decided):
        perform(case.petition, "refer_conference", cast.sorter, refer)
    words = dict.fromkeys(("minutes", "present", "conclusion", "basis", "told"), "话")
    rows = {organ: Given({"by": str(localdate())}, {"task": "话"})}
    conference = Subject.objects.get(root=decided.petition, kind="conference").pk
    facts = {"held_on": str(localdate()), "lead": organ}
    perform(conference, "decide_conference", cast.bureau_head, Given(facts, words, rows))


def objects(cast: Cast) -> dict[str, Case]:
    """One matter of each kind: own ones at every point of the road, another county's, a report, one about an organ."""
    own = {"registered": cast.file()} | {stage: cast.bring_to(stage) for stage in ROAD[1:]}
    for stage in ("registered", "accepted"):
        hurried(cast, own[stage])
    dated(cast, own["registered"])
    pressed(cast, own["signed"])
    disputed(cast, own["forwarded"])
    assisted(cast, own["accepted"])
    urgent(cast, own["proposed"], own["issued"])
    conferred(cast, own["signed"], own["accepted"])
    report = cast.file(purpose="report", accused="视高街道办事处")
    cast.sort(report, "report")
    cast.forward(report, "rs-discipline")
    return own | {
        "elsewhere": cast.file(place="511681"),
        "report": report,
        "accused before": cast.file(accused="仁寿县人力资源和社会保障局"),
        "accused": hurried(cast, cast.file(accused="仁寿县人力资源和社会保障局")),
    }


KINDS = (*ROAD, "elsewhere", "report", "accused before", "accused")


@pytest.fixture(scope="module")
def matters(world: World) -> dict[str, Case]:
    ended(world.people)
    found = objects(world.people)
    assert found.keys() == set(KINDS)
    return found


def cells(case: Case) -> list[Cell]:
    members = Subject.objects.filter(root=case.petition).values_list("pk", "kind")
    return [Cell(pk, kind, move) for pk, kind in members for move in procedure(kind).moves]


class Sight:
    """What the planner says, each family read once an actor: nothing in this file changes a matter for good."""

    def __init__(self, world: World, matters: dict[str, Case]) -> None:
        self.world, self.matters = world, matters
        self._taken: dict[tuple[str, str], Snapshot | None] = {}

    def snapshot(self, who: str, kind: str) -> Snapshot | None:
        """The matter as this person sees it, ``None`` out of sight; the clock sees everything."""
        if (who, kind) not in self._taken:
            case = self.matters[kind]
            actor = SYSTEM if who == "clock" else self.world.actor(who, case)
            try:
                self._taken[who, kind] = load(case.petition, actor, lock=False)
            except Unseen:
                self._taken[who, kind] = None
        return self._taken[who, kind]

    def allows(self, who: str, kind: str, cell: Cell) -> bool:
        family = None if who == "visitor" else self.snapshot(who, kind)
        if family is None or cell.move.opening or cell.move.apart:
            return False
        actor = self.world.actor(who, self.matters[kind])
        return refusal(with_proposal(family, cell.subject), cell.move, actor) is None

    def whole(self, kind: str, cell: Cell) -> Snapshot:
        family = self.snapshot("clock", kind)
        assert family is not None
        return with_proposal(family, cell.subject)


@pytest.fixture(scope="module")
def sight(world: World, matters: dict[str, Case]) -> Sight:
    return Sight(world, matters)


def page(world: World, who: str, case: Case, cell: Cell, client: Any, snapshot: Snapshot) -> bool:
    """Whether the page makes the move. Anything that is neither a yes nor a plain no fails."""
    given, rows = facts(world, cell, snapshot)
    each = cell.move.each.name if cell.move.each else ""
    data = given | {f"{each}-{key}-{name}": value for key, row in rows.items() for name, value in row.items()}
    citizen = {"filing": case.filing.pk, "code": cell.move.code}
    path = (
        reverse("act", kwargs=citizen)
        if who in CITIZENS
        else reverse("move", args=[cell.subject, cell.move.code])
    )
    before = Subject.objects.values_list("seq", flat=True).get(pk=cell.subject)
    with undone():
        response = client.post(path, data)
        moved = Subject.objects.values_list("seq", flat=True).get(pk=cell.subject) > before
    assert response.status_code in ({302} if moved else {302, 403, 404, 409, 422}), (
        who,
        cell.name,
        response.status_code,
    )
    return moved


def api(world: World, who: str, case: Case, cell: Cell, snapshot: Snapshot) -> bool:
    given, rows = facts(world, cell, snapshot)
    body = given | ({"rows": rows} if cell.move.each else {})
    if cell.move.to or cell.move.countersign or cell.move.code in {"confirm", "recall", "send_back"}:
        body["stage_seq"] = snapshot.subject.stage_seq
    reference = Filing.objects.get(pk=case.filing.pk).number if who in CITIZENS else cell.subject
    response = world.call(who, case, "POST", address(cell.kind, reference, cell.move.code), body)  # type: ignore[arg-type]
    assert response.status_code in {200, 401, 403, 404, 409, 422}, (who, cell.name, response.status_code)
    return response.status_code == 200


@pytest.fixture
def _plain_case_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused move shows the case page again; its looks are tested elsewhere and would cost a minute here."""

    def _case(
        request: HttpRequest, actor: Any, pk: UUID, failed: Any = None, status: int = 200
    ) -> HttpResponse:
        return HttpResponse(status=status)

    monkeypatch.setattr(views, "_case", _case)


def test_every_move_of_the_table_has_its_people():
    people = {
        f"{p.kind}.{m.code}"
        for p in procedures()
        for m in p.moves
        if not (m.opening or m.apart or m.by_system)
    }
    assert people == MAY.keys()


def test_each_move_is_made_by_these_and_nobody_else(sight: Sight, matters: dict[str, Case]):
    """On matters of one's own county, over all points of the road."""
    may: dict[str, set[str]] = {}
    for stage in ROAD:
        for cell in cells(matters[stage]):
            made = {who for who in EVERYBODY if sight.allows(who, stage, cell) and at_the_door(who, cell)}
            may.setdefault(cell.name, set()).update(made)
    # Delivery on line has no verb of its own: opening the paper, which takes the last four, records it.
    may["filing.deliver"].add("proven")
    assert {name: who for name, who in may.items() if who} == {
        name: set(who.split()) for name, who in MAY.items() if who
    }


def at_the_door(who: str, cell: Cell) -> bool:
    """What a petitioner's own pages and verbs leave out: rating without the last four; delivery, which opening makes."""
    if who not in CITIZENS:
        return True
    return (
        cell.kind == "filing"
        and cell.move.code != "deliver"
        and not (who == "code" and cell.move.code in OF_THE_PETITIONER_ALONE)
    )


def asked_over_http(sight: Sight, who: str) -> Iterator[tuple[str, Cell]]:
    """All of one own matter; elsewhere each move where it is first allowed, and one on each member out of sight."""
    tried: set[str] = set()
    for kind in sorted(sight.matters, key=lambda kind: kind != "accepted"):
        hidden = kind not in ROAD and sight.snapshot(who, kind) is None
        for cell in cells(sight.matters[kind]):
            if cell.move.opening or cell.move.apart or cell.move.by_system:
                continue
            name = f"{kind}.{cell.kind}" if hidden else cell.name
            new = (hidden or sight.allows(who, kind, cell)) and name not in tried
            if new:
                tried.add(name)
            if new or kind == "accepted":
                yield kind, cell


@pytest.mark.usefixtures("_plain_case_page")
@pytest.mark.parametrize("who", EVERYBODY)
def test_planner_page_and_api_agree(world: World, sight: Sight, who: str):
    wrong = []
    for kind, cell in asked_over_http(sight, who):
        case, snapshot = sight.matters[kind], sight.whole(kind, cell)
        expected = sight.allows(who, kind, cell) and at_the_door(who, cell)
        on_page = who not in CITIZENS or cell.kind == "filing"
        got = page(world, who, case, cell, world.browser(who, case), snapshot) if on_page else expected
        over_api = api(world, who, case, cell, snapshot)
        if not (expected == got == over_api):
            wrong.append((kind, cell.name, expected, got, over_api))
    assert wrong == []


@pytest.mark.usefixtures("_plain_case_page")
@pytest.mark.parametrize("who", ["sorter", "handler", "head"])
def test_nobody_makes_the_systems_moves(world: World, matters: dict[str, Case], who: str):
    case = matters["accepted"]
    client = world.browser(who, case)
    for cell in cells(case):
        if cell.move.by_system or cell.move.opening or cell.move.apart:
            told = client.post(reverse("move", args=[cell.subject, cell.move.code])).status_code
            assert told in ({404} if cell.move.apart else {409, 422})
            assert (
                world.call(who, case, "POST", address(cell.kind, cell.subject, cell.move.code)).status_code
                == 404
            )


# Who a matter about this organ is hidden from: its own people and everybody under it.
SIDES = {
    "视高街道办事处": "accused",
    "仁寿县人力资源和社会保障局": "handler head",
    "眉山市人力资源和社会保障局": "city_handler handler head",
    "仁寿县人民政府": "window sorter bureau_head leader handler head housing accused",
    "眉山市人民政府": "window sorter bureau_head city_sorter leader handler head city_handler housing accused",
    "四川省人民政府": "window sorter bureau_head city_sorter province_sorter leader handler head city_handler housing"
    " accused stranger",
}


@pytest.mark.parametrize("organ", SIDES)
@pytest.mark.parametrize("purpose", ["demand", "report"])
def test_accused_side_finds_nothing_anywhere(world: World, organ: str, purpose: str):
    side = set(SIDES[organ].split())
    with undone():
        case = world.people.file(accused=organ, purpose=purpose, files=(("证据.txt", "证据".encode()),))
        number, file = case.filing.number, case.filing.subject.attachments.get()
        registrar = Subject.objects.get(pk=case.petition).unit_id
        assert registrar not in {world.people.posts[who].unit_id for who in side}
        for who in sorted(side):
            client = world.browser(who, case)
            hidden = [
                client.get(reverse("petition", args=[case.petition])),
                client.get(reverse("attachment", args=[file.pk])),
                client.post(reverse("move", args=[case.filing.pk, "unmask"]), {"purpose": "contact"}),
                client.post(reverse("move", args=[case.petition, "sort"]), {}),
                world.call(who, case, "GET", f"/api/v1/petitions/{case.petition}"),
                world.call(
                    who, case, "POST", address("filing", case.filing.pk, "unmask"), {"purpose": "contact"}
                ),
            ]
            assert {response.status_code for response in hidden} == {404}, who
            names = ("duties", "queue", "export", "outbox", "calendar", "absences")
            lists: list[Any] = [client.get(reverse(name)) for name in names]
            lists += [world.call(who, case, "GET", f"/api/v1/{name}") for name in ("duties", "petitions")]
            said = "".join(shown(one) for one in lists)
            assert str(case.petition) not in said, who
            assert number not in said, who
            for words in (number, number[:12], number[-6:]):  # the box shows again what was typed
                assert str(case.petition) not in shown(client.get(reverse("find"), {"q": words})), who


def shown(response: Any) -> str:
    """All that was sent, the place a redirect leads to included."""
    body: bytes = response.getvalue() if response.streaming else response.content
    return str(response.headers) + body.decode()


def test_paper_about_ones_own_organ_stays_hidden(world: World):
    """A matter about the street office, answered by the labour bureau: the office sees no slip, notice or opinion."""
    with undone():
        case = world.people.bring_to("issued", world.people.file(accused="视高街道办事处"))
        client = world.browser("accused", case)
        papers = [paper for handling in [case.handling] for paper in handling.subject.papers.all()]
        assert len(papers) == 3
        for paper in papers:
            assert client.get(reverse("paper", args=[paper.pk])).status_code == 404
            path = f"/api/v1/filings/{case.filing.number}/papers/{paper.pk}"
            assert world.call("accused", case, "GET", path).status_code == 401


def test_report_stays_with_those_who_hold_it(world: World, matters: dict[str, Case]):
    """A report 检举控告 is seen by the bureau that registered it and the organ that has it; no area opens it."""
    path = reverse("petition", args=[matters["report"].petition])
    seen = {w for w in OFFICERS if world.browser(w, matters["report"]).get(path).status_code == 200}
    assert seen == {"window", "sorter", "bureau_head", "inspector"}
