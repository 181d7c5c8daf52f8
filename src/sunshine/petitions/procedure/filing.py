"""The procedure of a filing 信访件: registered always, followed, added to, pressed for, served, rated by its filer."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.people.identity import Identity, blind_index, mask_name, mask_phone, text_name
from sunshine.foundation.people.models import PartyRole
from sunshine.foundation.procedure.common import second_signature, system_moves, taking_back
from sunshine.foundation.procedure.outside import KEPT, owe_outside
from sunshine.foundation.procedure.plan import Number, Plan
from sunshine.foundation.procedure.rulesets import in_force
from sunshine.foundation.procedure.snapshot import Snapshot, SubjectState
from sunshine.foundation.procedure.table import Move, Procedure, Stage
from sunshine.petitions import clocks
from sunshine.petitions.accused import named_in
from sunshine.petitions.forms import (
    LookUpForm,
    MaterialForm,
    UnmaskForm,
    UrgeForm,
)
from sunshine.petitions.matter import FIRST, FilingState
from sunshine.petitions.models import Channel, Purpose, Visibility
from sunshine.petitions.originals import original_move
from sunshine.petitions.procedure import callback, petition, recusal, settling
from sunshine.petitions.procedure.asking import ASKING
from sunshine.petitions.procedure.calling import LOG_CALL
from sunshine.petitions.procedure.correcting import OF_A_FILING
from sunshine.petitions.procedure.joint import REPRESENT
from sunshine.petitions.procedure.moves import RULES, WITHDRAWN, at_work, only_assists
from sunshine.petitions.procedure.parting import OF_A_JOINED_FILING
from sunshine.petitions.procedure.rating import RATE
from sunshine.petitions.procedure.reaching import UNREACHED
from sunshine.petitions.procedure.renewal import RENEW
from sunshine.petitions.procedure.serving import ANSWERED, REGISTERED, SERVING
from sunshine.petitions.procedure.simplifying import wanting
from sunshine.petitions.procedure.unveiling import unveiling
from sunshine.petitions.procedure.withdrawing import WITHDRAWING
from sunshine.petitions.querycode import code_index, new_code
from sunshine.petitions.registration import RegisterForm
from sunshine.petitions.veiling import apart

PROVINCE = "510000"  # where no place was given, the province's own bureau registers

STAGES = (
    Stage(REGISTERED, _("已登记"), _("已登记"), rest=_("责任在信访事项和承办环节。")),
    Stage(ANSWERED, _("已答复"), _("书面答复已送达"), rest=_("信访人可以评价，可以申请复查。")),
    Stage(WITHDRAWN, _("已撤回"), _("您撤回了"), rest=_("信访人撤回了，不算答复，也不算解决。")),
)


def register(plan: Plan) -> None:
    """Register at the right bureau, never on the accused's side: number, code, clock, receipt (条例 第二十二条)."""
    facts, texts = plan.given.facts, plan.given.texts
    place = facts.get("place", "")
    accused = named_in(texts.get("accused", ""), place, plan.book) | _complained_of(plan)
    bureau = _registrar(plan, place or PROVINCE, accused)
    sealed = facts["purpose"] == Purpose.REPORT
    rules = in_force(plan.now).code
    root = plan.begin(petition.PROCEDURE.kind, rules, bureau, sealed=sealed)
    filing = plan.begin(PROCEDURE.kind, rules, bureau, root.id, sealed=sealed)
    number = _number(plan, bureau)
    plan.step(root.id, move="open", stage=petition.NEW)
    plan.open(clocks.FORWARD, on=root.id)
    owe_outside(plan, root.id, accused)
    code = new_code(plan.mint)
    demands = {f"demand@{key}": row.texts["demand"] for key, row in plan.given.rows.items()}
    plan.main = plan.step(
        filing.id, stage=REGISTERED, texts={**texts, **demands, "code": code},
        given={**facts, "channel": _channel(plan)}, number=number,
    )  # fmt: skip
    plan.attach(plan.main)
    _rows(plan, root, filing, number, code)
    for unit in accused:
        plan.insert("ledger.bar", root_id=root.id, unit_id=unit)
    kept = plan.book.on_side_of(bureau, accused)
    plan.tell(filing.id, number=number, unit=str(KEPT) if kept else plan.book[bureau].zh)


def _complained_of(plan: Plan) -> frozenset[UUID]:
    """Units ticked in a report of retaliation: they are known, not named."""
    return frozenset(UUID(unit) for unit in plan.given.facts.get("complained_of", ()))


def _registrar(plan: Plan, place: str, accused: frozenset[UUID]) -> UUID:
    unit = plan.actor.unit
    if unit and not plan.book.on_side_of(unit, accused):
        return unit
    return plan.book.registrar(place, accused).id


def _number(plan: Plan, unit: UUID) -> Number:
    """From the one series of the area, which its bureau counts whoever registers there: two must never give the same."""
    keeper = plan.book.numbering(unit)
    return plan.number("filing", keeper.id, f"SC{keeper.division[:6]}-{{year}}-{{n:06d}}")


def _channel(plan: Plan) -> str:
    """Only an officer's word makes it a visit, letter or call."""
    return str(plan.given.facts["channel"]) if plan.actor.officer else Channel.WEB.value


def _rows(plan: Plan, root: SubjectState, filing: SubjectState, number: Number, code: str) -> None:
    facts = plan.given.facts
    parties = _parties(plan)
    plan.insert(
        "petitions.petition", root.id, place_id=facts.get("place"), channel=_channel(plan), purpose=facts["purpose"],
        number=number, registered_at=plan.now, veiled=facts["visibility"] == Visibility.BUREAU,
    )  # fmt: skip
    plan.insert(
        "petitions.filing", filing.id, petition_id=root.id, number=number, code_index=code_index(code),
        channel=_channel(plan), visibility=facts["visibility"], people=facts.get("people", 1),
        has_factor=parties[0].has_factor if 0 in parties else False, registered_at=plan.now,
    )  # fmt: skip
    for key in plan.given.rows:
        plan.insert("petitions.demand", petition_id=root.id, filing_id=filing.id, nth=int(key))
    for nth, party in parties.items():
        plan.insert(
            "people.party", subject_id=filing.id, seq=FIRST, nth=nth, role=party.role or PartyRole.PETITIONER.value,
            name_mask=mask_name(party.name), phone_mask=mask_phone(party.phone),
            phone_index=blind_index("phone", party.phone), id_index=blind_index("id", party.id_number),
        )  # fmt: skip


def _parties(plan: Plan) -> dict[int, Identity]:
    """Whoever was named, by their place among the filing's parties."""
    texts = plan.given.texts
    named = {nth: texts.get(text_name(nth)) for nth in range(1 + len(texts))}
    return {nth: Identity.parse(text) for nth, text in named.items() if text}


def press(plan: Plan) -> None:
    """催办: always accepted. Whoever has the matter owes a reply, if they do not owe one already."""
    assert plan.snapshot is not None
    assert plan.main is not None
    for holder in _holders(plan.snapshot):
        rule = clocks.REPLY_BUREAU if holder.kind == "petition" else clocks.REPLY
        plan.step(holder.id, move="urge", filing=str(plan.here.id), seq=plan.main.seq)
        if not plan.duties(rule, holder.id):
            plan.open(rule, on=holder.id)


def still_open(snapshot: Snapshot, actor: Actor) -> object:
    """Pressing is always accepted while anybody still owes an answer."""
    return None if _holders(snapshot) else _("已经书面答复，没有单位还欠着答复。不同意答复可以申请复查。")


def _holders(snapshot: Snapshot) -> list[SubjectState]:
    """Handlings and reviews at work; before forwarding, or where the bureau keeps a demand, the petition itself."""
    working = at_work(snapshot)
    kept = any(one.stage == settling.KEPT for one in working)
    waiting = [p for p in snapshot.of_kind("petition") if kept or p.stage in {petition.NEW, petition.SORTED}]
    return [*(one for one in working if one.stage != settling.KEPT), *waiting]


def name_may_be_seen(snapshot: Snapshot, actor: Actor) -> object:
    """The petitioner chose who may see the name; a handling unit cannot open what was kept from it."""
    filing: FilingState = snapshot.matter.filings[snapshot.subject.id]
    if filing.visibility == Visibility.ANONYMOUS and not filing.named:
        return _("这是匿名信访，没有留下姓名。")
    if only_assists(snapshot, actor):
        return _("协办单位看不到姓名。需要联系信访人的，请通过主办单位。")
    bureaus = {snapshot.subject.unit, *(one.unit for one in snapshot.of_kind(callback.KIND))}
    hidden = filing.visibility != Visibility.HANDLERS and actor.unit not in {*bureaus, *filing.opened_to}
    if apart(snapshot.matter, snapshot.family, actor):
        return _("这封信里还有检举控告，只办别的诉求的单位看不到姓名。")
    return (
        _("信访人不愿让办理单位知道姓名；需要联系时请通过登记的信访部门，或者申请看原文和姓名。")
        if hidden
        else None
    )


ANYONE = frozenset({Role.PETITIONER.value})
DESK = frozenset({Role.WINDOW.value, Role.SORTER.value})
ALL = frozenset({REGISTERED, ANSWERED})
EVER = ALL | {
    WITHDRAWN
}  # also once it was withdrawn: a call to the person may still be owed, a right still run

REGISTER = Move(
    "register", _("登记"), "条例 第十九条、第二十二条", ANYONE | DESK, facts=RegisterForm, opening=True, effect=register,
    audience="petitioner", seen=_("已登记，编号与查询码已生成"),
    tells=_("【阳光信访】您反映的事项已由{unit}登记，编号{number}，查询码{code}。15日内转给办理单位。"),
    help=_("任何人都可以反映，不用注册。有内容就登记。"),
)  # fmt: skip

PROCEDURE = Procedure(
    kind="filing",
    name=_("信访件"),
    stages=STAGES,
    rules=RULES,
    moves=(
        REGISTER,
        Move("add_material", _("补充材料"), "条例 第十九条", ANYONE | DESK, ALL, facts=MaterialForm,
             audience="petitioner", seen=_("补充了材料"), key="m"),
        Move("urge", _("催办"), "条例 第二十八条", ANYONE, ALL, facts=UrgeForm, guards=(still_open,), effect=press, audience="petitioner",
             seen=_("您催办了一次，办理单位须在3个工作日内回复"),
             help=_("催一催：办理单位要在 3 个工作日内回复您。您的事不会因此排到后面。")),
        wanting(ALL),
        *SERVING,
        *ASKING,
        LOG_CALL,
        *OF_A_FILING,
        RENEW,
        recusal.asking(ALL),
        replace(recusal.DECIDED, source=EVER),
        *WITHDRAWING,
        *OF_A_JOINED_FILING,
        REPRESENT,
        *second_signature(ALL),
        taking_back(ALL, DESK),
        RATE,
        Move("unmask", _("查看姓名"), "条例 第三十条", DESK | {Role.HANDLER.value}, EVER, facts=UnmaskForm,
             guards=(name_may_be_seen,), own=False, audience="petitioner", seen=_("查看了您的姓名和联系方式"), key="v"),
        unveiling(ALL),
        Move("look_up", _("按人找到"), "条例 第三十条", DESK | {Role.HANDLER.value}, ALL, facts=LookUpForm,
             guards=(name_may_be_seen,), own=False, audience="petitioner",
             seen=_("按姓名、电话或证件号码找到并打开了您的信访事项")),
        Move("forwarded", _("已转送"), "条例 第二十二条", frozenset({"system"}), ALL),
        Move("noticed", _("已告知"), "条例 第二十三条", frozenset({"system"}), ALL),
        Move("answer_ready", _("答复已出具"), "条例 第三十二条", frozenset({"system"}), ALL),
        Move("carried_out", _("已按答复办到"), "条例 第三十二条", frozenset({"system"}), ALL),
        Move("rehandled", _("重新办理"), "条例 第三十五条", frozenset({"system"}), ALL, REGISTERED),
        UNREACHED,
        original_move(STAGES, seen=_("查看了您提供的原件")),
        *system_moves(STAGES),
    ),
)  # fmt: skip
