"""The API /api/v1: every room's operations under one address, its OpenAPI document and its page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Router
from ninja.openapi.docs import DocsBase

from sunshine.foundation.procedure import problems
from sunshine.petitions.api import router as petitions
from sunshine.petitions.api import too_many_tries
from sunshine.petitions.credentials import TooManyTries
from sunshine.petitions.desk_api import router as desk
from sunshine.petitions.office_api import router as office


class Api(NinjaAPI):
    """Ninja, with the parts of the document it cannot know."""

    def get_openapi_schema(self, **kw: Any) -> Any:
        """The document in the reader's language; it costs a large part of a second, so it is made once."""
        return self._document(get_language())

    @cache  # noqa: B019 there is one API, and it lives as long as the process
    def _document(self, language: str | None) -> Any:
        """The document, with problems under their own media type and documents as what they are."""
        schema = super().get_openapi_schema()
        for path, methods in schema["paths"].items():
            for operation in methods.values():
                for status, response in operation["responses"].items():
                    if status >= 400:
                        response["content"] = {problems.MEDIA_TYPE: response["content"].popitem()[1]}
                    elif path.endswith("/papers/{paper}"):
                        response["content"] = {
                            "application/pdf": {"schema": {"type": "string", "format": "binary"}}
                        }
        return schema


class Page(DocsBase):
    """The human page of the API: its own operations, from its own document, with nothing from outside."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema()
        tags: dict[str, list[dict[str, Any]]] = {}
        for operation in _operations(schema):
            tags.setdefault(str(operation["tag"]), []).append(operation)
        return render(request, "web/api.html", {"tags": tags, "faults": problems.FAULTS})


def _operations(schema: Any) -> Iterator[dict[str, Any]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {})
            shown = next(reversed(body.values()))["schema"] if body else {}
            rows = shown.get("properties", {}).get("rows", {}).get("additionalProperties")
            yield {
                "method": method.upper(), "path": path, "id": operation["operationId"], "summary": operation["summary"],
                "description": operation.get("description", ""), "law": operation.get("x-law", ""),
                "tag": operation["tags"][0], "fields": list(_fields(shown)), "rows": list(_fields(rows or {})),
                "parameters": operation.get("parameters", []), "kinds": list(body),
            }  # fmt: skip


def _fields(schema: Any) -> Iterator[dict[str, Any]]:
    required = schema.get("required", [])
    for name, one in schema.get("properties", {}).items():
        if name != "rows":
            shown = one["type"][0] if isinstance(one["type"], list) else one["type"]
            yield {
                **one,
                "name": name,
                "required": name in required,
                "codes": one.get("oneOf", []),
                "shown": shown,
            }


elsewhere = Router()
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@elsewhere.api_operation(METHODS, "/{path:rest}", include_in_schema=False)
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address under the API answers as a program expects."""
    return problems.answer(problems.UNSEEN, _("没有这个地址。"))


api = Api(
    title="阳光信访 API", version="1", urls_namespace="api", docs=Page(),
    description="每个操作都来自同一张规程表，条文写在操作上。",
)  # fmt: skip
problems.install(api)
api.add_exception_handler(TooManyTries, too_many_tries)
for router in (petitions, desk, office, elsewhere):
    api.add_router("", router)
