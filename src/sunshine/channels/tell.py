"""Filing in short steps: one question a screen, back and forth without loss, and nothing is a filing before the last press."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sunshine.channels import drafts, steps
from sunshine.channels.drafts import Begun
from sunshine.channels.forms import FileForm, ScreenForm
from sunshine.channels.held import PROVEN, hold
from sunshine.channels.room import NoRoom
from sunshine.channels.steps import Screen
from sunshine.foundation.offices.actors import ANYONE
from sunshine.petitions.fields import Files
from sunshine.petitions.register import register
from sunshine.petitions.registration import RegisterForm

FILE_FIELDS = tuple(name for name, field in RegisterForm.base_fields.items() if isinstance(field, Files))


@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Begin, or go on where one left off in the last seven days."""
    begun = drafts.found(request)
    if begun and begun.done and not begun.filed:
        code = steps.after(begun.values, begun.done[-1])
        return render(request, "channels/begun.html", {"begun": begun, "code": code})
    response = redirect("tell-screen", steps.FIRST.code)
    drafts.give_secret(response)
    return response


@never_cache
@csrf_exempt  # the draft's own cookie is SameSite: another site's form arrives without it and changes nothing
@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """One question. Whatever is answered is kept; nothing is refused before the end."""
    if request.method == "POST":
        return _answered(request, code) if drafts.secret_of(request) else _on_one_page(request)
    begun = drafts.found(request) or Begun()
    if begun.filed:
        return _receipt(request, begun)
    asked = steps.screen_of(begun.values, code)
    if asked is None:
        return redirect("tell")
    response = render(request, "channels/tell.html", _shown(request, begun, asked))
    if not drafts.secret_of(request):
        drafts.give_secret(response)
    return response


def _shown(request: HttpRequest, begun: Begun, asked: Screen) -> dict[str, Any]:
    line = [one.code for one in steps.screens(begun.values)]
    return {
        "screen": asked, "form": ScreenForm(asked, begun.values), "n": line.index(asked.code) + 1,
        "of": steps.how_many(begun.values, begun.done),
        "files": [one for one in begun.files if one["field"] in asked.names], "first": asked is steps.FIRST,
        "to": request.GET.get("to", ""), "saved": [f"tell-{code}" for code in begun.done if code != asked.code],
    }  # fmt: skip


def _answered(request: HttpRequest, code: str) -> HttpResponse:
    try:
        with drafts.changing(request) as begun:
            asked = None if begun.filed else steps.screen_of(begun.values, code)
            if asked:
                _take(request, begun, asked)
    except NoRoom:
        return _on_one_page(request)
    if begun.filed:
        return _receipt(request, begun)
    if asked is None:
        raise Http404
    return redirect(_onward(request, begun, code))


def _take(request: HttpRequest, begun: Begun, asked: Screen) -> None:
    """Put the answers of one screen into the draft."""
    for name in (*asked.names, *asked.more):
        if name in FILE_FIELDS:
            _bring(request, begun, name)
        elif name in request.POST:
            begun.values[name] = request.POST[name]
    drafts.drop(begun, request.POST.get("drop", ""))
    begun.done = [*(code for code in begun.done if code != asked.code), asked.code]


def _bring(request: HttpRequest, begun: Begun, name: str) -> None:
    for refused in drafts.attach(request, begun, name, request.FILES.getlist(name)):
        messages.warning(
            request,
            gettext(
                "“%s”没有收下：一次最多 10 个，每个不超过 20 MB。可以截短、拍照，或者登记后用“补充材料”再传。"
            )
            % refused,
        )


def _onward(request: HttpRequest, begun: Begun, code: str) -> str:
    """Where the pressed button leads."""
    if "drop" in request.POST:
        return reverse("tell-screen", args=[code])
    if request.POST.get("go") == "back":
        return reverse("tell-screen", args=[steps.before(begun.values, code)])
    # Another answer to whose matter it is may bring questions that were not asked yet.
    back_to_check = request.POST.get("to") == steps.CHECK and code != steps.WHOSE.code
    onward = steps.CHECK if back_to_check else steps.after(begun.values, code)
    return reverse("tell-check") if onward == steps.CHECK else reverse("tell-screen", args=[onward])


def _on_one_page(request: HttpRequest) -> HttpResponse:
    """Where no draft can be kept, for want of cookies or of room: all questions on one page, with what was told."""
    begun = drafts.found(request)
    shown = {
        "form": FileForm(initial={**(begun.values if begun else {}), **request.POST.dict()}),
        "no_draft": True,
        "request_key": drafts.Begun().key,
    }
    return render(request, "channels/file.html", shown)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more, and the button whose pressing is the filing (条例 第十九条、第二十二条)."""
    if request.method == "POST":
        return _file(request)
    begun = drafts.found(request)
    if begun is None:
        return redirect("tell")
    return _receipt(request, begun) if begun.filed else _check(request, begun)


def _check(request: HttpRequest, begun: Begun, status: int = 200) -> HttpResponse:
    values = steps.asked(begun.values)
    form = RegisterForm(values, _names_only(begun))
    valid = form.is_valid()
    lines = [(one, _lines(one, begun)) for one in steps.screens(begun.values)]
    shown = {
        "lines": lines, "valid": valid, "form": form, "of": len(lines) + 1, "pressed": status != 200,
        "aside": [(RegisterForm.base_fields[name].label, typed) for name, typed in form.aside.items()],
        "saved": [f"tell-{code}" for code in begun.done], "back": steps.before(begun.values, steps.CHECK),
    }  # fmt: skip
    return render(request, "channels/check.html", shown, status=status)


def _lines(asked: Screen, begun: Begun) -> list[tuple[Any, Any]]:
    """What was answered on one screen, in words: an empty list for nothing."""
    form = ScreenForm(asked, begun.values)
    told = [(box.label, _word(box.field, begun.values.get(box.name, ""))) for box in (*form.main, *form.more)]
    named = [one["name"] for one in begun.files if one["field"] in asked.names]
    # What the screen's own question says already is not said twice.
    lines = [("" if str(label) in str(asked.title) else label, word) for label, word in told if word]
    return lines + [("", name) for name in named]


def _word(field: Any, value: str) -> Any:
    """The chosen answer's own words; of a typed one, what was typed."""
    choices: dict[str, Any] = {}
    for key, label in getattr(field.widget, "choices", ()):
        choices.update(dict(label) if isinstance(label, list | tuple) else {key: label})
    return (choices.get(value, value) or value) if value else ""


def _file(request: HttpRequest) -> HttpResponse:
    """Register once, however often it is pressed: the draft is locked, and gone when its filing is there."""
    with transaction.atomic():
        begun = drafts.locked(request)
        if begun is None:
            return redirect("tell")
        if not begun.filed:
            form = RegisterForm(steps.asked(begun.values), _relevant(begun, drafts.uploads(request, begun)))
            if not form.is_valid():
                return _check(request, begun, 422)
            begun.filed = str(register(form, ANYONE, begun.key))
            drafts.finish(request, UUID(begun.filed))
    return _receipt(request, begun)


def _receipt(request: HttpRequest, begun: Begun) -> HttpResponse:
    """To the receipt of what this draft became. From here the browser forgets the secret when it is closed."""
    filing = UUID(begun.filed)
    hold(request, filing, PROVEN)
    response = redirect("receipt", filing)
    drafts.keep(response, drafts.secret_of(request), for_the_visit=True)
    return response


def _relevant(
    begun: Begun, files: MultiValueDict[str, UploadedFile[Any]]
) -> MultiValueDict[str, UploadedFile[Any]]:
    """Without the files of a way not taken, e.g. the authority of somebody who speaks for themselves after all."""
    names = {name for one in steps.screens(begun.values) for name in one.names}
    return MultiValueDict({name: brought for name, brought in files.lists() if name in names})


def _names_only(begun: Begun) -> MultiValueDict[str, UploadedFile[Any]]:
    """The files by name, to see whether the telling has any content, without opening them."""
    listed: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict()
    for one in begun.files:
        listed.appendlist(one["field"], SimpleUploadedFile(one["name"], b""))
    return _relevant(begun, listed)


@csrf_exempt
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Throw the draft away at once."""
    drafts.forget(request)
    messages.success(request, _("草稿已经清掉。"))
    response = redirect("home")
    response.delete_cookie(drafts.COOKIE, path=drafts.PATH)
    return response
