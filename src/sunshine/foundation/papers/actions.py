"""Typesetting an issued document: once, its hash written as a step of its subject."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.ledger.sealing import sm3
from sunshine.foundation.offices.actors import SYSTEM
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.papers.qr import qr_svg
from sunshine.foundation.papers.seal import demo_seal
from sunshine.foundation.papers.typeset import ROOT, typeset
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform


def pdf(paper: Paper) -> bytes:
    """The document's file; typeset now if the job has not come to it yet."""
    if not paper.sm3:
        render(paper.pk)
        paper.refresh_from_db()
    return blobs.get(paper.pk, paper.key)


def render(pk: UUID) -> None:
    """Typeset, seal and keep the file, and write its hash as a step. Doing it again changes nothing."""
    with transaction.atomic():
        paper = Paper.objects.select_for_update(no_key=True).get(pk=pk)
        if paper.sm3:
            return
        data = typeset(ROOT / paper.template, printed(paper))
        paper.sm3, paper.key, paper.rendered_at = sm3(data).hex(), blobs.put(pk, data), timezone.now()
        paper.save(update_fields=["sm3", "key", "rendered_at"])
        given = Given({"paper": str(pk), "sm3": paper.sm3})
        perform(paper.subject_id, "render", SYSTEM, given, request_key=f"render:{pk}")


def printed(paper: Paper) -> dict[str, Any]:
    """All the template prints: the sealed facts, the number, and the drawings that follow from them."""
    facts: dict[str, Any] = json.loads(words_at(paper.subject_id, paper.seq)["paper"])
    address = verify_address(paper.code)
    facts |= {
        "demo": settings.SUNSHINE_DEMO,
        "number": paper.number,
        "verify": {"address": address, "code": paper.code},
    }
    return facts | {"seal": demo_seal(facts["organ"]), "qr": qr_svg(address)}


def verify_address(code: str) -> str:
    """Where anyone can check a document with this code."""
    return f"{settings.SUNSHINE_URL}/verify/{code}/"
