"""The documents a petition produces, with the template version in force."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.papers.kinds import PaperKind, declare
from sunshine.petitions.documents import data

NOTICE = PaperKind("notice", _("告知书"), data.NOTICE)
OPINION = PaperKind("opinion", _("处理意见书"), data.OPINION)

declare(NOTICE, OPINION)
