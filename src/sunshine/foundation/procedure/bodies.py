"""Request bodies of moves: read from JSON or a form, described as JSON Schema; both follow the move's Django form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.procedure.examples import example
from sunshine.foundation.procedure.forms import FactsForm
from sunshine.foundation.procedure.problems import Errors, Invalid, Malformed, Unsupported
from sunshine.foundation.procedure.table import Move, Words

DEEPEST = 8  # levels of nesting; a body needs three
LONGEST_KEY = 64  # characters of a request key
FORM_TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")
JSON_TYPES = ("application/json", "text/json")


@dataclass(frozen=True, slots=True)
class Body:
    """What came: plain values by name, rows by key, files by field."""

    values: dict[str, Any]
    files: Mapping[str, list[UploadedFile[Any]]] = field(default_factory=dict)

    def pop(self, name: str, kind: type, words: Words) -> Any:
        """Take one value of this very type out, ``None`` if it is missing. Raises Invalid for any other type."""
        value = self.values.pop(name, None)
        if value is not None and type(value) is not kind:
            raise Invalid({name: [words]})
        return value


def read(request: HttpRequest) -> Body:
    """The body, whichever way it was sent. Raises Malformed, Unsupported or RequestDataTooBig."""
    if request.content_type in FORM_TYPES:
        return _read_form(request)
    if request.content_type not in JSON_TYPES and _sent_something(request):
        raise Unsupported
    try:
        values = json.loads(request.body or b"{}", parse_constant=_refuse)
        values = _clean(values, DEEPEST)
    except RequestDataTooBig:
        raise
    except (ValueError, RecursionError, OSError) as error:
        raise Malformed from error
    if not isinstance(values, dict):
        raise Malformed
    return Body(values)


def _sent_something(request: HttpRequest) -> bool:
    return (
        request.headers.get("Content-Length") not in {None, "", "0"} or "Transfer-Encoding" in request.headers
    )


def _read_form(request: HttpRequest) -> Body:
    try:
        values = {name: _one_or_many(request.POST.getlist(name)) for name in request.POST}
        files = {name: request.FILES.getlist(name) for name in request.FILES}
    except RequestDataTooBig:
        raise
    except (MultiPartParserError, SuspiciousOperation, OSError) as error:
        raise Malformed from error
    for name in {"rows", "stage_seq"} & values.keys():
        values[name] = _inner(values[name])
    return Body(values, files)


def _inner(text: Any) -> Any:
    """A part of a form that is itself JSON."""
    try:
        return _clean(json.loads(text, parse_constant=_refuse), DEEPEST)
    except (TypeError, ValueError, RecursionError) as error:
        raise Malformed from error


def _one_or_many(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _clean(value: Any, depth: int) -> Any:
    """Lone surrogates, which no database or file keeps, become question marks. Raises ValueError when nested too deep."""
    if depth < 0:
        raise ValueError("nested too deep")
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_clean(one, depth - 1) for one in value]
    if isinstance(value, dict):
        return {_clean(name, depth): _clean(one, depth - 1) for name, one in value.items()}
    return value


def request_key(request: HttpRequest, *, shortest: int = 1) -> str | None:
    """The ``Idempotency-Key``. Raises Invalid when it is longer than 64 or shorter than asked for."""
    key: str | None = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not (shortest <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        words = _("提交编号要 %(least)s 到 64 个字符，只用字母、数字和符号。") % {"least": shortest}
        raise Invalid({"Idempotency-Key": [words]})
    return key


# --- values for a Django form -----------------------------------------------------------------------------


def form_data(form: type[FactsForm], values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Values as the form's fields read them. Raises Invalid for unknown names and for values of another type."""
    fields = form.base_fields
    errors: dict[str, list[Words]] = {
        prefix + name[:64]: [_("没有这一项。")] for name in values if name not in fields
    }
    data: dict[str, Any] = {}
    for name, value in values.items():
        if name in fields and value is not None:
            data[name] = _as_text(value, lines=name in form.line_fields)
            if data[name] is None or isinstance(fields[name], forms.FileField):
                errors[prefix + name] = [_("内容的类型不对。")]
    if errors:
        raise Invalid(errors)
    return data


def _as_text(value: Any, *, lines: bool) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and lines and all(isinstance(one, str) for one in value):
        return "\n".join(" ".join(one.split()) for one in value)
    return str(value) if type(value) is int else None


def lenient_data(form: type[FactsForm], values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Values for a form that refuses nothing, and the names it has no place for. Odd values arrive as their JSON."""
    data: dict[str, Any] = {}
    for name, value in values.items():
        if name in form.base_fields and value is not None:
            text = _as_text(value, lines=name in form.line_fields)
            data[name] = json.dumps(value, ensure_ascii=False) if text is None else text
    return data, sorted(name[:LONGEST_KEY] for name in values.keys() - form.base_fields.keys())


def form_errors(form: forms.Form, prefix: str = "") -> Errors:
    """A form's errors by field; those of the whole form under the prefix alone."""
    named = {name: list(errors) for name, errors in form.errors.items()}
    return {prefix + ("" if name == "__all__" else name): errors for name, errors in named.items()}


# --- JSON Schema ------------------------------------------------------------------------------------------


def request_body(move: Move, *, extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The OpenAPI request body of a move; also as multipart where it takes files."""
    schema = object_schema(move.facts)
    if move.each:
        rows = {
            "type": "object",
            "additionalProperties": object_schema(move.each.form),
            "description": move.each.name,
        }
        schema["properties"]["rows"] = rows
        schema["required"] = [*schema.get("required", []), "rows"]
    schema["properties"] |= extra or {}
    body = _body(schema)
    if has_files(move.facts):
        body["content"]["multipart/form-data"] = {"schema": schema}
    return body


def json_body(form: type[FactsForm]) -> dict[str, Any]:
    """The OpenAPI request body of a form that is no move's."""
    return _body(object_schema(form))


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    plain = without_files(schema)
    content = {"application/json": {"schema": plain, "example": example(plain)}}
    return {"content": content, "required": bool(schema.get("required"))}


def has_files(form: type[FactsForm]) -> bool:
    """Whether the form takes files, and so a multipart body."""
    return any(isinstance(one, forms.FileField) for one in form.base_fields.values())


def without_files(schema: dict[str, Any]) -> dict[str, Any]:
    """The same without what JSON cannot carry."""
    kept = {
        name: one
        for name, one in schema["properties"].items()
        if one.get("items", {}).get("format") != "binary"
    }
    return schema | {"properties": kept}


def object_schema(form: type[FactsForm], fields: Mapping[str, forms.Field] | None = None) -> dict[str, Any]:
    """JSON Schema of a form, read off its fields, or off those of one asked here and now.

    Titles stay lazy, so that they speak the reader's language.
    """
    asked = form.base_fields if fields is None else fields
    properties = {name: _field_schema(form, name, one) for name, one in asked.items()}
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    required = [name for name, one in asked.items() if one.required]
    return schema | ({"required": required} if required else {})


def _field_schema(form: type[FactsForm], name: str, one: forms.Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": one.label, **_type_of(form, name, one)}
    if one.help_text:
        schema["description"] = one.help_text
    codes = _codes(one)
    if codes and isinstance(one, forms.MultipleChoiceField):
        schema["items"] = {"type": "string", "oneOf": codes}
    elif codes:
        schema["oneOf"] = codes
    if getattr(one, "max_length", None):
        schema["maxLength"] = one.max_length  # type: ignore[attr-defined]
    return schema


def _type_of(form: type[FactsForm], name: str, one: forms.Field) -> dict[str, Any]:
    if isinstance(one, forms.FileField):
        return {"type": "array", "items": {"type": "string", "format": "binary"}}
    if isinstance(one, forms.TypedChoiceField) and one.coerce is int:
        return {"type": "integer"}
    if name in form.line_fields:
        return {"type": ["array", "string"], "items": {"type": "string"}}
    return {"type": "string", "format": "uuid"} if isinstance(one, forms.UUIDField) else {"type": "string"}


def _codes(one: forms.Field) -> list[dict[str, Any]]:
    """The codes a field offers, with their names."""
    choices = getattr(one, "choices", None) or getattr(one.widget, "choices", None) or []
    found: list[tuple[Any, Any]] = []
    for code, label in choices:
        found += label if isinstance(label, list | tuple) else [(code, label)]
    return [{"const": code, "title": label} for code, label in found]
