"""What the desk's own steps tell beyond their name: what was corrected, to whom work was named, what came of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.duties.rules import rule
from sunshine.foundation.geography.queries import full_name
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.queries import Words
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.people.identity import Identity, mask_name, mask_phone
from sunshine.foundation.procedure.snapshot import DutyState
from sunshine.petitions import categories
from sunshine.petitions.colleagues import holders
from sunshine.petitions.desk_forms import CALLERS, OUTCOMES, PARTY
from sunshine.petitions.models import Channel, Purpose

People = Mapping[str, str]  # the holder's name by post


@dataclass(frozen=True, slots=True)
class Change:
    """One thing corrected. Personal data is masked on both sides."""

    label: Any
    old: str
    new: str


def people_in(steps: Iterable[Step], duties: Iterable[DutyState]) -> People:
    """The names of all posts that these steps and duties speak of. One statement, or none."""
    named = {step.facts.get("for") for step in steps}
    named |= {step.facts.get("given", {}).get("post") for step in steps if step.move == "assign"}
    posts = {UUID(post) for post in named if post} | {duty.post for duty in duties if duty.post}
    return {str(post): name for post, name in holders(posts).items()}


def detail(step: Step, people: People) -> Any:
    """What a line of the timeline says after the name of the act."""
    given = step.facts.get("given", {})
    if step.move == "assign":
        return people.get(given.get("post", ""), "") or _("不指定到人")
    if step.move == "log_call":
        who = dict(CALLERS).get(given.get("caller", ""), "")
        return gettext("%(who)s，%(outcome)s") % {"who": who, "outcome": OUTCOMES.get(given["outcome"], "")}
    if step.move == "object":
        told = {"nth": step.facts["nth"], "unit": directory().name(UUID(given["unit"]))}
        return gettext("第 %(nth)s 次异议，建议转给%(unit)s") % told
    if step.move == "ask_assistance":
        return directory().name(UUID(given["unit"]))
    if step.move == "extend":
        return gettext("延长 %s 天") % given["days"]
    if step.move == "call_hearing":
        return f"{date_format(date.fromisoformat(given['day']))} {given['at']}"
    if "days" in step.facts:
        days = step.facts["days"]
        return ngettext("%s 天不计入期限", "%s 天不计入期限", days) % days
    known = rule(given["rule"]) if "rule" in given else None
    return (
        known.name if known and not known.then else ""
    )  # an effect of the time says by its own name what it is


def changes(step: Step, words: Words) -> list[Change]:
    """What a correction changed, old beside new."""
    if step.move in {"correct_registered", "correct_delivery"} and not step.phase:
        label = _("登记日期") if step.move == "correct_registered" else _("送达日期")
        return [Change(label, step.facts.get("before", {}).get("day", ""), step.facts["given"]["day"])]
    return list(_corrected(step, words)) if step.move == "correct" else []


LABELS = {
    "channel": _("怎么来的"), "purpose": _("信访目的"), "place": _("地点"), "name": _("姓名"), "phone": _("电话"),
    "id_number": _("证件号"), "address": _("住址"),
}  # fmt: skip
SHOWN: Mapping[str, Callable[[str], str]] = {
    "channel": lambda code: str(Channel(code).label),
    "purpose": lambda code: str(Purpose(code).label),
    "place": full_name,
    "name": mask_name,
    "phone": mask_phone,
    "id_number": mask_phone,
    "address": lambda text: f"{text[:3]}***",
}


def _corrected(step: Step, words: Words) -> Iterator[Change]:
    old, new = _parties(step, words)
    for name in step.facts.get("changed", ()):
        field, _at, nth = name.partition("@")
        if field == "demand":
            label = gettext("诉求 %s") % nth
            yield Change(label, _before(step, words, name), words.get((step.subject_id, step.seq, name), ""))
        elif field == "category":
            was, now = step.facts["categories"][nth]
            yield Change(gettext("诉求 %s 的分类") % nth, categories.label(was), categories.label(now))
        elif field in PARTY:
            yield Change(
                LABELS[field], _shown(field, getattr(old, field)), _shown(field, getattr(new, field))
            )
        else:
            was, now = step.facts["before"].get(field, ""), step.facts["given"][field]
            yield Change(LABELS[field], _shown(field, was), _shown(field, now))


def _shown(field: str, value: str) -> str:
    return SHOWN[field](value) if value else pgettext("correction", "没有填")


def _parties(step: Step, words: Words) -> tuple[Identity, Identity]:
    new = words.get((step.subject_id, step.seq, "party"), "{}")
    return Identity.parse(_before(step, words, "party") or "{}"), Identity.parse(new)


def _before(step: Step, words: Words, name: str) -> str:
    """The text of this name that held until this step."""
    said = [
        seq for subject, seq, named in words if (subject, named) == (step.subject_id, name) and seq < step.seq
    ]
    return words[step.subject_id, max(said), name] if said else ""
