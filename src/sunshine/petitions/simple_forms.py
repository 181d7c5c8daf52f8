"""What simplified handling 简易办理 asks: which of the four kinds it is, and the short answer to each demand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.forms import MoveForm, RowForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions import clocks
from sunshine.petitions.fields import Across, LongWords, ToCome
from sunshine.petitions.forms import BY, BY_HELP, CHOOSE, OPINIONS, ContactMixin
from sunshine.petitions.models import SimpleKind


class AcceptSimplyForm(ContactMixin):
    """Which kind of simple matter it is, and that it was looked up whether it is the first time."""

    simple = forms.ChoiceField(label=_("属于哪一种"), choices=[*CHOOSE, *SimpleKind.choices])
    first = forms.ChoiceField(label=_("是不是初次信访"), choices=[*CHOOSE, ("yes", _("查过了，是初次信访"))])

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        super().prepare(snapshot, actor)
        received = snapshot.matter.handlings[snapshot.subject.id].received_at
        self.until = clocks.ACCEPT_SIMPLY.due(received, work_calendar()).at
        self.fields["simple"].help_text = (
            gettext("最迟 %s 按简易办理受理。") % last_day(self.until).isoformat()
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if timezone.now() >= self.until:
            self.add_error(None, clocks.TOO_LATE_TO_SIMPLIFY)
        return data


class TurnOrdinaryForm(MoveForm):
    """Why it is not so simple after all. The petitioner is told."""

    sealed_fields = ("reason",)
    reason = LongWords(2, label=_("为什么转为普通程序"), max_length=500, help_text=_("信访人会看到。"))


class SimpleReplyForm(MoveForm):
    """By when what is supported is done."""

    by = ToCome(label=BY, required=False, help_text=BY_HELP)


class SimpleReplyRow(RowForm):
    """The short answer to one demand."""

    sealed_fields = ("opinion",)
    outcome = forms.ChoiceField(label=_("结论"), choices=OPINIONS, widget=Across)
    opinion = LongWords(3, label=_("答复"))
