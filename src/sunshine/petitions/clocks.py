"""The clocks of the main road (条例; lengths in calendar days 日 unless said). One place for every length."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import Days, WorkingDays
from sunshine.foundation.duties.rules import DutyRule, declare
from sunshine.foundation.offices.models import Role

FORWARD = DutyRule("forward", _("甄别转送"), Days(15), Role.SORTER, "条例 第二十二条", at_least=1)
NOTICE = DutyRule(
    "notice", _("告知接收情况和处理途径"), Days(15), Role.HANDLER, "条例 第二十三条", at_least=1
)
DECIDE = DutyRule("decide", _("出具处理意见"), Days(60), Role.HANDLER, "条例 第三十四条", at_least=1)
# What was agreed with the petitioner: due on the day named, whatever the rule's own length.
APPOINTMENT = DutyRule("appointment", _("按约定联系信访人"), Days(1), Role.HANDLER, "条例 第三十一条")
declare(APPOINTMENT)
# The regulation sets no length for the next three: the bureau's own promises, kept short.
DELIVER = DutyRule("deliver", _("送达书面答复"), Days(10), Role.HANDLER, "条例 第三十二条", at_least=1)
REPLY = DutyRule("reply_urge", _("回复催办"), WorkingDays(3), Role.HANDLER, "条例 第二十八条", at_least=1)
REPLY_BUREAU = DutyRule(
    "reply_urge_bureau", _("回复催办"), WorkingDays(3), Role.SORTER, "条例 第二十八条", at_least=1
)
# A public notice runs its days by itself; then what it announced counts as served.
ANNOUNCED = DutyRule(
    "announced", _("公告期满"), Days(settings.SUNSHINE_ANNOUNCE_DAYS), Role.HANDLER, "民事诉讼法 第九十五条",
    then="announced_served",
)  # fmt: skip
# No message reached the petitioner: whoever has the matter calls. Closed by ``log_call``.
CALL = DutyRule("call_petitioner", _("打电话告知信访人"), WorkingDays(2), Role.HANDLER, "条例 第二十三条")
CALL_BUREAU = DutyRule(
    "call_petitioner_bureau", _("打电话告知信访人"), WorkingDays(2), Role.SORTER, "条例 第二十三条"
)
# Rights of the petitioner, which run only from a recorded delivery and lapse silently.
RATE = DutyRule("rate", _("满意度评价"), Days(30), Role.PETITIONER, "条例 第二十一条", right=True)
ASK_REVIEW = DutyRule("ask_review", _("申请复查"), Days(30), Role.PETITIONER, "条例 第三十五条", right=True)

# An objection 异议. The regulation sets no length for deciding it; the handling's own clock runs on meanwhile.
RULE_OBJECTION = DutyRule(
    "rule_objection", _("核实异议"), WorkingDays(3), Role.SORTER, "条例 第二十三条", at_least=1
)
CONFER_OBJECTION = DutyRule(
    "confer_objection", _("提请联席会议决定异议"), WorkingDays(5), Role.HEAD, "条例 第二十四条"
)
# Assistance 协办: due on the day the lead unit names, whatever the rule's own length.
ASSIST = DutyRule("assist", _("回复协办意见"), Days(15), Role.HANDLER, "条例 第二十四条")
declare(RULE_OBJECTION, CONFER_OBJECTION, ASSIST)
declare(ANNOUNCED, CALL, CALL_BUREAU)
declare(FORWARD, NOTICE, DECIDE, DELIVER, REPLY, REPLY_BUREAU, RATE, ASK_REVIEW)
