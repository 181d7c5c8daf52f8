"""Code or number lost: by the registered telephone at home, or with a document at the window."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sunshine.channels.held import CODE, PROVEN, held, hold
from sunshine.channels.known import visitor
from sunshine.foundation.offices.actors import petitioner
from sunshine.foundation.offices.models import Role
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.perform import Unseen
from sunshine.petitions import recovery
from sunshine.petitions.credentials import TooManyTries
from sunshine.petitions.forms import RenewForm
from sunshine.petitions.models import Filing
from sunshine.petitions.registration import phone_number

ASKED, FOUND, UNTIL = "recovery", "recovered", "recovered_until"
MINUTES = 15  # for which a proven telephone may look at its filings


class PhoneForm(forms.Form):
    """The telephone that filings were registered with."""

    phone = forms.CharField(
        label=_("登记时留的手机"), max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip

    def clean_phone(self) -> str:
        found = phone_number(self.cleaned_data["phone"])
        if not found:
            raise forms.ValidationError(_("这不像一个电话号码。请只填数字，比如 13800005678。"))
        return str(found)


class SentForm(forms.Form):
    """The one-time code that was sent to it."""

    WRONG = _("验证码不对，或者过了 10 分钟。请看最新的那条短信；错了三次要重新要一个。")
    code = forms.CharField(
        label=_("短信里的 8 位验证码"), max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Ask for a one-time code. The answer is the same whether or not anything is registered with the number."""
    form = PhoneForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            request.session[ASKED] = str(recovery.ask(form.cleaned_data["phone"], visitor(request)))
            return redirect("lost-code")
        except TooManyTries as tries:
            form.add_error(
                None, gettext("要得太多了，请在 %s 之后再试。") % f"{localtime(tries.until):%H:%M}"
            )
    return render(request, "channels/lost.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def lost_code(request: HttpRequest) -> HttpResponse:
    """Type the code that was sent."""
    if ASKED not in request.session:
        return redirect("lost")
    form = SentForm(request.POST or None)
    if form.is_bound and form.is_valid():
        phone = recovery.prove(UUID(request.session[ASKED]), form.cleaned_data["code"])
        if phone:
            logout(request)  # whoever finds their filings as a petitioner is not at a desk
            request.session[FOUND], request.session[UNTIL] = phone.hex(), time.time() + MINUTES * 60
            return redirect("lost-filings")
        form.add_error("code", SentForm.WRONG)
    shown = {"form": form, "code": recovery.kept_in_demo(UUID(request.session[ASKED]))}
    return render(request, "channels/lost_code.html", shown, status=422 if form.is_bound else 200)


@never_cache
@require_GET
def lost_filings(request: HttpRequest) -> HttpResponse:
    """The filings of the proven telephone."""
    if not _is_proven(request):
        return redirect("lost")
    shown = {"filings": _mine(request), "request_key": uuid4()}
    return render(request, "channels/lost_filings.html", shown)


@require_POST
def lost_renew(request: HttpRequest, filing: UUID) -> HttpResponse:
    """A new code for one of them, shown on the receipt; the old one is dead."""
    if not _is_proven(request) or filing not in {one.pk for one in _mine(request)}:
        return redirect("lost")
    return _renewed(request, filing)


@require_POST
def renew_mine(request: HttpRequest, filing: UUID) -> HttpResponse:
    """A new code for whoever holds the old one and has proven the last four."""
    known = Filing.objects.filter(pk=filing, has_factor=True).exists()
    if held(request, filing) != PROVEN or not known:
        return redirect("trace")
    return _renewed(request, filing)


def _renewed(request: HttpRequest, filing: UUID) -> HttpResponse:
    try:
        recovery.renew(filing, petitioner(filing), request_key=request_key(request))
    except Refused as refused:
        messages.error(request, str(refused.words))
        return redirect("lost-filings") if _is_proven(request) else redirect("progress", filing)
    hold(request, filing, PROVEN)
    return redirect("receipt", filing)


def _is_proven(request: HttpRequest) -> bool:
    return FOUND in request.session and request.session.get(UNTIL, 0) > time.time()


def _mine(request: HttpRequest) -> list[Filing]:
    return list(recovery.of_phone(bytes.fromhex(request.session[FOUND])))


class WindowRenewForm(RenewForm):
    """The move's own form, with the number of the filing it is for."""

    number = forms.CharField(
        label=_("编号"), max_length=40, widget=forms.TextInput(attrs={"placeholder": "SC511421-2026-000001"})
    )
    UNKNOWN = _("没有找到这个编号，或者不是本局登记的。请照回执再看一遍。")
    field_order = ("number", "checked", "name", "id_number", "words")


@never_cache
@require_http_methods(["GET", "POST"])
@officers(Role.WINDOW, Role.SORTER)
def window_renew(request: HttpRequest) -> HttpResponse:
    """At the window of the registering bureau: compare the document, give a new code, print the slip."""
    form = WindowRenewForm(request.POST or None, initial={"number": request.GET.get("number")})
    if form.is_bound and form.is_valid():
        filing = _by_number(form.cleaned_data["number"])
        refused = _at_window(request, form, filing) if filing else form.UNKNOWN
        if refused is None and filing:
            return redirect("receipt", filing)
        form.add_error(None, refused)
    shown = {"form": form, "request_key": uuid4()}
    return render(request, "channels/window_renew.html", shown, status=422 if form.is_bound else 200)


def _by_number(typed: str) -> UUID | None:
    number = "".join(typed.replace("\0", "").split()).upper()
    return Filing.objects.values_list("pk", flat=True).filter(number=number).first()


def _at_window(request: HttpRequest, form: WindowRenewForm, filing: UUID) -> Any:
    """Renew it; why not, or ``None``."""
    told = form.given()
    # The number is the subject itself, not something said of it.
    given = replace(told, facts={name: value for name, value in told.facts.items() if name != "number"})
    try:
        recovery.renew(filing, actor_of(request), given, request_key=request_key(request))
    except Unseen:
        return form.UNKNOWN
    except Refused as refused:
        return refused.words
    hold(request, filing, CODE)
    return None
