"""What asking for a review, and deciding it, has to say."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.procedure.forms import MoveForm
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.petitions.fields import Files, LongWords, ToCome, Words
from sunshine.petitions.forms import BY, BY_HELP
from sunshine.petitions.models import Level
from sunshine.petitions.serving import Day, PaperField

REDO_DAYS = 30  # what the form begins with; never longer than a first handling may take


class AskForm(MoveForm):
    """Against which answer, and why. Officers enter a request that came in at the window or by post."""

    level: ClassVar[str]
    sealed_fields = ("words", "excuse")
    paper = PaperField(_("对哪份意见不服"))
    words = LongWords(
        5, label=_("为什么不同意"), help_text=_("说清哪里不对、您要求怎么改。有新的材料可以一起交。")
    )
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("照片、录音或文件"), required=False, help_text=_("最多 10 个，每个不超过 20 MB。")
    )
    day = Day(
        label=_("收到申请的日期"),
        initial=timezone.localdate,
        help_text=_("上一级机关的30日从这一天起算。"),
    )
    excuse = LongWords(
        2, label=_("迟了的正当理由"), required=False,
        help_text=_("只在超过30日时写：邮戳没有超期，或者生病住院、灾害等，并附证明。没有正当理由的不收。"),
    )  # fmt: skip
    field_order = ("paper", "words", "files", "day", "excuse")

    def prepare(self, snapshot: Snapshot, actor: Actor) -> None:
        field = self.fields["paper"]
        assert isinstance(field, PaperField)
        papers = snapshot.matter.reviewable(snapshot.subject.id, self.level)
        field.offer(papers, snapshot)
        if papers:
            self.initial.setdefault("paper", str(papers[0]))
        if actor.filing:
            del self.fields["day"], self.fields["excuse"]


class AskReviewForm(AskForm):
    """条例 第三十五条."""

    level = Level.REVIEW.value


class AskFinalForm(AskForm):
    """条例 第三十六条."""

    level = Level.FINAL.value


class VerdictForm(MoveForm):
    """What every verdict says: the facts found, the opinion and the law."""

    sealed_fields = ("findings", "opinion", "basis")
    findings = LongWords(6, label=_("查明的事实"))
    opinion = LongWords(4, label=_("意见和理由"), help_text=_("逐条回应申请人的理由。"))
    basis = Words(label=_("依据"), max_length=300, help_text=_("法律、法规、规章或政策，写到条。"))


class VaryForm(VerdictForm):
    """The new answers are asked demand by demand."""

    by = ToCome(label=BY, required=False, help_text=BY_HELP)


class RevokeForm(VerdictForm):
    """Revoked, and to be handled anew within these days."""

    days = forms.IntegerField(
        label=_("几日内重新作出处理意见"), min_value=1, max_value=60, initial=REDO_DAYS,
        help_text=_("从今天起算，最长 60 日。"),
    )  # fmt: skip


class CarriedOutForm(MoveForm):
    """What was done of what the answer supports, and what shows it."""

    sealed_fields = ("words", "proof")
    words = LongWords(3, label=_("办到了什么"), help_text=_("哪天、怎么办到的。信访人会看到。"))
    proof = Words(
        label=_("凭什么说办到了"),
        max_length=200,
        help_text=_("付款回单的单号、验收记录，或者谁签收的。信访人会看到。"),
    )
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("凭证"), required=False, help_text=_("付款回单、照片或者信访人的签收。")
    )
