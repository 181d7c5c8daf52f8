"""The one list builder: scope, facets, keyset pages. No list counts exactly, and none costs more on a deep page."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

M = TypeVar("M", bound=Model)
SIZE = 20


@dataclass(frozen=True)
class Facet:
    """One filter. ``choices`` are (value, label); ``where`` turns a chosen value into a condition."""

    name: str
    label: Any
    choices: Callable[[], Sequence[tuple[str, Any]]]
    where: Callable[[str], Q]


@dataclass(frozen=True)
class Chosen:
    """A facet with the value the reader chose, empty for none."""

    facet: Facet
    value: str

    @property
    def options(self) -> SafeString:
        """The choices as a select shows them."""
        return _options(tuple((value, str(label)) for value, label in self.facet.choices()), self.value)


@lru_cache(1000)
def _options(choices: Sequence[tuple[str, str]], chosen: str) -> SafeString:
    marked = ((value, " selected" if value == chosen else "", label) for value, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)


@dataclass(frozen=True)
class Page(Generic[M]):
    """One page of a list and the way to the next."""

    rows: Sequence[M]
    facets: Sequence[Chosen]
    next: str  # query string of the next page, or empty
    first: str  # query string of the first page, or empty when this is it
    here: str  # query string of this very page

    @property
    def filtered(self) -> bool:
        return any(chosen.value for chosen in self.facets)


def page(
    rows: QuerySet[M],
    facets: Sequence[Facet],
    params: Mapping[str, str],
    order: Sequence[str],
    keep: Mapping[str, str] | None = None,
    size: int = SIZE,
) -> Page[M]:
    """One page of a scoped queryset. Unknown values of facets and broken cursors are ignored, never an error.

    ``order`` are field names, ``-`` for descending, the last one unique; it is the keyset. ``keep`` are other
    parameters that belong to the list and stay in its links.
    """
    rows, chosen = narrowed(rows, facets, params)
    after = _read(params.get("after", ""), rows, order)
    if after:
        rows = rows.filter(_beyond(order, after))
    found = list(rows.order_by(*order)[: size + 1])
    kept = dict(keep or {}) | {one.facet.name: one.value for one in chosen if one.value}
    more = len(found) > size
    following = urlencode({**kept, "after": _cursor(found[size - 1], order)}) if more else ""
    here = urlencode(kept | ({"after": params["after"]} if after else {}))
    return Page(found[:size], chosen, following, ("?" + urlencode(kept)) if after else "", here)


def narrowed(
    rows: QuerySet[M], facets: Sequence[Facet], params: Mapping[str, str]
) -> tuple[QuerySet[M], list[Chosen]]:
    """The rows under the facets' chosen values, and the facets with them. Unknown values are ignored."""
    chosen = [Chosen(facet, _known(facet, params.get(facet.name, ""))) for facet in facets]
    for one in chosen:
        if one.value:
            rows = rows.filter(one.facet.where(one.value))
    return rows, chosen


def _known(facet: Facet, value: str) -> str:
    return value if value in {known for known, _ in facet.choices()} else ""


def _cursor(row: Model, order: Sequence[str]) -> str:
    values = [str(_value(row, name)) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _value(row: Any, name: str) -> Any:
    value = getattr(row, name.lstrip("-"))
    return value.isoformat() if hasattr(value, "isoformat") else value


def _read(cursor: str, rows: QuerySet[Any], order: Sequence[str]) -> list[Any]:
    """The values a cursor names, each as its field keeps it; none when it is not one of ours."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            return []
        return [_parsed(rows, name, value) for name, value in zip(order, values, strict=True)]
    except (ValueError, OverflowError, ValidationError, RecursionError):
        return []


def _parsed(rows: QuerySet[Any], name: str, value: Any) -> Any:
    """Raises ValueError or ValidationError for what the database would not take."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(name)
    name = name.lstrip("-")
    computed = rows.query.annotations.get(name)
    field: Any = computed.output_field if computed else rows.model._meta.get_field(name)
    parsed = _moment(value) if isinstance(field, DateTimeField) else field.to_python(value)
    field.run_validators(parsed)
    return parsed


def _moment(value: str) -> datetime:
    found = parse_datetime(value)
    if found is None or found.tzinfo is None:
        raise ValueError(value)
    return found.astimezone(UTC)


def _beyond(order: Sequence[str], after: Sequence[Any]) -> Q:
    """Rows after this one: (a, b) > (x, y) written out, so that an index on the order serves it."""
    beyond, equal = Q(), Q()
    for name, value in zip(order, after, strict=True):
        field, sign = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{field}__{sign}": value})
        equal &= Q(**{field: value})
    return beyond
