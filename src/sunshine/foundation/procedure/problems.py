"""What went wrong, told to programs: problem+json (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.sealing import Erased
from sunshine.foundation.offices.directory import NotSetUp, directory
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.perform import Conflict, Mismatch, Unseen
from sunshine.foundation.procedure.table import Words, procedure

MEDIA_TYPE = "application/problem+json"
Errors = Mapping[str, list[Words]]


class Problem(Schema):
    """RFC 9457. ``by``, ``when`` and ``what`` say who moved the matter on; ``errors`` name fields."""

    type: str
    title: str
    status: int
    detail: str
    by: str | None = None
    when: str | None = None
    what: str | None = None
    errors: dict[str, list[str]] | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of problem; its ``type`` is ``#code`` on the API's own page."""

    code: str
    status: int
    title: Words


MALFORMED = Fault("malformed", 400, _("内容读不懂"))
CREDENTIAL = Fault("credential", 401, _("没有有效的凭据"))
FORBIDDEN = Fault("forbidden", 403, _("不能由您办理"))
UNSEEN = Fault("unseen", 404, _("没有找到"))
METHOD = Fault("method", 405, _("这个地址不这样用"))
CONFLICT = Fault("conflict", 409, _("别人刚刚办过"))
REFUSED = Fault("refused", 409, _("现在不能办"))
ERASED = Fault("erased", 410, _("内容已依法清除"))
TOO_LARGE = Fault("too-large", 413, _("内容太大"))
UNSUPPORTED = Fault("unsupported", 415, _("内容的格式不对"))
INVALID = Fault("invalid", 422, _("有内容需要修改"))
MISMATCH = Fault("mismatch", 422, _("提交编号用过了"))
TOO_MANY = Fault("too-many", 429, _("试得太多"))
BROKEN = Fault("broken", 500, _("系统出了点问题"))
NOT_SET_UP = Fault("not-set-up", 503, _("还没有设置好"))

FAULTS = (
    MALFORMED, CREDENTIAL, FORBIDDEN, UNSEEN, METHOD, CONFLICT, REFUSED, ERASED, TOO_LARGE, UNSUPPORTED, INVALID, MISMATCH,
    TOO_MANY, BROKEN, NOT_SET_UP,
)  # fmt: skip
# What is wrong with the site itself may meet any operation and is no part of what one promises.
DOCUMENTED = {fault.status: Problem for fault in FAULTS if fault not in {METHOD, BROKEN, NOT_SET_UP}}

_UNREADABLE = _("内容不是可读的 JSON 对象或表单。")
_WITHOUT_ADDRESS = _("没有这个地址。")
_TOO_LARGE = _("文字最多 30 MB；文件请分几次补充。")
_BY_STATUS: Mapping[int, tuple[Fault, Words]] = {
    403: (FORBIDDEN, _("不能由您办理。")),
    404: (UNSEEN, _WITHOUT_ADDRESS),
    405: (METHOD, _("这个地址不接受这种方法；可用的方法见 Allow。")),
    413: (TOO_LARGE, _TOO_LARGE),
}
_FAULTY = _("没有办成一半的事：要么已经登记，要么什么都没有发生。请带上请求编号联系管理员。")


def by_status(status: int) -> tuple[Fault, Words]:
    """The fault that a bare status stands for, with its words."""
    if status >= 500:
        return BROKEN, _FAULTY
    return _BY_STATUS.get(status, (MALFORMED, _UNREADABLE))


class Malformed(Exception):
    """The request's body cannot be read at all."""


class Unsupported(Exception):
    """The request's body is neither JSON nor a form."""


class Invalid(Exception):
    """Fields that must be mended, by name (``rows.KEY.field`` inside a row); ``""`` is the whole."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(errors)
        self.errors = errors


def answer(fault: Fault, detail: Words, **more: Any) -> HttpResponse:
    """The response for one fault."""
    body = {
        "type": f"/api/v1/docs#{fault.code}",
        "title": fault.title,
        "status": fault.status,
        "detail": detail,
    }
    return HttpResponse(
        json.dumps(body | more, cls=DjangoJSONEncoder), status=fault.status, content_type=MEDIA_TYPE
    )


def conflict(step: Step, *, names: bool) -> HttpResponse:
    """Somebody was first: which unit, by which officer (told to officers only), when, with which move."""
    by = " ".join(
        filter(None, [directory().name(step.unit_id), step.officer.label if names and step.officer else ""])
    )
    move = procedure(step.subject.kind).by_code[step.move].name
    return answer(
        CONFLICT,
        _("别人刚刚办过这件事项，请看最新情况后再决定。"),
        by=by or _("系统"),
        when=step.at,
        what=move,
    )


def install(api: NinjaAPI) -> None:
    """Let this API answer every refusal with a problem."""
    for raised, handler in _HANDLERS.items():
        api.add_exception_handler(raised, handler)


def _credential(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = answer(CREDENTIAL, _("请带上有效的令牌，或者编号对应的查询码。"))
    response["WWW-Authenticate"] = "Bearer"
    return response


def _conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    actor = getattr(request, "auth", None)
    return conflict(error.step, names=bool(getattr(actor, "officer", None)))


def _invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
    whole = error.errors.get("")
    return answer(INVALID, whole[0] if whole else _("请按提示修改后再提交。"), errors=dict(error.errors))


def _parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = {".".join(map(str, one["loc"][1:])): [one["msg"]] for one in error.errors}
    return answer(INVALID, _("请按提示修改后再提交。"), errors=errors)


_HANDLERS: dict[type[Exception], Any] = {
    Malformed: lambda request, error: answer(MALFORMED, _UNREADABLE),
    Unsupported: lambda request, error: answer(
        UNSUPPORTED, _("请用 application/json 或 multipart/form-data 提交。")
    ),
    RequestDataTooBig: lambda request, error: answer(TOO_LARGE, _TOO_LARGE),
    AuthenticationError: _credential,
    Forbidden: lambda request, error: answer(FORBIDDEN, error.words),
    Unseen: lambda request, error: answer(UNSEEN, _("没有这件事项，或者您无权查看。")),
    Http404: lambda request, error: answer(UNSEEN, _WITHOUT_ADDRESS),
    Conflict: _conflict,
    Mismatch: lambda request, error: answer(MISMATCH, error.words),
    Refused: lambda request, error: answer(REFUSED, error.words),
    NotSetUp: lambda request, error: answer(
        NOT_SET_UP, _("这个网站还没有设置单位，暂时不能登记。没有保存任何内容。")
    ),
    Erased: lambda request, error: answer(ERASED, _("这件事项的内容已依法清除，只留下办过什么。")),
    Invalid: _invalid,
    ValidationError: _parameters,
}
