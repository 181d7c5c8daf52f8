"""Corrections 更正. What was entered wrongly is set right by a new step that holds the new beside the old (条例 第二十二条).

The days from which the law counts are set right only by two persons, and the clocks follow.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import SHANGHAI
from sunshine.foundation.duties.rules import DutyRule
from sunshine.foundation.offices.models import Role
from sunshine.foundation.people.identity import Identity, blind_index, mask_name, mask_phone
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Each, Move
from sunshine.petitions import clocks
from sunshine.petitions.desk_forms import PARTY, CorrectDayForm, CorrectDeliveryForm, CorrectForm, CorrectRow
from sunshine.petitions.matter import DemandState, FilingState, Matter
from sunshine.petitions.models import DeliveryState, Purpose
from sunshine.petitions.procedure.moves import FILED, rights
from sunshine.petitions.registration import TITLE
from sunshine.petitions.veiling import SUMMARY

ENTERED = ("channel", "purpose", "place")


def correct(plan: Plan) -> None:
    """Set right what the window typed or chose. Codes are kept old and new; words stay sealed where each was said."""
    assert plan.main is not None
    given = plan.given
    filing, matter = _filing(plan)
    before: dict[str, Any] = {"channel": filing.channel, "purpose": matter.purpose, "place": matter.place}
    changed = [name for name in ENTERED if given.facts.get(name) and given.facts[name] != before[name]]
    plan.main.texts.clear()
    plan.main.texts["reason"] = given.texts["reason"]
    people = _correct_party(plan, filing)
    demands = _correct_demands(plan, filing, matter)
    if not (changed or people or demands):
        raise Refused(_("填的和登记的一样，没有要更正的。请只填写错了的那几项。"))
    plan.main.record["before"] = {name: before[name] for name in changed}
    plan.main.record["changed"] = [*changed, *people, *demands]
    _correct_rows(plan, changed, first=filing.id == matter.first_filing.id)


def _filing(plan: Plan) -> tuple[FilingState, Matter]:
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    return matter.filings[plan.here.id], matter


def _correct_party(plan: Plan, filing: FilingState) -> list[str]:
    """The filer's identity with the parts given, sealed anew; masks and blind indexes follow it."""
    assert plan.main is not None
    told = {name: plan.given.texts.get(name, "") for name in PARTY}
    changed = [name for name, value in told.items() if value and value != getattr(filing.identity, name)]
    if not changed:
        return []
    party = replace(filing.identity, **{name: told[name] for name in changed})
    plan.main.texts["party"] = party.dump()
    plan.update("petitions.filing", plan.here.id, has_factor=party.has_factor)
    found_by = _found_by(party) | {"seq": plan.main.seq}
    if filing.identity:
        plan.amend("people.party", {"subject_id": plan.here.id, "nth": 0}, **found_by)
    else:
        plan.insert("people.party", subject_id=plan.here.id, nth=0, **found_by)
    return changed


def _found_by(party: Identity) -> dict[str, Any]:
    return {
        "name_mask": mask_name(party.name), "phone_mask": mask_phone(party.phone),
        "phone_index": blind_index("phone", party.phone), "id_index": blind_index("id", party.id_number),
    }  # fmt: skip


def _correct_demands(plan: Plan, filing: FilingState, matter: Matter) -> list[str]:
    assert plan.main is not None
    changed: list[str] = []
    for demand in matter.demands:
        row = plan.given.rows.get(str(demand.id))
        if row is None or demand.filing != filing.id:
            continue
        words, category = row.texts.get("demand", ""), row.facts.get("category", "")
        if words and words != demand.words:
            _reword(plan, matter, demand, words)
            changed.append(f"demand@{demand.nth}")
        if category and category != demand.category:
            _recategorise(plan, demand, category)
            changed.append(f"category@{demand.nth}")
    return changed


def _reword(plan: Plan, matter: Matter, demand: DemandState, words: str) -> None:
    assert plan.main is not None
    plan.main.texts[f"demand@{demand.nth}"] = words
    if demand.nth == 1 and not matter.newest(
        matter.petition, f"{SUMMARY}@{demand.id}"
    ):  # which lists call the matter
        plan.main.texts["title"] = words.splitlines()[0][:TITLE]


def _recategorise(plan: Plan, demand: DemandState, category: str) -> None:
    assert plan.main is not None
    plan.main.record.setdefault("categories", {})[str(demand.nth)] = [demand.category, category]
    plan.update("petitions.demand", demand.id, category=category)
    if demand.nth == 1:
        plan.update("petitions.petition", plan.here.root, category=category)


def _correct_rows(plan: Plan, changed: list[str], *, first: bool) -> None:
    """A purpose corrected to a report 检举控告 seals the matter; that it is none is for the sorter to find."""
    assert plan.snapshot is not None
    facts = plan.given.facts
    rows = {{"place": "place_id"}.get(name, name): facts[name] for name in changed}
    if "channel" in rows:
        plan.update("petitions.filing", plan.here.id, channel=rows["channel"])
    if first and rows:
        plan.update("petitions.petition", plan.here.root, **rows)
    if rows.get("purpose") == Purpose.REPORT:
        for member in plan.snapshot.family:
            plan.seal(member, True)


def demands_of_filing(snapshot: Snapshot) -> list[str]:
    """The rows of a correction: what this very filing asks."""
    return [str(d.id) for d in snapshot.matter.demands if d.filing == snapshot.subject.id]


def words_of_demand(snapshot: Snapshot, key: str) -> str:
    """The demand as it stands now."""
    matter: Matter = snapshot.matter
    return next(d.words for d in matter.demands if str(d.id) == key)


def correct_registered(plan: Plan) -> None:
    """Another day of registration, by two persons: the term for passing it on runs from that day (条例 第二十二条)."""
    assert plan.main is not None
    assert plan.snapshot is not None
    filing, matter = _filing(plan)
    day = date.fromisoformat(plan.given.facts["day"])
    was = filing.registered_at.astimezone(SHANGHAI)
    at = datetime.combine(day, was.timetz())
    if at > plan.now:
        raise Refused(_("登记日期不能在今天以后。"))
    plan.main.record["before"] = {"day": was.date().isoformat()}
    plan.update("petitions.filing", plan.here.id, registered_at=at)
    if filing.id == matter.first_filing.id:
        plan.update("petitions.petition", plan.here.root, registered_at=at)
        _recount(plan, clocks.FORWARD, plan.snapshot.subject.root, at)


def correct_delivered(plan: Plan) -> None:
    """Another day of delivery, by two persons: the petitioner's rights run from that day (条例 第三十五条)."""
    assert plan.main is not None
    assert plan.snapshot is not None
    matter: Matter = plan.snapshot.matter
    answer, filing = matter.answer_of(plan.here.id), UUID(plan.given.facts["filing"])
    day = date.fromisoformat(plan.given.facts["day"])
    if answer is None or filing not in matter.filings or answer.paper not in matter.filings[filing].delivered:
        raise Refused(_("没有这份送达记录。"))
    plan.main.record["before"] = {"day": matter.filings[filing].served_on[answer.paper].isoformat()}
    if answer.issued_at and day < answer.issued_at.astimezone(SHANGHAI).date():
        raise Refused(_("日期早于文书出具的日期，请再核对一遍。"))
    served = {"filing_id": filing, "paper_id": answer.paper, "state": DeliveryState.SERVED.value}
    plan.amend("petitions.delivery", served, day=day)
    since = datetime.combine(day, datetime.min.time(), tzinfo=SHANGHAI)
    for duty in rights(plan, matter.filings[filing], answer):
        plan.redate(duty, since)


def _recount(plan: Plan, rule: DutyRule, on: UUID, since: datetime) -> None:
    for duty in plan.duties(rule, on):
        plan.redate(duty, since)


DESK = frozenset({Role.WINDOW.value, Role.SORTER.value})

OF_A_FILING = (
    Move("correct", _("更正登记信息"), "条例 第二十二条", DESK, FILED, facts=CorrectForm,
         each=Each("demand", CorrectRow, demands_of_filing, words_of_demand), effect=correct, audience="petitioner",
         seen=_("更正了登记信息"), shows=("reason",), key="x",
         help=_("只填错了的那几项。原来的和改过的都留在记录里，信访人看得到改了什么。")),
    Move("correct_registered", _("更正登记日期"), "条例 第二十二条", DESK, FILED, facts=CorrectDayForm,
         countersign=Role.HEAD.value, effect=correct_registered, audience="petitioner", seen=_("更正了登记日期"),
         shows=("reason",), help=_("转送的期限跟着改，所以要单位负责人审签。")),
)  # fmt: skip


def correct_delivery(source: frozenset[str]) -> Move:
    """The day of delivery, corrected by the unit whose answer it is."""
    return Move(
        "correct_delivery", _("更正送达日期"), "条例 第三十五条", frozenset({Role.HANDLER.value}), source,
        facts=CorrectDeliveryForm, countersign=Role.HEAD.value, guards=(something_served,), effect=correct_delivered,
        audience="petitioner", seen=_("更正了送达日期"), shows=("reason",),
        help=_("评价和申请复查的期限跟着改，所以要单位负责人审签。"),
    )  # fmt: skip


def something_served(snapshot: Snapshot, actor: Any) -> object:
    """Only a delivery on record can have a wrong day."""
    answer = snapshot.matter.answer_of(snapshot.subject.id)
    served = answer and any(answer.paper in filing.delivered for filing in snapshot.matter.filings.values())
    return None if served else _("还没有送达记录。")
