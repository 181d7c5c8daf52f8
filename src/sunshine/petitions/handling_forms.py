"""What the side roads of a handling ask: an extension 延期, and what else the handling unit decides on the way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions import clocks
from sunshine.petitions.fields import LongWords

LONGEST_EXTENSION = 30  # days 日 (条例 第三十四条)


class ExtendForm(MoveForm):
    """By how many days, and why. The petitioner is told the reason."""

    sealed_fields = ("reason",)
    days = forms.IntegerField(label=_("延长几天"), min_value=1, max_value=LONGEST_EXTENSION)
    reason = LongWords(
        3, label=_("为什么要延期"), max_length=500, help_text=_("写清复杂在哪里。会写进延期告知书，信访人会看到。")
    )  # fmt: skip

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        owed = snapshot.open_duties(snapshot.subject.id)
        due: Any = next((duty.due_at for duty in owed if duty.rule == clocks.DECIDE.code), None)
        if due:
            said = gettext("最多 30 天，从现在的期限（%s）往后算，只能延一次。")
            self.fields["days"].help_text = said % last_day(due).isoformat()
