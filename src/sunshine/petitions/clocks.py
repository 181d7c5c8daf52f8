"""The clocks of the main road (条例; lengths in calendar days 日 unless said). One place for every length."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import Days, WorkingDays
from sunshine.foundation.duties.rules import DutyRule, declare
from sunshine.foundation.offices.models import Role

FORWARD = DutyRule("forward", _("甄别转送"), Days(15), Role.SORTER, "条例 第二十二条")
NOTICE = DutyRule("notice", _("告知接收情况和处理途径"), Days(15), Role.HANDLER, "条例 第二十三条")
DECIDE = DutyRule("decide", _("出具处理意见"), Days(60), Role.HANDLER, "条例 第三十四条")
# The regulation sets no length for the next three: the bureau's own promises, kept short.
DELIVER = DutyRule("deliver", _("送达书面答复"), Days(10), Role.HANDLER, "条例 第三十二条")
REPLY = DutyRule("reply_urge", _("回复催办"), WorkingDays(3), Role.HANDLER, "条例 第二十八条")
REPLY_BUREAU = DutyRule("reply_urge_bureau", _("回复催办"), WorkingDays(3), Role.SORTER, "条例 第二十八条")
# Rights of the petitioner, which run only from a recorded delivery and lapse silently.
RATE = DutyRule("rate", _("满意度评价"), Days(30), Role.PETITIONER, "条例 第二十一条", right=True)
ASK_REVIEW = DutyRule("ask_review", _("申请复查"), Days(30), Role.PETITIONER, "条例 第三十五条", right=True)

declare(FORWARD, NOTICE, DECIDE, DELIVER, REPLY, REPLY_BUREAU, RATE, ASK_REVIEW)
