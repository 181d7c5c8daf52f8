"""Texts by any provider's HTTP interface, described by settings instead of by code.

``SUNSHINE_SMS_URL``      where a text is handed over
``SUNSHINE_SMS_METHOD``   POST (default), PUT or GET
``SUNSHINE_SMS_BODY``     what is sent: a JSON object or ``a=b&c=d``, with {phone}, {text} and {id}
``SUNSHINE_SMS_HEADERS``  a JSON object of headers, which may hold the provider's secret
``SUNSHINE_SMS_SUCCESS``  what the answer must hold, as ``code=OK`` or ``result.status=0`` (default: any 2xx)
``SUNSHINE_SMS_TIMEOUT``  seconds (default 10)
"""

from __future__ import annotations

import json
import re
import ssl
from functools import cache, reduce
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import httpx
from django.conf import settings

from sunshine.foundation.notices.adapters import Undelivered

HOLE = re.compile(r"\{(phone|text|id)\}")


class HttpGateway:
    """Hands texts to the provider that the settings describe. The same id may come twice: it is the idempotency key."""

    rings = True

    def send(self, message_id: UUID, phone: str, text: str) -> str:
        """Raises Undelivered when the provider does not answer or does not say that it took the text."""
        set_ = settings.SUNSHINE_SMS
        values = {"phone": phone, "text": text, "id": str(message_id)}
        filled = _filled(set_["method"], set_["body"], values)
        headers = {**json.loads(set_["headers"] or "{}"), "Idempotency-Key": str(message_id)}
        try:
            answer = httpx.request(
                set_["method"], set_["url"], headers=headers, timeout=float(set_["timeout"]),
                verify=_trusted(), **filled,
            )  # fmt: skip
        except httpx.HTTPError as error:
            raise Undelivered(type(error).__name__) from error
        if not answer.is_success or not _took(answer, set_["success"]):
            raise Undelivered(f"HTTP {answer.status_code}")
        return f"HTTP {answer.status_code}"


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities trusted, read once: reading them costs more than everything else about a text."""
    return httpx.create_ssl_context()


def _filled(method: str, body: str, values: dict[str, str]) -> dict[str, Any]:
    """How the body goes to httpx. Values are put into the parsed body, so that no text can break out of its place."""
    if body.lstrip().startswith('{"'):
        return {"json": _put(json.loads(body), values)}
    fields = {name: _put(value, values) for name, value in parse_qsl(body, keep_blank_values=True)}
    return {"params": fields} if method == "GET" else {"data": fields}


def _put(node: Any, values: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {name: _put(item, values) for name, item in node.items()}
    if isinstance(node, list):
        return [_put(item, values) for item in node]
    return HOLE.sub(lambda hole: values[hole.group(1)], node) if isinstance(node, str) else node


def _took(answer: httpx.Response, wanted: str) -> bool:
    if not wanted:
        return True
    path, _, value = wanted.partition("=")
    try:
        found = reduce(lambda node, name: node[name], path.split("."), answer.json())
    except (ValueError, KeyError, TypeError):
        return False
    return str(found) == value
