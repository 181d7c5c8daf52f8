"""Records of inquiry 调查记录 and of meetings 面谈: who found out what from whom, and what was said face to face (条例 第三十一条第六项).

An inquiry is an inner step: other people speak in it, and the petitioner reads of its findings in the opinion. What was said
in a meeting is the petitioner's to read.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.table import Move
from sunshine.petitions.record_forms import InquiryForm, MeetingForm

LAW = "条例 第三十一条第六项"
HANDLER = frozenset({Role.HANDLER.value})


def recording(source: frozenset[str]) -> tuple[Move, ...]:
    """The moves, from the stages at which a handling or a review is worked on. Neither changes a clock or voids a form."""
    return (
        Move("record_inquiry", _("调查记录"), LAW, HANDLER, source, facts=InquiryForm,
             help=_("只有办理人员看得到，装进案卷。查明的结果写进处理意见。")),
        Move("record_meeting", _("面谈记录"), LAW, HANDLER, source, facts=MeetingForm, audience="petitioner",
             shows=("venue", "present", "petitioner_said", "unit_said"), seen=_("承办人与您当面谈过，有记录"),
             help=_("和信访人见面听取意见以后记，信访人看得到。")),
    )  # fmt: skip
