"""Opening an original 查看原件: it may say where and on whose telephone it was made, so it is a step with a purpose.

What people look at every day is the copy without metadata; the original is evidence and stays sealed until then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.procedure.table import Move, Stage, Words
from sunshine.petitions.fields import Words as WordsField
from sunshine.petitions.forms import CHOOSE
from sunshine.petitions.matter import Matter

OPEN_ORIGINAL = "open_original"
REASONS = {
    "no_copy": _("没有副本可看（录音、录像、旧格式）"),
    "evidence": _("核对证据的拍摄时间、地点或完整内容"),
    "other": _("其他办理需要，写在说明里"),
}


class OriginalForm(MoveForm):
    """Which file, and why."""

    sealed_fields = ("words",)
    file = forms.ChoiceField(label=_("文件"), widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("为什么要看原件"), choices=[*CHOOSE, *REASONS.items()])
    words = WordsField(
        label=_("说明"), required=False, max_length=200, help_text=_("信访人会看到是谁、因为什么看了原件。")
    )

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        self.fields["file"].choices = list(files_here(snapshot).items())  # type: ignore[attr-defined]


def files_here(snapshot: Snapshot) -> Mapping[str, str]:
    """The files brought in with steps of this subject: name by id."""
    matter: Matter = snapshot.matter
    found: dict[str, str] = {}
    for (subject, _seq, name), text in matter.words.items():
        if subject == snapshot.subject.id and name == "files":
            found |= json.loads(text)
    return found


def has_files(snapshot: Snapshot, actor: Actor) -> Words | None:
    """Only where something was brought in."""
    return None if files_here(snapshot) else _("这里没有附件。")


def original_move(stages: Iterable[Stage], *, seen: Words) -> Move:
    """The move of a kind of subject that files come in with; it has a page of its own, which hands the file out once it is on record."""
    return Move(
        OPEN_ORIGINAL, _("查看原件"), "条例 第三十条",
        frozenset({Role.WINDOW.value, Role.SORTER.value, Role.HANDLER.value, Role.HEAD.value}),
        frozenset(stage.code for stage in stages), facts=OriginalForm, guards=(has_files,), own=False, apart=True,
        audience="petitioner", seen=seen,
    )  # fmt: skip
