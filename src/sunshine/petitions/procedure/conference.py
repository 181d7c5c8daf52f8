"""The joint conference 联席会议 (条例 第二十四条、第三十九条): what no organ above decides alone is decided together, and held to.

The bureau of the lowest level that all organs lie in is its office. A conference is a subject of its own, held by that
bureau; each organ holds its task, so that it sees the matter and owes its part by the day decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.common import system_moves
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Each, Move, Procedure, Stage
from sunshine.petitions import clocks
from sunshine.petitions.conference_forms import (
    DecideConferenceForm,
    HoldForm,
    OffForm,
    ReferForm,
    TaskDoneForm,
    TaskRow,
    label_of,
)
from sunshine.petitions.conferring import (
    CALLED,
    CONFERENCE,
    DECIDED,
    DONE,
    GIVEN,
    LIFTED,
    OFF,
    TASK,
    conference_of,
    due_on,
    office_of,
    organs_of,
)
from sunshine.petitions.documents import conference as papers
from sunshine.petitions.documents.kinds import CONFERENCE_ORDER, MINUTES
from sunshine.petitions.procedure.answering import issue
from sunshine.petitions.procedure.moves import RULES
from sunshine.petitions.procedure.objecting import check_free

LAW, HOLDING = "条例 第二十四条", "条例 第三十九条"
HEAD = frozenset({Role.HEAD.value})
BUREAU = HEAD | {Role.SORTER.value}
SYSTEM = frozenset({Role.SYSTEM.value})
STAGES = (
    Stage(CALLED, _("待联席会议决定"), _("正在请联席会议研究")),
    Stage(
        DECIDED, _("联席会议已决定"), _("联席会议作出了决定"), rest=_("各单位按决定办，责任在各自的任务里。")
    ),
    Stage(OFF, _("不用开会了"), _("不用联席会议研究了"), rest=_("协商一致了，或者信访人撤回了。")),
)
TASK_STAGES = (
    Stage(GIVEN, _("待落实"), _("有关单位正在按联席会议的决定办")),
    Stage(DONE, _("已落实"), _("有关单位按联席会议的决定办了"), rest=_("落实情况已经报告。")),
    Stage(LIFTED, _("不用办了"), _("不用再办"), rest=_("联席会议办公室说明了理由，或者信访人撤回了。")),
)


def refer(plan: Plan) -> None:
    """Ask for it: at the bureau of the lowest level that all these organs lie in."""
    assert plan.snapshot is not None
    facts = plan.given.facts
    named = [*facts.get("organs", ()), *([facts["other"]] if facts.get("other") else [])]
    organs = [UUID(one) for one in dict.fromkeys(named)]
    for organ in organs:
        check_free(plan, organ)
    if not organs:
        raise Refused(_("请选涉及的单位。"))
    office = office_of(plan.book, plan.here.unit, organs, frozenset(plan.snapshot.bars))
    state = plan.begin(CONFERENCE, plan.rules, office, plan.here.root, sealed=plan.here.sealed)
    plan.step(state.id, move="called", stage=CALLED, texts={"organs": " ".join(map(str, organs))})
    plan.open(clocks.CONFER, on=state.id)


def decide(plan: Plan) -> None:
    """Bind the organs: each with a task owes it by its day, under the one that leads."""
    assert plan.snapshot is not None
    tasks = {UUID(key): row for key, row in plan.given.rows.items() if row.facts.get("by")}
    lead = UUID(plan.given.facts["lead"])
    if lead not in tasks:
        raise Refused(_("牵头单位也要写明办什么、最迟哪天办好。"))
    issue(plan, MINUTES, papers.minutes(plan, organs_of(plan.snapshot, plan.here.id), lead))
    for organ, row in tasks.items():
        check_free(plan, organ)
        state = plan.begin(TASK, plan.rules, organ, plan.here.root, sealed=plan.here.sealed)
        texts = {"conference": str(plan.here.id), "words": row.texts["task"]}
        plan.step(state.id, move="given", stage=GIVEN, texts=texts, lead=organ == lead)
        plan.open(clocks.CONFERENCE_TASK, on=state.id, due=due_on(plan, row.facts["by"]))


def hold_to(plan: Plan) -> None:
    """Talk to, circulate, list or order in writing (条例 第三十九条). An order sets another day; nothing else moves one."""
    assert plan.snapshot is not None
    conference = conference_of(plan.snapshot, plan.here.id)
    by = plan.given.facts.get("by")
    if by:
        due = due_on(plan, by)
        plan.close(clocks.CONFERENCE_TASK)
        plan.open(clocks.CONFERENCE_TASK, due=due)
    plan.step(conference, move="held_to", task=str(plan.here.id))
    issue(plan, CONFERENCE_ORDER, papers.order(plan, conference), on=conference)


def nobody_confers(snapshot: Snapshot, actor: Actor) -> object:
    """One conference at a time."""
    waiting = any(one.stage == CALLED for one in snapshot.of_kind(CONFERENCE))
    return _("已经提请联席会议，还没有决定。") if waiting else None


def of_the_office(snapshot: Snapshot, actor: Actor) -> object:
    """Only the office of the conference that gave the task."""
    office = snapshot.family[conference_of(snapshot, snapshot.subject.id)].unit
    return None if actor.unit == office else _("由联席会议办公室办理。")


def keys(snapshot: Snapshot) -> Sequence[str]:
    """The rows of a decision: the organs whose matter it is."""
    return [str(one) for one in organs_of(snapshot, snapshot.subject.id)]


def label(snapshot: Snapshot, key: str) -> str:
    """The organ's name."""
    return label_of(key)


OPEN, WORKING = frozenset({CALLED}), frozenset({GIVEN})
REFER = Move(
    "refer_conference", _("提请联席会议"), LAW, BUREAU, frozenset({"handling"}), facts=ReferForm, guards=(nobody_confers,),
    effect=refer, audience="petitioner", shows=(), seen=_("信访部门请联席会议研究怎么办"),
    help=_("几个单位有争议又没有共同上级的，跨地区、要几家一起办的，长期没有解决的。各单位的期限照常走。"),
)  # fmt: skip

PROCEDURE = Procedure(
    kind=CONFERENCE,
    name=_("联席会议"),
    stages=STAGES,
    rules=RULES,
    moves=(
        Move("called", _("提请"), LAW, SYSTEM, opening=True),
        Move("decide_conference", _("记录联席会议决定"), LAW, HEAD, OPEN, DECIDED, DecideConferenceForm,
             Each("organ", TaskRow, keys, label), closes=(clocks.CONFER,), effect=decide, paper="minutes",
             audience="petitioner", shows=("told",), seen=_("联席会议作出了决定"), primary=True,
             help=_("写明谁参加、结论和依据，谁牵头，各单位办什么、最迟哪天办好。出具联席会议纪要，各单位都要照办。")),
        Move("call_off_conference", _("不用开会了"), LAW, BUREAU, OPEN, OFF, OffForm, closes=(clocks.CONFER,),
             audience="petitioner", shows=(), seen=_("不用联席会议研究了，有关单位照常办理"),
             help=_("有关单位已经协商一致的。")),
        Move("held_to", _("督促落实"), HOLDING, SYSTEM, frozenset({DECIDED})),
        Move("withdrawn", _("信访人撤回"), "条例 第十八条", SYSTEM, OPEN, OFF),
        *system_moves(STAGES),
    ),
)  # fmt: skip
TASKS = Procedure(
    kind=TASK,
    name=_("联席会议交办"),
    stages=TASK_STAGES,
    rules=RULES,
    moves=(
        Move("given", _("联席会议交办"), LAW, SYSTEM, opening=True, audience="petitioner", shows=(),
             seen=_("联席会议把要办的事交给了有关单位")),
        Move("report_task", _("报告落实情况"), LAW, frozenset({Role.HANDLER.value}), WORKING, DONE, TaskDoneForm,
             closes=(clocks.CONFERENCE_TASK,), audience="petitioner", shows=(), primary=True,
             seen=_("有关单位报告了联席会议决定的落实情况"), help=_("报给联席会议办公室。")),
        Move("hold_to", _("督促落实"), HOLDING, HEAD, WORKING, facts=HoldForm, guards=(of_the_office,), effect=hold_to,
             own=False, help=_("没有落实的，约谈、通报、挂牌督办或者责令限期整改，出具书面通知。")),
        Move("lift_task", _("不用办了"), LAW, BUREAU, WORKING, LIFTED, OffForm, guards=(of_the_office,),
             closes=(clocks.CONFERENCE_TASK,), own=False, help=_("情况变了，这个单位不用再办的。写明理由。")),
        Move("withdrawn", _("信访人撤回"), "条例 第十八条", SYSTEM, WORKING, LIFTED),
        *system_moves(TASK_STAGES),
    ),
)  # fmt: skip
