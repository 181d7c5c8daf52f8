"""What is said of a joint petition 联名信 or a collective visit 集体访, and of matters that spread over places 三跨三分离."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.fields import Files, LongWords, Several
from sunshine.petitions.models import Channel, Spread

MOST_REPRESENTATIVES = 5  # of a visit, and of nothing else (条例 第二十条)
COLLECTIVE = 5  # people, from which a visit or a letter is a collective one
GUIDANCE = _("不是走访，代表人数没有限制。人多时推选几位代表，联系起来方便。")
TOO_MANY = _("走访推选的代表不超过5人。请当场另推，再登记；登记和办理不受影响。")


class RepresentForm(MoveForm):
    """How many people, who speaks for them, and the list they signed."""

    sealed_fields = ("representatives",)
    line_fields = ("representatives",)
    people = forms.IntegerField(label=_("一共多少人"), min_value=COLLECTIVE, max_value=9999)
    representatives = LongWords(4, label=_("代表的姓名"), help_text=_("一行写一位。走访的不超过5位。"))
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("签名的名单"), required=False, help_text=_("照片或者扫描件。没有的，可以以后用“补充材料”补。")
    )
    visit = False

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        filing = snapshot.matter.filings[snapshot.subject.id]
        self.visit = filing.channel == Channel.VISIT
        self.fields["people"].initial = max(filing.people, COLLECTIVE)
        if not self.visit:
            self.fields["representatives"].help_text = GUIDANCE

    def clean_representatives(self) -> str:
        names = [line.strip() for line in self.cleaned_data["representatives"].splitlines() if line.strip()]
        if self.visit and len(names) > MOST_REPRESENTATIVES:
            raise forms.ValidationError(TOO_MANY)
        return "\n".join(names)

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        said = super().given(files)
        count = len(self.cleaned_data["representatives"].splitlines())
        facts: dict[str, Any] = {**said.facts, "count": count}
        return Given(facts, said.texts, {}, said.files)


class SpreadForm(MoveForm):
    """Which of the six hold; none clears them."""

    line_fields = ("flags",)
    flags = Several(label=_("三跨三分离"), choices=Spread.choices)
