"""What a head says about a sealed matter: who of the own unit may know of it, and who no longer."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import MATTER_ROLES, Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.colleagues import Colleague, colleagues
from sunshine.petitions.fields import LongWords, Several
from sunshine.petitions.forms import CHOOSE


class EntrustForm(MoveForm):
    """Whom of the own unit to let know of it."""

    line_fields: ClassVar[tuple[str, ...]] = ("posts",)
    posts = Several(
        label=_("让谁知悉"),
        help_text=_("从此本单位只有名单上的人和您看得到这件事。要有办得了它的人；要办、要审的都写上。"),
    )

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.people = [one for one in _able(snapshot, actor) if not _listed(snapshot, one)]
        self.fields["posts"].choices = [(str(one.post), _called(one)) for one in self.people]  # type: ignore[attr-defined]
        self.fields["posts"].required = True

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        """With the officer and the role of each post, which the plan needs and a post tells."""
        said = super().given(files)
        chosen = [one for one in self.people if str(one.post) in said.facts["posts"]]
        people = [[str(one.officer), str(one.role)] for one in chosen]
        return Given({**said.facts, "people": people}, said.texts, said.rows, said.files)


class ExcludeForm(MoveForm):
    """Whom to take off the list, and why."""

    sealed_fields: ClassVar[tuple[str, ...]] = ("reason",)
    reader = forms.ChoiceField(label=_("移出谁"))
    reason = LongWords(2, label=_("为什么"), max_length=500, help_text=_("只有办理人员看得到。"))

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        assert actor.unit
        people = {(one.officer, one.role): one for one in colleagues(actor.unit, ended=True)}
        rows = [(str(pk), people.get((officer, role))) for (unit, officer, role), pk in snapshot.readers.items()
                if unit == actor.unit]  # fmt: skip
        choices = [(pk, _called(one)) for pk, one in rows if one]
        self.fields["reader"].choices = [*CHOOSE, *choices]  # type: ignore[attr-defined]


def _able(snapshot: Snapshot, actor: Actor) -> list[Colleague]:
    """Those of the unit who could ever see a matter, and are not kept out of this one; heads see it without being named."""
    assert actor.unit
    people = colleagues(actor.unit, *sorted(MATTER_ROLES - {Role.HEAD.value}))
    kept_out = snapshot.bars.keys()
    return [one for one in people if one.lineage.isdisjoint(kept_out) and one.officer not in snapshot.recused]


def _listed(snapshot: Snapshot, one: Colleague) -> UUID | None:
    return snapshot.readers.get((one.unit, one.officer, one.role))


def _called(one: Colleague) -> str:
    return f"{one.label} · {Role(one.role).label}"
