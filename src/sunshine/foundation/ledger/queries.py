"""Reading sealed contents and the chain's tail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from sunshine.foundation.ledger.models import Content, Subject
from sunshine.foundation.ledger.sealing import Unreadable, content_place, unsalted, unseal, unwrap
from sunshine.foundation.prepared import Prepared, prepared

Words = Mapping[tuple[UUID, int, str], str]
COLUMNS = ("subject__root_id", "subject_id", "subject__key", "seq", "name", "sealed")


def words_of(root: UUID) -> Words:
    """Every sealed text of a root's family, opened, by (subject, seq, name). Erased ones are left out. One statement."""
    return {(row.subject, row.seq, row.name): row.text for row in _open(_sealed(root))}


@prepared
def _sealed(root: UUID) -> QuerySet[Content, Any]:
    return Content.objects.filter(subject__root=root).values_list(*COLUMNS)


def words_of_all(subjects: Iterable[UUID]) -> Words:
    """Every sealed text of these subjects, opened. One statement."""
    rows = _opened(Content.objects.filter(subject__in=list(subjects)))
    return {(row.subject, row.seq, row.name): row.text for row in rows}


def words_named(subjects: Iterable[UUID], name: str) -> Mapping[UUID, str]:
    """One named text for each of these subjects. One statement."""
    return {
        row.subject: row.text
        for row in _opened(Content.objects.filter(subject__in=list(subjects), name=name))
    }


def words_by_root(roots: Iterable[UUID], name: str) -> Mapping[UUID, str]:
    """The text of this name in each family, as lists of envelopes need it: the first member's, as last corrected. One statement."""
    first: dict[UUID, Opened] = {}
    for row in _open(_named(name)(list(roots))):
        if first.setdefault(row.root, row).subject == row.subject:
            first[row.root] = row
    return {root: row.text for root, row in first.items()}


@cache
def _named(name: str) -> Prepared:
    def build(roots: list[UUID]) -> QuerySet[Content, Any]:
        return (
            Content.objects.filter(subject__root__id__any=roots, name=name)
            .order_by("id")
            .values_list(*COLUMNS)
        )

    return prepared(build)


def opened_texts(roots: Iterable[UUID], names: frozenset[str] | None = None) -> Iterator[Opened]:
    """The texts of these families, in the order they were said, ``demand@2`` among those named ``demand``. One statement."""
    return _open(_texts(names)(list(roots)))


@cache
def _texts(names: frozenset[str] | None) -> Prepared:
    which = Q(name__regex=f"^({'|'.join(sorted(names))})(@|$)") if names else Q()

    def build(roots: list[UUID]) -> QuerySet[Content, Any]:
        rows = Content.objects.filter(which, subject__root__id__any=roots)
        return rows.order_by("subject", "seq", "name").values_list(*COLUMNS)

    return prepared(build)


def words_at(subject: UUID, seq: int) -> Mapping[str, str]:
    """The texts of one step by name."""
    return {row.name: row.text for row in _opened(Content.objects.filter(subject=subject, seq=seq))}


def words_of_steps(subjects: Iterable[UUID], name: str) -> Mapping[tuple[UUID, int], str]:
    """Every text of this name of these subjects, by (subject, seq). One statement."""
    rows = _opened(Content.objects.filter(subject__in=list(subjects), name=name))
    return {(row.subject, row.seq): row.text for row in rows}


class Opened(NamedTuple):
    """One sealed text, opened, and where it lies."""

    root: UUID
    subject: UUID
    seq: int
    name: str
    text: str


def _opened(rows: QuerySet[Content]) -> Iterator[Opened]:
    return _open(rows.values_list(*COLUMNS))


def _open(rows: Iterable[tuple[Any, ...]]) -> Iterator[Opened]:
    keys: dict[UUID, bytes | None] = {}
    for root, subject, wrapped, seq, name, sealed in rows:
        if subject not in keys:
            keys[subject] = _key(subject, wrapped)
        key = keys[subject]
        if key:
            plain = unseal(key, bytes(sealed), content_place(subject, seq, name))
            yield Opened(root, subject, seq, name, unsalted(plain))


def _key(subject: UUID, wrapped: bytes | None) -> bytes | None:
    try:
        return unwrap(subject, wrapped)
    except Unreadable:
        return None


def subject_key(subject: UUID) -> bytes:
    """The data key of one subject, for whoever seals files or papers with it. Raises Unreadable after erasure."""
    return unwrap(subject, Subject.objects.values_list("key", flat=True).get(pk=subject))
