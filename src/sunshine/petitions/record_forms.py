"""What a record of an inquiry 调查记录 or of a meeting 面谈 asks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.procedure.forms import MoveForm
from sunshine.petitions.fields import Files, LongWords, Words
from sunshine.petitions.hearing_forms import SEEN_BY_PETITIONER
from sunshine.petitions.serving import Day

MOST = _("最多 10 个，每个不超过 20 MB。")


class InquiryForm(MoveForm):
    """When, by whom, where or from whom, and what was found."""

    sealed_fields = ("who", "whom", "found")
    day = Day(label=_("哪天查的"))
    who = Words(label=_("谁去查的"), max_length=200, help_text=_("写姓名和职务，一般不少于两人。"))
    whom = LongWords(2, label=_("问了谁、去了哪里"), max_length=500)
    found = LongWords(5, label=_("查到了什么"))
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("笔录、照片、书证"), required=False, help_text=MOST
    )


class MeetingForm(MoveForm):
    """When, where, who was there, and what each side said."""

    sealed_fields = ("venue", "present", "petitioner_said", "unit_said")
    day = Day(label=_("哪天谈的"))
    venue = Words(label=_("地点"), max_length=200)
    present = Words(label=_("到场的人"), max_length=500)
    petitioner_said = LongWords(4, label=_("信访人怎么说"), help_text=SEEN_BY_PETITIONER)
    unit_said = LongWords(4, label=_("承办人怎么说"), help_text=SEEN_BY_PETITIONER)
    files = Files(  # type: ignore[assignment]  # a declared field, which Django takes out of the class
        label=_("签过字的记录"), required=False, help_text=MOST
    )
