"""Reading sealed contents and the chain's tail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sunshine.foundation.ledger.models import Content, Subject
from sunshine.foundation.ledger.sealing import Unreadable, content_place, unsalted, unseal, unwrap

Words = Mapping[tuple[UUID, int, str], str]


def words_of(root: UUID) -> Words:
    """Every sealed text of a root's family, opened, by (subject, seq, name). Erased ones are left out. One statement."""
    return _open_all(Content.objects.filter(subject__root=root))


def words_named(subjects: Iterable[UUID], name: str) -> Mapping[UUID, str]:
    """One named text for each of these subjects, as lists need it. One statement."""
    rows = Content.objects.filter(subject__in=list(subjects), name=name)
    return {subject: text for (subject, _, _), text in _open_all(rows).items()}


def words_at(subject: UUID, seq: int) -> Mapping[str, str]:
    """The texts of one step by name."""
    rows = Content.objects.filter(subject=subject, seq=seq)
    return {name: text for (_, _, name), text in _open_all(rows).items()}


def _open_all(rows: object) -> dict[tuple[UUID, int, str], str]:
    keys: dict[UUID, bytes | None] = {}
    opened: dict[tuple[UUID, int, str], str] = {}
    columns = ("subject_id", "subject__key", "seq", "name", "sealed")
    for subject, wrapped, seq, name, sealed in rows.values_list(*columns):  # type: ignore[attr-defined]
        if subject not in keys:
            keys[subject] = _key(subject, wrapped)
        key = keys[subject]
        if key:
            opened[subject, seq, name] = unsalted(
                unseal(key, bytes(sealed), content_place(subject, seq, name))
            )
    return opened


def _key(subject: UUID, wrapped: bytes | None) -> bytes | None:
    try:
        return unwrap(subject, wrapped)
    except Unreadable:
        return None


def subject_key(subject: UUID) -> bytes:
    """The data key of one subject, for whoever seals files or papers with it. Raises Unreadable after erasure."""
    return unwrap(subject, Subject.objects.values_list("key", flat=True).get(pk=subject))
