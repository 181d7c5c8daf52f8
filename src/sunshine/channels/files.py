"""A petitioner's own files: what they brought in themselves, once they have shown the last four as well as the code."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from sunshine.channels.held import PROVEN, held
from sunshine.foundation.files.copies import opened_copy, opened_original
from sunshine.foundation.files.models import Attachment, CopyKind, CopyState, FileState
from sunshine.foundation.files.serving import handed_out
from sunshine.petitions.models import Filing


@require_GET
def my_file(request: HttpRequest, filing: UUID, pk: UUID) -> HttpResponseBase:
    """The copy of one's own file; where none can be made, one's own original, for saving."""
    refused = _refused(request, filing)
    if refused:
        return refused
    found = _own(filing, pk)
    opened = opened_copy(pk, CopyKind.SHOWN)
    if opened:
        copy, pieces = opened
        return handed_out(pieces, copy.size, copy.type)
    if found.copy_state == CopyState.NONE:
        original = opened_original(found)
        if original:
            return handed_out(original, found.size, found.type, save=True)
        raise Http404
    messages.warning(request, CopyState(found.copy_state).label)
    return redirect("progress", filing)


@require_GET
def my_preview(request: HttpRequest, filing: UUID, pk: UUID) -> HttpResponseBase:
    """The small picture of one's own file."""
    refused = _refused(request, filing)
    if refused:
        return refused
    opened = opened_copy(_own(filing, pk).pk, CopyKind.PREVIEW)
    if opened is None:
        raise Http404
    copy, pieces = opened
    return handed_out(pieces, copy.size, copy.type)


def _refused(request: HttpRequest, filing: UUID) -> HttpResponseBase | None:
    """Files are opened with the code and the last four, where those were left."""
    shown = held(request, filing)
    if not shown:
        return redirect("trace")
    if shown != PROVEN and Filing.objects.values_list("has_factor", flat=True).get(pk=filing):
        messages.warning(request, _("打开附件前请先填手机或身份证的后四位。"))
        return redirect("progress", filing)
    return None


def _own(filing: UUID, pk: UUID) -> Attachment:
    """A file that this very filing brought in and that is not set aside. Raises Http404."""
    found = Attachment.objects.filter(pk=pk, subject=filing, state=FileState.KEPT).first()
    if found is None:
        raise Http404
    return found
