"""The documents a petition produces, with the template shipped for each and what its preview prints."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.papers.kinds import PaperKind, declare
from sunshine.petitions.documents import data, samples

RECEIPT = PaperKind("receipt", _("登记回执"), data.RECEIPT, samples.receipt)
NOTICE = PaperKind("notice", _("告知书"), data.NOTICE, samples.notice)
OPINION = PaperKind("opinion", _("处理意见书"), data.OPINION, samples.opinion)
SERVICE = PaperKind("service", _("送达回证"), data.SERVICE, samples.service)
EXTENSION = PaperKind("extension", _("延期告知书"), data.EXTENSION, samples.extension)
OBJECTION = PaperKind("objection", _("异议退回单"), data.OBJECTION, samples.objection)
RULING = PaperKind(
    "ruling", _("异议核实决定"), data.OBJECTION, samples.ruling
)  # the same page with what was decided

declare(RECEIPT, NOTICE, OPINION, SERVICE, EXTENSION, OBJECTION, RULING)
