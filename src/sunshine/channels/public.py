"""Pages for everybody: how it works, read off the procedure table; and whether a document is genuine."""

from __future__ import annotations

import re
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from sunshine.foundation.calendar.rules import WorkingDays
from sunshine.foundation.duties.rules import DutyRule, all_rules
from sunshine.foundation.offices.models import Role
from sunshine.foundation.papers.checking import genuine
from sunshine.foundation.papers.kinds import kind
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.table import Move, Procedure, Stage, procedures


@require_GET
def how(request: HttpRequest) -> HttpResponse:
    """The whole procedure as a page, generated from the table, with clocks and articles."""
    flow = [{"name": p.name, "stages": [_stage(p, stage) for stage in p.stages]} for p in procedures()]
    theirs = [rule for rule in all_rules() if rule.right or rule.told]
    inner = [rule for rule in all_rules() if rule not in theirs]
    shown = {"flow": flow, "clocks": map(_clock, theirs), "inner": map(_clock, inner)}
    return render(request, "channels/how.html", shown)


def _stage(procedure: Procedure, stage: Stage) -> dict[str, Any]:
    """A stage with what people may do there. A move possible nearly everywhere is told where it first is."""
    people = [m for m in procedure.moves if not m.by_system and (m.help or m.seen or not m.opening)]
    first = [m for m in people if _begins(procedure, m) == stage.code]
    return {
        "name": stage.name,
        "seen": stage.seen,
        "rest": stage.rest,
        "moves": [_move(procedure, m) for m in first],
    }


def _begins(procedure: Procedure, move: Move) -> str:
    codes = [stage.code for stage in procedure.stages]
    return codes[0] if move.opening else next(code for code in codes if code in move.source)


def _move(procedure: Procedure, move: Move) -> dict[str, Any]:
    return {
        "name": move.name, "law": move.law, "help": move.help, "who": [Role(role).label for role in sorted(move.by)],
        "to": procedure.stage_of[move.to].name if move.to else "",
        "signer": Role(move.countersign).label if move.countersign else "",
    }  # fmt: skip


def _clock(rule: DutyRule) -> dict[str, Any]:
    days = (
        ngettext("%d 个工作日", "%d 个工作日", rule.term.n)
        if isinstance(rule.term, WorkingDays)
        else ngettext("%d 日", "%d 日", rule.term.n)
    )
    return {
        "name": rule.told or rule.name,
        "law": rule.law,
        "holder": Role(rule.holder).label,
        "length": days % rule.term.n,
    }


def _typed(code: str) -> str:
    """A code as people type it; what cannot be one is looked for as ``-``, which never is."""
    typed = "".join(code.split()).lower()
    return typed if re.fullmatch(r"[0-9a-z]{1,32}", typed) else "-"


@csrf_exempt  # it only compares fingerprints, and the file is not kept
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Whether a document was issued, by its code or by the file in hand; whether that file and its seal are genuine."""
    if "code" in request.GET:
        return redirect("verify-code", _typed(request.GET["code"]))
    uploaded = request.FILES.get("file")
    digest = _digest(uploaded) if uploaded else None
    papers = Paper.objects.select_related("unit", "signature")
    looked = (
        papers.filter(code=code) if code else papers.filter(sm3=digest.hex()) if digest else papers.none()
    )
    paper = looked.first()
    shown = {
        "code": code, "paper": paper, "kind": kind(paper.kind) if paper else None, "unknown": bool(digest) and not paper,
        "matches": digest.hex() == paper.sm3 if paper and digest else None, "seal": _seal(paper, digest),
    }  # fmt: skip
    return render(
        request, "channels/verify.html", shown, status=404 if (code or digest) and not paper else 200
    )


def _digest(uploaded: UploadedFile[Any]) -> bytes:
    """The SM3 of a file of any size, read piece by piece."""
    digest = Hash(SM3())
    for piece in uploaded.chunks():
        digest.update(piece)
    return digest.finalize()


def _seal(paper: Paper | None, digest: bytes | None) -> dict[str, Any] | None:
    """The electronic seal, checked against the file in hand, or else against what was issued."""
    signature = getattr(paper, "signature", None)
    if paper is None or signature is None:
        return None
    return {"signature": signature, "good": genuine(signature, digest or bytes.fromhex(paper.sm3))}
