"""Reporting retaliation 打击报复 (条例 第十八条、第四十六条): one tap, and a matter of its own that leaves no trace in the first.

A step on the first matter would tell the very people it is about. So it is an ordinary filing of the same person: a report
检举控告, sealed, with the units ticked as accused, and so registered by whoever is free of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import ANYONE, petitioner
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.procedure.forms import FactsForm
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import load, perform_opening
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.fields import LongWords, Several
from sunshine.petitions.matter import Matter
from sunshine.petitions.models import Channel, Filing, Purpose
from sunshine.petitions.procedure.filing import REGISTER

PLAIN = "我因为反映问题受到打击报复。"
CONCERNED = ("handling", "petition")  # whoever handles it first, then the bureau that registered it


class RetaliationForm(FactsForm):
    """Whom it is about, and words if there are any. Those who handle the matter are ticked already."""

    sealed_fields = ("words",)
    units = Several(
        label=_("是谁打击报复您"),
        help_text=_("勾上的单位和它的下级都看不到这份举报，也不会知道。别的单位或者个人，写在下面。"),
    )  # fmt: skip
    words = LongWords(3, label=_("发生了什么"), required=False, help_text=_("不写也行，以后可以补。"))

    def prepare(self, snapshot: Snapshot, actor: object) -> None:
        self.fields["units"].choices = [(str(unit), directory().name(unit)) for unit in concerned(snapshot)]  # type: ignore[attr-defined]
        self.fields["units"].initial = [str(one.unit) for one in snapshot.of_kind("handling")]


def concerned(snapshot: Snapshot) -> Sequence[UUID]:
    """The units that have had to do with the matter, each once."""
    return list(dict.fromkeys(one.unit for kind in CONCERNED for one in snapshot.of_kind(kind)))


def asked(filing: UUID, data: object = None) -> RetaliationForm:
    """The form of this filing's petitioner."""
    actor = petitioner(filing)
    return RetaliationForm(data, snapshot=load(filing, actor, lock=False), actor=actor)


def report(filing: UUID, told: Given, request_key: str) -> UUID:
    """Register it; returns the new filing. The same request again gives the same one."""
    snapshot = load(filing, petitioner(filing), lock=False)
    given = _registration(snapshot, told)
    _plan, done = perform_opening(REGISTER, ANYONE, given, request_key=request_key)
    return Filing.objects.values_list("pk", flat=True).get(petition=done.step.subject_id)


def _registration(snapshot: Snapshot, told: Given) -> Given:
    """What the form of registering would give: the same person, the number it follows from, whom it is about."""
    matter: Matter = snapshot.matter
    filing = matter.filings[snapshot.subject.id]
    units = told.facts.get("units", [])
    words = told.texts.get("words", "") or PLAIN
    facts = {
        "channel": Channel.WEB.value, "purpose": Purpose.REPORT.value, "visibility": filing.visibility,
        "place": matter.place, "people": 1, "complained_of": units, "follows": filing.number,
    }  # fmt: skip
    texts = {
        "text": f"{words}\n原信访事项编号：{filing.number}", "title": "举报打击报复",
        "accused": "、".join(directory()[UUID(unit)].zh for unit in units),
    } | _parties(matter, filing.id)  # fmt: skip
    rows = {"1": Given({}, {"demand": "查处打击报复"})}
    return Given({k: v for k, v in facts.items() if v}, {k: v for k, v in texts.items() if v}, rows)


def _parties(matter: Matter, filing: UUID) -> dict[str, str]:
    """Whoever filed, as last corrected, and whoever they filed for."""
    named = {name for subject, _seq, name in matter.words if subject == filing}
    return {name: matter.newest(filing, name) for name in named if name.partition("@")[0] == "party"}
