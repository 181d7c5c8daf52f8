"""What protects the petitioner, on their own pages: withdrawing with a code from the telephone, or at the window."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sunshine.channels.held import PROVEN, held, hold
from sunshine.channels.known import visitor
from sunshine.channels.recovery import SentForm
from sunshine.foundation.offices.actors import petitioner
from sunshine.foundation.offices.models import Role
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.people.identity import mask_phone
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen, perform
from sunshine.petitions import onetime, retaliation, withdrawal
from sunshine.petitions.credentials import TooManyTries, filing_by_code
from sunshine.petitions.models import Filing
from sunshine.petitions.protecting import WithdrawForm

SENT = "withdrawals"  # codes sent, by filing


@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, filing: UUID) -> HttpResponse:
    """Say why, and have a code sent. Nothing has begun yet."""
    if not _proven(request, filing):
        return _to_progress(request, filing)
    try:
        snapshot = withdrawal.before(filing)
        form = WithdrawForm(request.POST or None, snapshot=snapshot, actor=petitioner(filing))
        if form.is_bound and form.is_valid():
            sent = withdrawal.ask(snapshot, form.given())
            request.session[SENT] = {**request.session.get(SENT, {}), str(filing): str(sent)}
            return redirect("withdraw-code", filing)
    except Refused as refused:
        messages.warning(request, str(refused.words))
        return redirect("progress", filing)
    shown = {"form": form, "filing": filing, "phone": mask_phone(withdrawal.telephone(snapshot))}
    return render(request, "channels/withdraw.html", shown, status=422 if form.is_bound else 200)


def _proven(request: HttpRequest, filing: UUID) -> bool:
    """Whether this browser has shown the last four, where there are any to show."""
    level = held(request, filing)
    return level == PROVEN or (bool(level) and not Filing.objects.get(pk=filing).has_factor)


def _to_progress(request: HttpRequest, filing: UUID) -> HttpResponse:
    """Whoever has not shown the last four does so on the progress page."""
    if not held(request, filing):
        return redirect("trace")
    messages.warning(request, _("请先填登记时留的手机或身份证的后四位。"))
    return redirect("progress", filing)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def withdraw_code(request: HttpRequest, filing: UUID) -> HttpResponse:
    """Type the code that was sent: now the week begins."""
    sent = request.session.get(SENT, {}).get(str(filing))
    if not _proven(request, filing) or not sent:
        return _to_progress(request, filing)
    form = SentForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            if withdrawal.confirm(filing, UUID(sent), form.cleaned_data["code"]):
                messages.success(request, _("收到了。7天后生效，这之前随时可以取消。"))
                return redirect("progress", filing)
        except Refused as refused:
            messages.warning(request, str(refused.words))
            return redirect("progress", filing)
        form.add_error("code", SentForm.WRONG)
    shown = {"form": form, "filing": filing, "code": onetime.kept_in_demo(UUID(sent))}
    return render(request, "channels/withdraw_code.html", shown, status=422 if form.is_bound else 200)


class WindowWithdrawForm(WithdrawForm):
    """The move's own form, with the number of the filing and the query code, which the petitioner alone holds."""

    number = forms.CharField(
        label=_("编号"), max_length=40, widget=forms.TextInput(attrs={"placeholder": "SC511421-2026-000001"})
    )
    code = forms.CharField(
        label=_("查询码"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("由信访人照自己的回执填。"),
    )  # fmt: skip
    field_order = ("number", "code", "checked", "name", "id_number", "reason", "words")
    UNKNOWN = _("编号和查询码对不上，或者不是本局登记的。请照回执再看一遍。")


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@officers(Role.WINDOW)
def window_withdraw(request: HttpRequest) -> HttpResponse:
    """For whoever left no telephone: in person, with document and query code, at the window that registered it."""
    form = WindowWithdrawForm(request.POST or None)
    if form.is_bound and form.is_valid():
        refused = _at_window(request, form)
        if refused is None:
            messages.success(request, _("记下了。7天后生效，信访人随时可以凭编号和查询码取消。"))
            return redirect("window-withdraw")
        form.add_error(None, refused)
    shown = {"form": form, "request_key": uuid4()}
    return render(request, "channels/window_withdraw.html", shown, status=422 if form.is_bound else 200)


def _at_window(request: HttpRequest, form: WindowWithdrawForm) -> Any:
    """Take it down; why not, or ``None``."""
    told = form.given()
    given = Given({name: told.facts[name] for name in ("reason", "checked")}, told.texts)
    try:
        found = filing_by_code(form.cleaned_data["number"], form.cleaned_data["code"], visitor(request))
        if found is None:
            return form.UNKNOWN
        perform(found.pk, withdrawal.MOVE, actor_of(request), given, request_key=request_key(request))
    except TooManyTries as tries:
        return gettext("试错太多次了，请在 %s 之后再试。") % f"{localtime(tries.until):%H:%M}"
    except Unseen:
        return form.UNKNOWN
    except Refused as refused:
        return refused.words
    return None


@require_POST
def report_retaliation(request: HttpRequest, filing: UUID) -> HttpResponse:
    """One tap: registered at once, with a number and a code of its own."""
    if not _proven(request, filing):
        return _to_progress(request, filing)
    form = retaliation.asked(filing, request.POST)
    if not form.is_valid():
        messages.warning(request, _("请从列出的单位里勾选。"))
        return redirect("progress", filing)
    made = retaliation.report(filing, form.given(), request_key(request) or str(uuid4()))
    hold(request, made, PROVEN)
    messages.success(request, _("举报已经登记，被举报的单位看不到。这是它自己的编号和查询码。"))
    return redirect("receipt", made)
