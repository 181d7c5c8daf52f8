"""The citizen site: file without an account, follow with number and code, add, press, rate. Works without scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sunshine.channels.forms import FactorForm, FileForm, TraceForm
from sunshine.channels.held import PROVEN, held, hold, level
from sunshine.channels.known import visitor
from sunshine.foundation.files.actions import make
from sunshine.foundation.files.serving import document
from sunshine.foundation.network import network
from sunshine.foundation.offices.actors import ANYONE, petitioner
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.pages.views import kept
from sunshine.foundation.papers.actions import NotReady
from sunshine.foundation.papers.qr import qr_svg
from sunshine.foundation.procedure.engine import Refused, lawful, refusal
from sunshine.foundation.procedure.intake import Asked, ask
from sunshine.foundation.procedure.perform import Unseen, load
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.credentials import OF_THE_PETITIONER_ALONE, TooManyTries, factor_proves
from sunshine.petitions.following import Following, Way, follow, receipt
from sunshine.petitions.models import Filing, Level, Rating
from sunshine.petitions.opening import opened
from sunshine.petitions.receipts import printed_receipt, progress_address
from sunshine.petitions.register import register
from sunshine.petitions.retaliation import RetaliationForm
from sunshine.petitions.tries import network_mark
from sunshine.petitions.withdrawal import MOVE


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The front door: one thing to do, and the way back to what was filed."""
    return render(request, "channels/home.html", {"form": TraceForm()})


@csrf_exempt  # filing uses no authority of the browser's, and a lost cookie must never cost a filing
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """File. The one fault there can be is that there is nothing in it (条例 第二十二条)."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    key = request_key(request) or str(uuid4())
    if request.method == "POST" and form.is_valid():
        return _registered(request, form, key)
    status = 422 if request.method == "POST" else 200
    return render(request, "channels/file.html", {"form": form, "request_key": key}, status=status)


def _registered(request: HttpRequest, form: FileForm, key: str) -> HttpResponse:
    """Register; the same form sent again gives the same receipt, a changed one is a filing of its own."""
    filing = register(form, ANYONE, key)
    hold(request, filing, PROVEN)
    return redirect("receipt", filing)


@require_GET
def show_receipt(request: HttpRequest, filing: UUID) -> HttpResponse:
    """The receipt, once to whoever just filed; printable."""
    if not level(request, filing):
        return redirect("trace")
    shown = receipt(filing)
    return render(
        request, "channels/receipt.html", {**shown, "qr": qr_svg(progress_address(shown["filing"].number))}
    )


@require_GET
def print_receipt(request: HttpRequest, filing: UUID) -> HttpResponseBase:
    """The receipt as a sheet for the printer."""
    if not level(request, filing):
        return redirect("trace")
    return document(printed_receipt(filing))


@require_http_methods(["GET", "POST"])
def trace(request: HttpRequest) -> HttpResponse:
    """Number and code, and the last four of phone or identity number for papers, names and rating."""
    form = (
        TraceForm(request.POST, visitor=visitor(request))
        if request.method == "POST"
        else TraceForm(initial={"number": request.GET.get("number")})
    )
    if request.method == "POST" and form.is_valid():
        logout(request)  # whoever follows as a petitioner is not at a desk
        hold(request, form.filing.pk, form.level)
        return redirect("progress", form.filing.pk)
    return render(request, "channels/trace.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def progress(request: HttpRequest, filing: UUID) -> HttpResponse:
    """The progress page, to whoever showed the code in this browser."""
    if not held(request, filing):
        return redirect("trace")
    return _progress(request, filing)


def _progress(
    request: HttpRequest,
    filing: UUID,
    failed: Asked | None = None,
    status: int = 200,
    factor: FactorForm | None = None,
) -> HttpResponse:
    following = follow(filing)
    proven = held(request, filing) == PROVEN or not following.filing.has_factor
    moves = _moves(following, proven, failed)
    shown = {
        "following": following, "proven": proven, "timeline": following.timeline(proven=proven), "moves": moves, "failed": failed,
        "factor": factor or FactorForm(), "steps": STEPS, "request_key": uuid4(), "filing": filing, "citizen": True,
        "retaliation": _retaliation(following) if proven else None,
        "withdrawable": proven and _may_withdraw(following),
        "answered": any(line.outcome for line in following.demands), "higher": _higher(following, moves),
    }  # fmt: skip
    return render(request, "channels/progress.html", shown, status=status)


def _retaliation(following: Following) -> RetaliationForm | None:
    """The way to report retaliation, for as long as there is anybody it could be about."""
    snapshot = following.family.snapshot
    return (
        None if following.family.erased else RetaliationForm(snapshot=snapshot, actor=following.family.reader)
    )


def _may_withdraw(following: Following) -> bool:
    """Whether the way to withdrawing is offered. It is written small: nobody is to be led there."""
    snapshot = following.family.snapshot
    return refusal(snapshot, procedure("filing").by_code[MOVE], petitioner(snapshot.subject.id)) is None


@dataclass(frozen=True)
class Higher:
    """One level up: until when it may be asked of whom, and the form for it where it may be filled in now."""

    level: Level
    ways: Sequence[Way]
    asked: Asked | None

    @property
    def final(self) -> bool:
        return self.level == Level.FINAL

    @property
    def running(self) -> Sequence[Way]:
        return [way for way in self.ways if way.until]


def _higher(following: Following, moves: Mapping[str, Asked]) -> list[Higher]:
    """The levels at which the answers that reached this filer can be looked at again, or could have been."""
    codes = {Level.REVIEW: "ask_review", Level.FINAL: "ask_final_review"}
    found = [Higher(level, following.ways(level), moves.get(code)) for level, code in codes.items()]
    return [one for one in found if one.ways]


def _moves(following: Following, proven: bool, failed: Asked | None) -> dict[str, Asked]:
    """What the petitioner may do now, by code; delivery happens by opening the paper, not by a form."""
    snapshot = following.family.snapshot
    actor = petitioner(snapshot.subject.id)
    asked = {m.code: ask(m, snapshot, actor) for m in lawful(snapshot, actor) if m.code not in _NOT_FORMS}
    if not proven:
        asked = {code: one for code, one in asked.items() if code not in OF_THE_PETITIONER_ALONE}
    elif "rate" in asked:
        _begin_with(asked["rate"], following.ratings)
    if failed and failed.move.code in asked:
        asked[failed.move.code] = failed
    return asked


def _begin_with(asked: Asked, ratings: Sequence[Rating]) -> None:
    """Whoever changes a rating sees what they said first; the last of each counts."""
    given = {str(one.handling_id or ""): one for one in ratings}
    asked.form.initial.update(_said(given.get(""), "bureau", "bureau_reasons"))
    for row in asked.rows:
        row.form.initial.update(_said(given.get(row.key), "unit", "reasons"))


def _said(one: Rating | None, value: str, reasons: str) -> dict[str, Any]:
    return {value: one.value, reasons: one.reasons} if one else {}


STEPS = [
    pgettext_lazy("step", "登记"), pgettext_lazy("step", "转送"), pgettext_lazy("step", "受理"),
    pgettext_lazy("step", "办理"), pgettext_lazy("step", "答复"), pgettext_lazy("step", "评价"),
]  # fmt: skip
_NOT_FORMS = {"deliver"}  # nor what has a page of its own
_NEEDS_FACTOR = OF_THE_PETITIONER_ALONE | {"deliver"}


@require_POST
def prove(request: HttpRequest, filing: UUID) -> HttpResponse:
    """The last four characters that open papers, names and rating."""
    if not held(request, filing):
        return redirect("trace")
    form = FactorForm(request.POST)
    known = Filing.objects.get(pk=filing)
    try:
        if form.is_valid() and factor_proves(known, form.cleaned_data["factor"], visitor(request)):
            hold(request, filing, PROVEN)
            return redirect("progress", filing)
        form.add_error("factor", _("后四位对不上，请看看是不是登记时留的那个号码。"))
    except TooManyTries as tries:
        until = f"{localtime(tries.until):%m-%d %H:%M}"
        form.add_error(
            "factor", gettext("后四位试错太多次了，请在 %s 之后再试，或者用登记的手机换一个查询码。") % until
        )
    return _progress(request, filing, status=422, factor=form)


@require_POST
def act(request: HttpRequest, filing: UUID, code: str) -> HttpResponse:
    """A petitioner's move on their own filing."""
    shown = held(request, filing)
    if not shown:
        return kept(request)
    actor = petitioner(filing)
    snapshot = load(filing, actor, lock=False)
    move = procedure("filing").by_code.get(code)
    if move is None or move.apart or code in _NOT_FORMS or actor.role not in move.by:
        raise Http404
    if code in _NEEDS_FACTOR and shown != PROVEN and snapshot.matter.filings[filing].has_factor:
        messages.warning(request, _("请先填手机或身份证的后四位，再办这一步。"))
        return redirect("progress", filing)
    asked = ask(move, snapshot, actor, request.POST, request.FILES)
    if not asked.is_valid():
        return _progress(request, filing, asked, 422)
    return _make(request, filing, asked)


def _make(request: HttpRequest, filing: UUID, asked: Asked) -> HttpResponse:
    try:
        actor = petitioner(filing, network_mark(network(request)))
        make(asked, actor, request_key=request_key(request))
    except Refused as refused:
        messages.error(request, str(refused.words))
        return _progress(request, filing, asked, 409)
    messages.success(request, gettext("收到了：%s") % asked.move.name)
    return redirect("progress", filing)


@require_GET
def my_paper(request: HttpRequest, filing: UUID, pk: UUID) -> HttpResponseBase:
    """A document of one's own. Opening the opinion is its delivery on line, and starts the petitioner's own clocks."""
    following: Any = follow(filing) if held(request, filing) else None
    if following is None:
        return redirect("trace")
    if held(request, filing) != PROVEN and following.filing.has_factor:
        messages.warning(request, _("打开文书前请先填手机或身份证的后四位。"))
        return redirect("progress", filing)
    try:
        return document(opened(filing, pk))
    except NotReady as waiting:
        messages.warning(request, str(waiting.words))
        return redirect("progress", filing)
    except Unseen:
        raise Http404 from None
