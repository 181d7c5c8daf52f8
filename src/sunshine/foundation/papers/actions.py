"""Typesetting an issued document: once, its hash written as a step of its subject."""

from __future__ import annotations

import json
import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from typst import TypstError

from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.ledger.sealing import sm3
from sunshine.foundation.offices.actors import SYSTEM
from sunshine.foundation.papers.models import Fault, Paper, Signature
from sunshine.foundation.papers.qr import qr_svg
from sunshine.foundation.papers.sandbox import Unprintable
from sunshine.foundation.papers.seals import SealUnavailable, Signed, provider
from sunshine.foundation.papers.versions import press
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform

log = logging.getLogger(__name__)


WAITING = {
    Fault.SEAL: _("文书正在盖章，电子印章暂时用不了。系统会自动再试，请过一会儿再打开。"),
    Fault.TYPESET: _("文书还没有排好版。系统会自动再试，请过一会儿再打开。"),
}


class NotReady(Refused):
    """The document cannot be shown yet; ``fault`` says what it waits for. It is being tried again."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(WAITING[fault])
        self.fault = fault


def pdf(paper: Paper) -> bytes:
    """The document's file; typeset and sealed now if the job has not come to it yet. Raises NotReady."""
    if not paper.sm3:
        render(paper.pk)
        paper.refresh_from_db()
    return blobs.get(paper.pk, paper.key)


def render(pk: UUID) -> None:
    """Typeset, seal and keep the file, and write its hash as a step. Doing it again changes nothing.

    Raises NotReady after noting on the paper what is missing.
    """
    try:
        with transaction.atomic():
            _render(Paper.objects.select_for_update(no_key=True).get(pk=pk))
    except (SealUnavailable, TypstError, Unprintable) as error:
        fault = Fault.SEAL if isinstance(error, SealUnavailable) else Fault.TYPESET
        log.warning("paper %s is not ready: %s", pk, fault)
        Paper.objects.filter(pk=pk, sm3="").update(fault=fault)
        raise NotReady(fault) from error


def _render(paper: Paper) -> None:
    if paper.sm3 or Subject.objects.filter(pk=paper.subject_id, key=None).exists():  # done, or erased by law
        return
    data = press(paper.template, printed(paper))
    digest = sm3(data)
    signed = provider().sign(digest, paper.unit_id)
    paper.sm3, paper.key, paper.rendered_at = digest.hex(), blobs.put(paper.pk, data), timezone.now()
    paper.fault = ""
    paper.save(update_fields=["sm3", "key", "rendered_at", "fault"])
    facts = {"paper": str(paper.pk), "sm3": paper.sm3}
    if signed:
        _keep(paper, signed)
        facts |= {"algorithm": signed.algorithm, "serial": signed.serial, "signature": signed.value.hex()}
    perform(paper.subject_id, "render", SYSTEM, Given(facts), request_key=f"render:{paper.pk}")


def _keep(paper: Paper, signed: Signed) -> None:
    Signature.objects.create(
        paper=paper, algorithm=signed.algorithm, value=signed.value, public_key=signed.public_key,
        serial=signed.serial, signed_at=timezone.now(),
    )  # fmt: skip


def printed(paper: Paper) -> dict[str, Any]:
    """All the template prints: the sealed facts, the number, and the drawings that follow from them."""
    facts: dict[str, Any] = json.loads(words_at(paper.subject_id, paper.seq)["paper"])
    if about := facts.get("about"):
        about["number"] = Paper.objects.values_list("number", flat=True).get(pk=about["paper"])
    address = verify_address(paper.code)
    facts |= {
        "demo": settings.SUNSHINE_DEMO,
        "number": paper.number,
        "verify": {"address": address, "code": paper.code},
    }
    return facts | {"seal": provider().picture(facts["organ"]), "qr": qr_svg(address)}


def verify_address(code: str) -> str:
    """Where anyone can check a document with this code."""
    return f"{settings.SUNSHINE_URL}/verify/{code}/"
