"""A petitioner's files: what they brought in, and what stands with steps they are shown, once they have shown the last four
as well as the code."""

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
from sunshine.petitions.following import follow
from sunshine.petitions.models import Filing


@require_GET
def my_file(request: HttpRequest, filing: UUID, pk: UUID) -> HttpResponseBase:
    """The copy of a file; where none can be made, the original, for saving."""
    refused = _refused(request, filing)
    if refused:
        return refused
    found = _shown(request, filing, pk)
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
    """The small picture of a file."""
    refused = _refused(request, filing)
    if refused:
        return refused
    opened = opened_copy(_shown(request, filing, pk).pk, CopyKind.PREVIEW)
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


def _shown(request: HttpRequest, filing: UUID, pk: UUID) -> Attachment:
    """A file that is not set aside: this very filing's, or of a step on its timeline, such as a meeting. Raises Http404."""
    found = Attachment.objects.filter(pk=pk, state=FileState.KEPT).first()
    if found is None or not (found.subject_id == filing or pk in _listed(request, filing)):
        raise Http404
    return found


def _listed(request: HttpRequest, filing: UUID) -> set[UUID]:
    steps = follow(filing).timeline(proven=held(request, filing) == PROVEN)
    return {file.id for step in steps for file in step.files}
