"""The clocks of the main road (条例; lengths in calendar days 日 unless said). One place for every length."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.calendar.rules import Days, WorkingDays
from sunshine.foundation.duties.rules import DutyRule, declare
from sunshine.foundation.offices.models import Role

FORWARD = DutyRule(
    "forward",
    _("甄别转送"),
    Days(15),
    Role.SORTER,
    "条例 第二十二条",
    at_least=1,
    told=_("转给有权处理的单位"),
)
NOTICE = DutyRule(
    "notice", _("告知接收情况和处理途径"), Days(15), Role.HANDLER, "条例 第二十三条", at_least=1,
    told=_("书面告诉您受不受理、怎么办"),
)  # fmt: skip
DECIDE = DutyRule(
    "decide", _("出具处理意见"), Days(60), Role.HANDLER, "条例 第三十四条", at_least=1, told=_("给您书面答复")
)
# What was agreed with the petitioner: due on the day named, whatever the rule's own length.
APPOINTMENT = DutyRule("appointment", _("按约定联系信访人"), Days(1), Role.HANDLER, "条例 第三十一条")
declare(APPOINTMENT)
# The regulation sets no length for the next three: the bureau's own promises, kept short.
DELIVER = DutyRule(
    "deliver",
    _("送达书面答复"),
    Days(10),
    Role.HANDLER,
    "条例 第三十二条",
    at_least=1,
    told=_("把书面答复送到您手里"),
)
REPLY = DutyRule("reply_urge", _("回复催办"), WorkingDays(3), Role.HANDLER, "条例 第二十八条", at_least=1)
REPLY_BUREAU = DutyRule(
    "reply_urge_bureau", _("回复催办"), WorkingDays(3), Role.SORTER, "条例 第二十八条", at_least=1
)
# What the bureau keeps to answer at once or to file: never later than it had to pass the matter on, if that is to come.
SETTLE = DutyRule("settle", _("直接答复或者存"), WorkingDays(3), Role.SORTER, "条例 第二十二条", at_least=1)
DELIVER_BUREAU = DutyRule(
    "deliver_bureau", _("送达书面答复"), Days(10), Role.SORTER, "条例 第二十三条", at_least=1
)
# Due on the day the sender named; the length stands where none was.
REPORT_BACK = DutyRule("report_back", _("提交办结报告"), Days(60), Role.HANDLER, "条例 第二十二条")
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
# A withdrawal takes effect when a week has passed in which one word takes it back. The petitioner's alone.
COOLING = DutyRule(
    "withdraw_cooling",
    _("撤回冷静期"),
    Days(7),
    Role.PETITIONER,
    "条例 第十八条",
    right=True,
    then="withdraw",
)
# Calls by a bureau of another level than whoever is spoken of: promises of our own, the regulation sets no length.
CALL_PRESSED = DutyRule(
    "call_pressed", _("打电话核实信访人是否受到压力"), WorkingDays(2), Role.SORTER, "条例 第十八条"
)
CALL_BACK = DutyRule("call_back", _("回访信访人"), WorkingDays(10), Role.SORTER, "条例 第二十一条")
ASK_FINAL = DutyRule(
    "ask_final_review", _("申请复核"), Days(30), Role.PETITIONER, "条例 第三十六条", right=True
)
# What the organ above owes from the day it was asked.
REVIEW = DutyRule(
    "review",
    _("作出复查意见"),
    Days(30),
    Role.HANDLER,
    "条例 第三十五条",
    at_least=1,
    told=_("给您书面的复查意见"),
)
FINAL = DutyRule(
    "final_review",
    _("作出复核意见"),
    Days(30),
    Role.HANDLER,
    "条例 第三十六条",
    at_least=1,
    told=_("给您书面的复核意见"),
)
# A revoked opinion is given anew within the days that the review set; the rule's own length is the longest.
REHANDLE = DutyRule(
    "rehandle",
    _("重新作出处理意见"),
    Days(60),
    Role.HANDLER,
    "条例 第三十四条、第三十五条",
    told=_("重新给您书面答复"),
)
# What an answer supports, unless it names another day; the regulation sets no length.
EXECUTE = DutyRule(
    "execute",
    _("按答复办到"),
    Days(60),
    Role.HANDLER,
    "条例 第三十二条",
    at_least=1,
    told=_("把答复里支持的事办到"),
)

# An objection 异议. The regulation sets no length for deciding it; the handling's own clock runs on meanwhile.
RULE_OBJECTION = DutyRule(
    "rule_objection",
    _("核实异议"),
    WorkingDays(3),
    Role.SORTER,
    "条例 第二十三条",
    at_least=1,
    told=_("核实该由谁办"),
)
CONFER_OBJECTION = DutyRule(
    "confer_objection",
    _("提请联席会议决定异议"),
    WorkingDays(5),
    Role.HEAD,
    "条例 第二十四条",
    told=_("请联席会议定由谁办"),
)
# Assistance 协办: due on the day the lead unit names, whatever the rule's own length.
ASSIST = DutyRule(
    "assist", _("回复协办意见"), Days(15), Role.HANDLER, "条例 第二十四条", told=_("查清它管的那一部分")
)
# A hearing 听证 is held on the day named, told at least so many days ahead: that is the rule's own length.
HOLD_HEARING = DutyRule(
    "hold_hearing",
    _("举行听证"),
    Days(7),
    Role.HANDLER,
    "条例 第三十一条第六项",
    at_least=3,
    told=_("举行听证"),
)
CONCLUDE_HEARING = DutyRule(
    "conclude_hearing", _("作出听证结论"), WorkingDays(5), Role.HEAD, "条例 第三十一条第六项", at_least=1,
    told=_("作出听证结论"),
)  # fmt: skip
# A pause 暂停 ends on the day expected, whatever the rule's own length.
END_PAUSE = DutyRule(
    "end_pause", _("恢复计算期限"), Days(30), Role.HANDLER, "条例 第三十四条", told=_("恢复计算期限")
)
# A mediation 调解 has its result by the day both sides were told; the sixty days run on.
MEDIATE = DutyRule(
    "mediate", _("调解出结果"), Days(30), Role.HANDLER, "条例 第三十三条", told=_("调解出结果")
)
declare(MEDIATE)
# Simplified handling 简易办理, by 《信访事项简易办理办法（试行）》: accepted and answered in working days 工作日.
ACCEPT_SIMPLY = DutyRule(
    "accept_simply", _("按简易办理受理"), WorkingDays(3), Role.HANDLER, "条例 第三十一条第六项"
)
SIMPLE = DutyRule(
    "simple", _("简易办理，作出答复"), WorkingDays(10), Role.HANDLER, "条例 第三十一条第六项", at_least=1,
    told=_("给您答复（简易办理）"),
)  # fmt: skip
TOO_LATE_TO_SIMPLIFY = _("收到超过 3 个工作日，不能再按简易办理受理。请用“受理告知”。")
declare(SIMPLE)
declare(HOLD_HEARING, CONCLUDE_HEARING, END_PAUSE)
# Recusal 回避. The regulation sets no length for deciding it; all other clocks run on meanwhile.
DECIDE_RECUSAL = DutyRule(
    "decide_recusal",
    _("决定回避"),
    WorkingDays(3),
    Role.HEAD,
    "条例 第二十八条",
    at_least=1,
    told=_("决定要不要换人办理"),
)
declare(RULE_OBJECTION, CONFER_OBJECTION, ASSIST, DECIDE_RECUSAL)
# The joint conference 联席会议. The regulation sets no length: its office has it decide in this time, and each organ does its
# part by the day the decision names, whatever the rule's own length.
CONFER = DutyRule(
    "confer", _("请联席会议作出决定"), WorkingDays(15), Role.HEAD, "条例 第二十四条", at_least=1,
    told=_("请联席会议研究怎么办"),
)  # fmt: skip
CONFERENCE_TASK = DutyRule(
    "conference_task", _("落实联席会议决定"), Days(30), Role.HANDLER, "条例 第二十四条、第三十九条",
    told=_("办好联席会议定的事"),
)  # fmt: skip
declare(CONFER, CONFERENCE_TASK)
# Urgent matters 紧急信访信息 are reported at once 及时: within hours, never rolled to a working day; the hours are a place's own.
# Then every day, or by the day an addressee sets, whatever the rules' own lengths.
REPORT_FIRST = DutyRule("report_first", _("首报紧急情况"), Days(1), Role.HEAD, "条例 第二十五条")
REPORT_FURTHER = DutyRule("report_further", _("续报紧急情况"), Days(1), Role.HEAD, "条例 第二十五条")
URGENT_HOURS = timedelta(hours=settings.SUNSHINE_URGENT_HOURS)
# Whoever is told takes note of it: a bureau, which passes it on upward, a government, or a department.
TAKE_NOTE_BUREAU = DutyRule("take_note_bureau", _("签收紧急情况"), Days(1), Role.SORTER, "条例 第二十五条")
TAKE_NOTE_LEADER = DutyRule("take_note_leader", _("签收紧急情况"), Days(1), Role.LEADER, "条例 第二十五条")
TAKE_NOTE = DutyRule("take_note", _("签收紧急情况"), Days(1), Role.HANDLER, "条例 第二十五条")
declare(REPORT_FIRST, REPORT_FURTHER, TAKE_NOTE_BUREAU, TAKE_NOTE_LEADER, TAKE_NOTE)
declare(COOLING, CALL_PRESSED, CALL_BACK)
declare(ANNOUNCED, CALL, CALL_BUREAU)
declare(SETTLE, DELIVER_BUREAU, REPORT_BACK)
declare(ASK_FINAL, REVIEW, FINAL, REHANDLE, EXECUTE)
declare(FORWARD, NOTICE, DECIDE, DELIVER, REPLY, REPLY_BUREAU, RATE, ASK_REVIEW)
