"""Asking everything there is to ask: every address of the URLconf, every move of the tables, every box to type in.

Nothing here names a page: addresses come from the URLconf, moves from the procedure tables, so what is new is asked by
itself. What cannot be filled in fails loudly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.procedure.table import procedure

# Slugs and texts in addresses that are not ids; whatever an address takes, it is asked with each of them.
WORDS = ("unit", "register", "confirm")

# Not asked, each for a reason of its own.
LEFT_OUT = {
    "verify-code": "whoever holds a document's code holds the document, which says more than the page",
    "administration-chain": "random ids and hashes, whole for all: with a family left out, two copies would tell which",
    "mfa_activate_totp": "a new secret each time",
    "mfa_add_webauthn": "a new challenge each time",
    "sign-out": "ends the session by which the rest is asked",
    "account-leave": "ends the session by which the rest is asked",
    "account-sessions": "ends the session by which the rest is asked",
}


@dataclass(frozen=True)
class Hidden:
    """A report, and all by which somebody could ask for it or come upon it."""

    ids: Sequence[UUID]
    members: Mapping[UUID, str]  # the kind of each subject of the family
    typed: Sequence[str]  # its number, words of it, whoever told it


@dataclass(frozen=True)
class Probe:
    """One request."""

    name: str
    method: str
    path: str
    said: tuple[tuple[str, str], ...] = ()
    program: bool = False
    verb: bool = False  # a move on a member of the family

    @property
    def open_to_all(self) -> bool:
        """Whether nobody needs to sign in for it, so that who asks makes no difference."""
        return (
            not self.path.startswith(("/desk/", "/ledger/", "/api/v1/", "/entrance/"))
            or "openapi" in self.name
        )


def addresses(
    resolver: URLResolver | None = None, space: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every address of the site by its name, with what it takes."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.pattern.converters
        else:
            yield from addresses(pattern, f"{pattern.namespace}:" if pattern.namespace else space)


def probes(hidden: Hidden) -> list[Probe]:
    """Every request: each address with each of the report's ids, each move on each member, each box with each word."""
    asked = [one for name, taken in addresses() for one in _asked(name, taken, hidden)]
    return [*asked, *_typed(hidden), *_moves(hidden)]


def _asked(name: str, taken: Mapping[str, Any], hidden: Hidden) -> Iterator[Probe]:
    if name in LEFT_OUT:
        return
    program = name.startswith("api:")
    kind = name.removeprefix("api:").partition("_")[0] if program else ""
    of_kind = [pk for pk, one in hidden.members.items() if one == kind]
    values = [_values(key, one, hidden, of_kind) for key, one in taken.items()]
    for n in range(max(map(len, values), default=1)):
        chosen = {key: str(found[n % len(found)]) for key, found in zip(taken, values, strict=True)}
        path = reverse(name, kwargs=chosen)
        for method in ("POST",) if of_kind else ("GET", "POST"):
            yield Probe(name, method, path, program=program, verb=bool(of_kind))


def _values(key: str, converter: Any, hidden: Hidden, of_kind: Sequence[UUID]) -> Sequence[Any]:
    """What stands in an address in this place; the API's ids are texts, and its verbs are those of one kind."""
    if isinstance(converter, IntConverter):
        return (1,)
    if isinstance(converter, UUIDConverter) or key in {"id", "paper"}:
        return of_kind or hidden.ids
    return WORDS


def _moves(hidden: Hidden) -> Iterator[Probe]:
    """Each move of each table on each member of its kind, by the page; the API's verbs are addresses."""
    for subject, kind in hidden.members.items():
        for move in procedure(kind).moves:
            yield Probe("move", "POST", reverse("move", args=[subject, move.code]), verb=True)


BOXES = {"find": "q", "queue": "place", "filed": "ground"}
FORMS = {
    "window-renew": {"checked": "id_card", "name": "张三丰", "id_number": "1234567"},
    "window-withdraw": {"reason": "solved", "checked": "id_card", "name": "张三丰", "id_number": "1234567"},
    "erasures": {"basis": "law", "approval": "某文号"},
    "find-person": {"purpose": "repeat"},
    "trace": {"code": "abcd1234abcd"},
}  # what is said beside the number or the person


def _typed(hidden: Hidden) -> Iterator[Probe]:
    for words in hidden.typed:
        for name, box in BOXES.items():
            yield Probe(name, "GET", reverse(name), ((box, words),))
        for name, beside in FORMS.items():
            yield Probe(name, "POST", reverse(name), (*beside.items(), ("number", words), ("person", words)))
        yield Probe("api:search", "GET", reverse("api:search"), (("q", words),), program=True)
        said = (("person", words), ("purpose", "repeat"))
        yield Probe("api:find_person", "POST", reverse("api:find_person"), said, program=True)
    for due in ("late", "soon"):
        yield Probe("queue", "GET", reverse("queue"), (("due", due),))
        yield Probe("export", "POST", reverse("export"), (("due", due),))


def ask(probe: Probe, client: Client, token: Mapping[str, str]) -> str:
    """What came back: status, where it leads, and all that was sent, with what is random made plain."""
    response: Any
    if probe.program:
        sent: Any = Client(raise_request_exception=False)
        if probe.method == "POST":
            response = sent.post(probe.path, dict(probe.said), "application/json", headers=token)
        else:
            response = sent.get(probe.path, dict(probe.said), headers=token)
    else:
        act: Any = client.post if probe.method == "POST" else client.get
        response = act(probe.path, dict(probe.said))
    sent_back: bytes = response.getvalue() if response.streaming else response.content
    said = (
        f"{response.status_code} {response.get('Location', '')} {response.get('Content-Disposition', '')}\n"
    )
    return plain(said + sent_back.decode(errors="replace"))


RANDOM = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"(csrfmiddlewaretoken|csrf-token|nonce)([^>]*?)(value|content)?=\"?[0-9A-Za-z+/=_-]{16,}"), "TOKEN"),
    (re.compile(r"[0-9a-f]{32,64}"), "HASH"),
    (re.compile(r"/desk/calendar/[0-9A-Za-z_-]{43}"), "FEED"),
    (re.compile(r"nonce-[0-9A-Za-z+/=_-]+"), "NONCE"),
)  # fmt: skip


def plain(text: str) -> str:
    """A page without ids, tokens and hashes, which differ each time anyway."""
    for pattern, name in RANDOM:
        text = pattern.sub(name, text)
    return text


def members_of(petition: UUID) -> dict[UUID, str]:
    """The family of a petition, by kind."""
    return dict(Subject.objects.filter(root=petition).values_list("pk", "kind"))
