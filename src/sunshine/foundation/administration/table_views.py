"""Bringing rows of one kind as a table 用表格导入: each line through the same forms as the pages, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sunshine.foundation.administration.actions import act, create
from sunshine.foundation.administration.kinds import Kind, all_kinds
from sunshine.foundation.administration.moves import covers_all
from sunshine.foundation.administration.queries import taken
from sunshine.foundation.administration.sheets import Sheet, Unreadable, decoded, read, written
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role, holds
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.procedure.intake import ask

EDIT = "edit"
LARGEST = 2 * 1024**2  # bytes of a table


@require_http_methods(["GET", "POST"])
@officers(Role.SYSTEM_ADMIN)
def table(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a table of one kind; what is new is made, what differs is changed, what is the same stays."""
    kind, actor = _kind(code, actor_of(request)), actor_of(request)
    if "template" in request.GET:
        return _template(kind)
    faults: list[tuple[Any, ...]] = []
    if request.method == "POST":
        try:
            sheet = _sheet(request, kind)
            with transaction.atomic():
                made, changed = _bring(kind, sheet, actor)
                transaction.set_rollback(bool(sheet.faults))
        except Unreadable as fault:
            faults = [("", "", str(fault))]
        else:
            if not sheet.faults:
                told = _("新增 %(made)s 行，修改 %(changed)s 行。") % {"made": made, "changed": changed}
                messages.success(request, told)
                return redirect("administration-rows", code)
            faults = [(one.line, one.column, one.why) for one in sheet.faults]
    shown = {"kind": kind, "faults": faults, "request_key": uuid4()}
    return render(request, "administration/table.html", shown, status=422 if faults else 200)


def _kind(code: str, actor: Actor) -> Kind:
    """A kind whose rows people can name, kept by whoever asks."""
    found = next((one for one in all_kinds() if one.code == code and one.natural), None)
    if found is None or (found.whole and not covers_all(actor, directory())):
        raise Http404
    return found


def _headings(kind: Kind) -> dict[str, str]:
    """The columns by the words at their head."""
    assert kind.opening is not None
    asked = kind.opening.facts().visible_fields()
    return {str(bound.label): bound.name for bound in asked}


def _template(kind: Kind) -> HttpResponse:
    response = HttpResponse(written([list(_headings(kind))]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="sunshine-{kind.code}.csv"'
    return response


def _sheet(request: HttpRequest, kind: Kind) -> Sheet:
    sent = request.FILES.get("table")
    if sent is None or (sent.size or 0) > LARGEST:
        raise Unreadable(_("请选一个不超过 2 MB 的 CSV 文件。"))
    return read(decoded(sent.read()), _headings(kind), (kind.natural,))


def _bring(kind: Kind, sheet: Sheet, actor: Actor) -> tuple[int, int]:
    """Make or change every row; whatever a form does not take is a fault of its line."""
    made = changed = 0
    for line, row in sheet.rows:
        known = kind.model._default_manager.filter(holds(), **{kind.natural: row[kind.natural]}).first()
        if known is None:
            made += _made(kind, sheet, line, row, actor)
        elif _differs(kind, known, row):
            changed += _changed(kind, sheet, line, known, row, actor)
    return made, changed


def _made(kind: Kind, sheet: Sheet, line: int, row: Mapping[str, str], actor: Actor) -> bool:
    assert kind.opening is not None
    form = kind.opening.facts(dict(row))
    form.actor = actor  # type: ignore[attr-defined]
    if form.is_valid():
        create(kind, actor, form.given())
        return True
    _note(sheet, line, form)
    return False


def _differs(kind: Kind, known: Any, row: Mapping[str, str]) -> bool:
    shown = kind.shown(known)
    return any(str(shown[name] or "") != row[name] for name in _editable(kind) if name in row)


def _editable(kind: Kind) -> Iterator[str]:
    yield from kind.written(kind.procedure.by_code[EDIT])


def _changed(kind: Kind, sheet: Sheet, line: int, known: Any, row: Mapping[str, str], actor: Actor) -> bool:
    shown = kind.shown(known)
    said = {name: row.get(name, str(shown[name] or "")) for name in _editable(kind)}
    asked = ask(kind.procedure.by_code[EDIT], taken(kind, known, actor), actor, said)
    if asked.is_valid():
        act(kind, known, EDIT, actor, asked.given())
        return True
    _note(sheet, line, asked.form)
    return False


def _note(sheet: Sheet, line: int, form: BaseForm) -> None:
    for name, whys in form.errors.items():
        label = str(form.fields[name].label) if name in form.fields else ""
        for why in whys:
            sheet.fault(line, label, str(why))
