"""Pages of importing units and officers: the template, the preview, the second person's word, the codes."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sunshine.foundation.administration import aftermath, bringing
from sunshine.foundation.administration.actions import Outcome
from sunshine.foundation.administration.history import history
from sunshine.foundation.administration.imports import PROCEDURE
from sunshine.foundation.administration.rosters import OFFICER_COLUMNS, UNIT_COLUMNS, Roster, check
from sunshine.foundation.administration.sheets import Unreadable, decoded, written
from sunshine.foundation.administration.views import codes_page
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.models import Role
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.pages.listing import page
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen, load, perform

TABLES = ("units", "officers")
SHOWN = 200  # rows of a preview; the faults are all shown
EXAMPLES: dict[str, tuple[list[str], list[str]]] = {
    "units": (list(UNIT_COLUMNS), [
        "511421-hrss", "仁寿县人力资源和社会保障局", "仁寿县人社局",
        "Renshou County Bureau of Human Resources and Social Security", "部门", "511421", "511421-government", "", "", "",
        "028-0000 0000", "仁寿县演示路1号", "工作日 9:00—17:00", "2026-12-01",
    ]),
    "officers": (list(OFFICER_COLUMNS), [
        "wangqiang", "王强", "Wang Qiang", "511421-hrss", "承办人", "信访科科员", "Case officer", "2026-12-01", "",
    ]),
}  # fmt: skip


@require_GET
@officers(Role.SYSTEM_ADMIN)
def template(request: HttpRequest, table: str) -> HttpResponse:
    """An empty table with one example, as Excel opens it."""
    if table not in EXAMPLES:
        raise Http404
    response = HttpResponse(written(EXAMPLES[table]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="sunshine-{table}.csv"'
    return response


@require_http_methods(["GET", "POST"])
@officers(Role.SYSTEM_ADMIN)
def upload(request: HttpRequest) -> HttpResponse:
    """Choose the tables; see what they would do, row by row. Nothing is written."""
    if request.method == "GET":
        return render(request, "administration/upload.html", {"imports": _recent(request)})
    try:
        texts = {table: _text(request, table) for table in TABLES}
        roster = check(texts["units"], texts["officers"], actor_of(request))
    except Unreadable as fault:
        shown = {"imports": _recent(request), "faults": [("", str(fault))]}
        return render(request, "administration/upload.html", shown, status=422)
    return _preview(request, texts, roster)


def _text(request: HttpRequest, table: str) -> str:
    """The table as a file, or as it came back from the preview."""
    sent = request.FILES.get(table)
    return decoded(sent.read()) if sent else request.POST.get(f"{table}_text", "")


def _recent(request: HttpRequest) -> Any:
    found = page(visible(actor_of(request)).filter(kind="import"), (), request.GET, ("-id",))
    return [(one, PROCEDURE.stage_of[one.stage].name) for one in found.rows]


def _preview(request: HttpRequest, texts: dict[str, str], roster: Roster) -> HttpResponse:
    faults = [(_("单位"), roster.faults["units"]), (_("人员"), roster.faults["officers"])]
    shown = {
        "roster": roster, "texts": texts, "faults": [pair for pair in faults if pair[1]], "shown": SHOWN,
        "units": roster.units[:SHOWN], "officers": roster.officers[:SHOWN], "request_key": uuid4(),
    }  # fmt: skip
    status = 422 if any(roster.faults.values()) else 200
    return render(request, "administration/preview.html", shown, status=status)


@require_POST
@officers(Role.SYSTEM_ADMIN)
def submit(request: HttpRequest) -> HttpResponse:
    """Put the tables of the preview forward; they are checked once more."""
    actor = actor_of(request)
    texts = {table: request.POST.get(f"{table}_text", "") for table in TABLES}
    try:
        roster = check(texts["units"], texts["officers"], actor)
    except Unreadable as fault:
        raise Http404 from fault
    if not roster.is_good:
        return _preview(request, texts, roster)
    pk = bringing.submit(roster, actor, request_key(request))
    words = _("已提出，等安全管理员同意。") if roster.officers else _("已导入。")
    messages.success(request, words)
    return redirect("administration-import", pk)


@require_GET
@officers(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One import: what it holds, and what became of it."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: UUID, faults: Any = (), status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    try:
        snapshot = load(pk, actor, lock=False)
    except Unseen:
        raise Http404 from None
    if snapshot.subject.kind != PROCEDURE.kind:
        raise Http404
    rows = snapshot.matter.values
    shown = {
        "pk": pk, "stage": PROCEDURE.stage_of[snapshot.subject.stage], "waits": snapshot.subject.stage == "waiting",
        "units": rows["units"][:SHOWN], "officers": rows["officers"][:SHOWN], "rows": rows, "history": history(pk, "import"),
        "may_apply": actor.role == Role.SECURITY_ADMIN, "may_drop": actor.role != Role.AUDITOR, "faults": faults,
    }  # fmt: skip
    return render(request, "administration/import.html", shown, status=status)


@require_POST
@never_cache
@officers(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree, and write everything; or not. The codes of new officers are shown, or handed out as a table, this once."""
    actor = actor_of(request)
    try:
        if "drop" in request.POST:
            perform(pk, "drop", actor, Given(texts={"reason": request.POST.get("reason", "")[:1000]}))
            return redirect("administration-import", pk)
        made = bringing.apply(pk, actor)
    except Unseen:
        raise Http404 from None
    except Refused as refused:
        return _page(request, pk, [("", str(refused.words))], 409)
    if "table" in request.POST:
        return _codes(made)
    return codes_page(request, made)


def _codes(made: Outcome) -> HttpResponse:
    head = [_("登录名"), _("姓名"), _("邀请码")]
    lines = [[officer.login, officer.name, code] for officer, code in aftermath.officers_of(made.codes)]
    response = HttpResponse(written([head, *lines]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="invitations.csv"'
    return response
