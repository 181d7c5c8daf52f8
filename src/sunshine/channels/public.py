"""Pages for everybody: how it works, read off the procedure table; and whether a document is genuine."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from sunshine.foundation.calendar.rules import WorkingDays
from sunshine.foundation.duties.rules import DutyRule, all_rules
from sunshine.foundation.ledger.sealing import sm3
from sunshine.foundation.offices.models import Role
from sunshine.foundation.papers.kinds import kind
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.table import Move, Procedure, Stage, procedures


@require_GET
def how(request: HttpRequest) -> HttpResponse:
    """The whole procedure as a page, generated from the table, with clocks and articles."""
    flow = [{"name": p.name, "stages": [_stage(p, stage) for stage in p.stages]} for p in procedures()]
    return render(
        request, "channels/how.html", {"flow": flow, "clocks": [_clock(rule) for rule in all_rules()]}
    )


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
        "name": rule.name,
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
    """Whether a document with this code was issued, and whether the file in hand is that very one."""
    if "code" in request.GET:
        return redirect("verify-code", _typed(request.GET["code"]))
    paper = Paper.objects.select_related("unit").filter(code=code).first() if code else None
    uploaded = request.FILES.get("file")
    matches = sm3(uploaded.read()).hex() == paper.sm3 if paper and uploaded else None
    shown = {"code": code, "paper": paper, "kind": kind(paper.kind) if paper else None, "matches": matches}
    return render(request, "channels/verify.html", shown, status=404 if code and not paper else 200)
