"""The window 窗口: a clerk registers a visit, a letter or a call with the citizen's own form, and prints the receipt."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sunshine.channels.forms import WindowForm
from sunshine.channels.held import CODE, hold
from sunshine.foundation.offices.models import Role
from sunshine.foundation.pages.access import actor_of, officers
from sunshine.foundation.pages.keys import request_key
from sunshine.petitions.register import register


@require_http_methods(["GET", "POST"])
@officers(Role.WINDOW, Role.SORTER)
def window(request: HttpRequest) -> HttpResponse:
    """Register what somebody brought in person, by letter or by telephone."""
    form = WindowForm(request.POST, request.FILES) if request.method == "POST" else WindowForm()
    key = request_key(request) or str(uuid4())
    if request.method == "POST" and form.is_valid():
        filing = register(form, actor_of(request), key)
        hold(request, filing, CODE)
        return redirect("receipt", filing)
    status = 422 if request.method == "POST" else 200
    return render(request, "channels/window.html", {"form": form, "request_key": key}, status=status)
