"""不再受理: the final review is read off the record of the earlier matter; the officer picks that matter and compares."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.perform import Unseen, load
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.fields import LongWords, Words
from sunshine.petitions.forms import ContactMixin
from sunshine.petitions.matter import FilingState, Matter, ReviewState
from sunshine.petitions.models import Filing
from sunshine.petitions.sameness import shared

UNKNOWN = _("没有这个编号，或者您看不到它。请再核对一遍。")
OTHERS = _("那一件不是同一个人的。别人的复核意见，不能用来不受理这个人的事项。")
NOT_ENDED = _("那一件没有送达过复核意见。没有经过复核的，不能不再受理。")


class NoMoreForm(ContactMixin):
    """Which matter came to its final review, and that neither facts nor reasons are new (条例 第三十六条)."""

    sealed_fields = ("number", "same_facts", "same_reasons", "person", "phone")
    number = Words(
        label=_("先前那件的编号"), max_length=40,
        help_text=_("已经作出并送达复核意见的那一件。文号、日期和机关由系统从记录里取。"),
    )  # fmt: skip
    same_facts = LongWords(3, label=_("事实：这次和复核时比较"))
    same_reasons = LongWords(3, label=_("理由：这次和复核时比较"))
    note = None  # type: ignore[assignment]
    field_order = ("number", "same_facts", "same_reasons", "person", "phone")
    snapshot: Snapshot | None = None
    actor: Actor | None = None
    final: ReviewState | None = None

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        super().prepare(snapshot, actor)
        self.snapshot, self.actor = snapshot, actor

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).strip().upper()
        filing = Filing.objects.filter(number=number).values_list("pk", flat=True).first()
        try:
            if filing is None or self.actor is None or self.snapshot is None:
                raise Unseen
            earlier: Matter = load(filing, self.actor, lock=False).matter
        except Unseen:
            raise forms.ValidationError(UNKNOWN) from None
        self.final = self._final(self.snapshot.matter, earlier, earlier.filings[filing])
        return number

    def _final(self, here: Matter, earlier: Matter, filing: FilingState) -> ReviewState:
        if not any(shared(one, [filing]) for one in here.filings.values()):
            raise forms.ValidationError(OTHERS)
        found = (earlier.ended_by(h, filing.id) for h in earlier.handlings)
        final = next((one for one in found if one), None)
        if final is None:
            raise forms.ValidationError(NOT_ENDED)
        return final

    def given(self, files: tuple[StoredFile, ...] = ()) -> Given:
        said = super().given(files)
        assert self.final is not None
        assert self.final.answer is not None
        paper = Paper.objects.get(pk=self.final.answer)
        facts: dict[str, Any] = {
            "final": str(self.final.id),
            "final_on": localdate(paper.issued_at).isoformat(),
        }
        told = {"final_number": paper.number, "final_organ": directory()[paper.unit_id].zh}
        return replace(said, facts={**said.facts, **facts}, texts={**said.texts, **told})
