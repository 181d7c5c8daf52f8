"""What a mediation 调解 asks: that both sides are willing, and what they agree on (条例 第三十三条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.procedure.forms import MoveForm, RowForm
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.petitions.fields import Files, LongWords, ToCome, Words
from sunshine.petitions.forms import CHOOSE
from sunshine.petitions.hearing_forms import SEEN_BY_PETITIONER
from sunshine.petitions.models import Outcome

WILLING = {
    "signed": _("书面同意，签了字"),
    "spoken": _("当面说同意，有记录"),
    "phone": _("电话里同意，有记录"),
}
AGREEMENTS = {"mediation": _("调解协议书"), "settlement": _("和解协议书")}


class MediateForm(MoveForm):
    """With whom, about what that the law leaves room for, and how each side said that they are willing."""

    sealed_fields = ("other", "scope")
    other = Words(label=_("和谁调解"), max_length=200, help_text=_("写单位全称或者姓名，印在协议书上。"))
    scope = LongWords(3, label=_("调解什么、法律留了什么余地"), max_length=1000, help_text=SEEN_BY_PETITIONER)
    petitioner_willing = forms.ChoiceField(label=_("信访人怎么同意的"), choices=[*CHOOSE, *WILLING.items()])
    other_willing = forms.ChoiceField(label=_("对方怎么同意的"), choices=[*CHOOSE, *WILLING.items()])
    by = ToCome(label=_("最迟哪天有结果"), help_text=_("办理期限不停，请在期限内留出时间。"))


class AgreementForm(MoveForm):
    """Which kind, between whom, signed when, and by when it is carried out."""

    sealed_fields = ("parties",)
    kind = forms.ChoiceField(label=_("协议"), choices=list(AGREEMENTS.items()))
    parties = LongWords(
        2, label=_("当事人"), max_length=500, help_text=_("双方各是谁、由谁代表，印在协议书上。")
    )
    signed_on = forms.DateField(
        label=_("双方哪天签的字"), initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    by = ToCome(label=_("最迟哪天办到"))
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("签过字的协议"), required=False, help_text=_("最多 10 个，每个不超过 20 MB。")
    )

    def clean_signed_on(self) -> date:
        chosen: date = self.cleaned_data["signed_on"]
        if chosen > timezone.localdate():
            raise forms.ValidationError(_("签字的日期还没有到，请核对。"))
        return chosen


class AgreedRow(RowForm):
    """What was agreed on this demand; it stands in the place of an opinion."""

    sealed_fields = ("opinion",)
    opinion = LongWords(3, label=_("这一项怎么约定"), help_text=_("谁、做什么、多少、什么时候。"))

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        said = super().given(files)
        return replace(said, facts={**said.facts, "outcome": Outcome.SETTLED.value})


class NoAgreementForm(MoveForm):
    """Why nothing came of it."""

    sealed_fields = ("words",)
    words = LongWords(3, label=_("为什么没有谈成"), max_length=1000, help_text=SEEN_BY_PETITIONER)
