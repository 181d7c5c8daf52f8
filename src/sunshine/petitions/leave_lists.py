"""Reading absences and hand-overs of one's own unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.models import Absence
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.queries import words_at, words_by_root
from sunshine.foundation.ledger.scope import unbarred, visible
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.pages.listing import Page, page
from sunshine.petitions.colleagues import holders

LATEST = 20  # hand-overs shown below the form


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One absence: who, by whom, from when to when, and whether the reader may end it."""

    row: Absence
    state: Any
    running: bool
    mine: bool


@dataclass(frozen=True)
class Absences:
    """A page of absences."""

    page: Page[Any]
    lines: Sequence[AbsenceLine]


def absences_of(actor: Actor, params: Mapping[str, str]) -> Absences:
    """The unit's absences, newest first. One statement."""
    rows = visible(actor, Subject.objects.filter(kind="absence", unit=actor.unit))
    related = ("absence__post__officer", "absence__substitute__officer")
    found = page(rows.select_related(*related), (), params, ("-id",))
    return Absences(found, [_line(actor, subject) for subject in found.rows])


def _line(actor: Actor, subject: Subject) -> AbsenceLine:
    row: Absence = subject.absence
    today = timezone.localdate()
    over = subject.stage == "ended" or row.last_day < today
    state = _("已结束") if over else _("代班中") if row.first_day <= today else _("还没开始")
    mine = row.post_id == actor.post or actor.role == Role.HEAD
    return AbsenceLine(row, state, not over, mine and not over)


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One hand-over in a list."""

    id: UUID
    at: datetime
    officer: str
    count: int


def handovers_of(actor: Actor) -> list[HandoverLine]:
    """The last hand-overs of the unit. Two statements."""
    own = visible(actor, Subject.objects.filter(kind="handover", unit=actor.unit))
    steps = Step.objects.filter(subject__in=own, move="hand_over").select_related("officer").order_by("-id")
    found = [(step, step.facts["given"].get("subjects", ())) for step in steps[:LATEST]]
    told = _may_be_told(actor, [one for _step, passed in found for one in passed])
    return [
        HandoverLine(step.subject_id, step.at, step.officer.label if step.officer else "", len(told.intersection(passed)))
        for step, passed in found
    ]  # fmt: skip


def _may_be_told(actor: Actor, subjects: Iterable[str]) -> set[str]:
    """Those of these subjects of which this actor may know that they are: nothing about the own side (条例 第三十条)."""
    rows = Subject.objects.filter(pk__in=list(subjects)).filter(unbarred(actor, "root"))
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


@dataclass(frozen=True, slots=True)
class Passed:
    """One matter in the list of a hand-over."""

    petition: UUID
    number: str
    title: str
    what: Any


@dataclass(frozen=True)
class Handover:
    """What passed from whom to whom, when and why."""

    at: datetime
    officer: str
    leaving: str
    to: str
    words: str
    lines: Sequence[Passed]
    hidden: int  # matters in the list that have gone elsewhere; never one about the reader's own side


GROUPS = {
    "subjects": _("已移交"),
    "returned": _("交回本单位：接手的人应当回避"),
    "kept": _("没有移交：请单位负责人另办"),
}


def handover(actor: Actor, pk: UUID) -> Handover | None:
    """The list of one hand-over of the own unit, within what the reader may see. ``None`` if there is none in sight."""
    own = visible(actor, Subject.objects.filter(pk=pk, kind="handover", unit=actor.unit))
    step = Step.objects.filter(subject__in=own, move="hand_over").select_related("officer").first()
    if step is None:
        return None
    given = step.facts["given"]
    names = holders(UUID(given[name]) for name in ("post", "to") if given.get(name))
    told = _may_be_told(actor, (one for name in GROUPS for one in given.get(name, ())))
    groups = {UUID(one): GROUPS[name] for name in GROUPS for one in given.get(name, ()) if one in told}
    lines = _passed(actor, groups)
    return Handover(
        step.at, step.officer.label if step.officer else "", names.get(UUID(given["post"]), ""),
        names.get(UUID(given["to"]), "") if given.get("to") else "", words_at(pk, step.seq).get("words", ""),
        lines, len(groups) - len(lines),
    )  # fmt: skip


def _passed(actor: Actor, groups: Mapping[UUID, Any]) -> list[Passed]:
    rows = (
        visible(actor, Subject.objects.filter(pk__in=list(groups)))
        .select_related("root__petition")
        .order_by("id")
    )
    found = list(rows)
    titles = words_by_root([row.root_id for row in found], "title")
    return [Passed(r.root_id, r.root.petition.number, titles.get(r.root_id, ""), groups[r.pk]) for r in found]
