"""The documents a petition produces, with the template shipped for each and what its preview prints."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.papers.kinds import PaperKind, declare
from sunshine.petitions.documents import data, samples, side_samples
from sunshine.petitions.rulesets import EARLIER

RECEIPT = PaperKind("receipt", _("登记回执"), data.RECEIPT, samples.receipt, {EARLIER: data.RECEIPT_2005})
NOTICE = PaperKind("notice", _("告知书"), data.NOTICE, samples.notice, {EARLIER: data.NOTICE_2005})
OPINION = PaperKind("opinion", _("处理意见书"), data.OPINION, samples.opinion, {EARLIER: data.OPINION_2005})
SERVICE = PaperKind("service", _("送达回证"), data.SERVICE, samples.service, {EARLIER: data.SERVICE_2005})
REPLY = PaperKind("reply", _("答复书"), data.LETTER, samples.reply)
FILED = PaperKind("filed", _("存查告知书"), data.LETTER, samples.filed)
REFUSAL = PaperKind("refusal", _("不予受理告知书"), data.LETTER, samples.refusal)
NO_MORE = PaperKind("no_more", _("不再受理告知书"), data.NO_MORE, side_samples.no_more)
REPORT = PaperKind("report", _("办结报告"), data.LETTER, samples.report)
REVIEW = PaperKind("review", _("复查意见书"), data.REVIEW, samples.review, {EARLIER: data.REVIEW_2005})
FINAL_REVIEW = PaperKind(
    "final_review", _("复核意见书"), data.REVIEW, samples.final_review, {EARLIER: data.REVIEW_2005}
)
EXTENSION = PaperKind(
    "extension", _("延期告知书"), data.EXTENSION, samples.extension, {EARLIER: data.EXTENSION_2005}
)
OBJECTION = PaperKind("objection", _("异议退回单"), data.OBJECTION, samples.objection)
RULING = PaperKind(
    "ruling", _("异议核实决定"), data.OBJECTION, samples.ruling
)  # the same page with what was decided
HEARING_NOTICE = PaperKind(
    "hearing_notice", _("听证通知书"), data.HEARING_NOTICE, side_samples.hearing_notice
)
HEARING_CONCLUSION = PaperKind(
    "hearing_conclusion", _("听证结论书"), data.HEARING_CONCLUSION, side_samples.hearing_conclusion
)
AGREEMENT = PaperKind("agreement", _("协议书"), data.AGREEMENT, side_samples.agreement)
SIMPLE_NOTICE = PaperKind("simple_notice", _("简易办理告知书"), data.LETTER, samples.simple_notice)
SIMPLE_REPLY = PaperKind("simple_reply", _("简易办理答复书"), data.SIMPLE_REPLY, side_samples.simple_reply)
HEARING_RECORD = PaperKind("hearing_record", _("听证笔录"), data.HEARING_RECORD, side_samples.hearing_record)
TRANSFER = PaperKind("transfer", _("转送（交办）单"), data.TRANSFER, side_samples.transfer)
TRANSFER_NOTICE = PaperKind(
    "transfer_notice", _("转送告知书"), data.TRANSFER_NOTICE, side_samples.transfer_notice
)
URGENT = PaperKind("urgent", _("紧急信访信息报告单"), data.URGENT, samples.urgent)
MINUTES = PaperKind("minutes", _("联席会议纪要"), data.LETTER, samples.minutes)
CONFERENCE_ORDER = PaperKind("conference_order", _("联席会议督促通知"), data.LETTER, samples.conference_order)
BETWEEN_ORGANS = frozenset(
    {
        REPORT.code,
        OBJECTION.code,
        RULING.code,
        TRANSFER.code,
        URGENT.code,
        MINUTES.code,
        CONFERENCE_ORDER.code,
    }
)  # not addressed to the petitioner, and not theirs to open

declare(RECEIPT, NOTICE, OPINION, SERVICE, REPLY, FILED, REFUSAL, NO_MORE, REPORT, REVIEW, FINAL_REVIEW)
declare(EXTENSION, OBJECTION, RULING, HEARING_NOTICE, HEARING_CONCLUSION, AGREEMENT)
declare(SIMPLE_NOTICE, SIMPLE_REPLY, HEARING_RECORD, TRANSFER, TRANSFER_NOTICE)
declare(URGENT, MINUTES, CONFERENCE_ORDER)
