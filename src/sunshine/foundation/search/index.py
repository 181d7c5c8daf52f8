"""Making entries: what of a matter is searchable is declared by the room that owns its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.queries import Opened, opened_texts
from sunshine.foundation.search.models import Entry
from sunshine.foundation.search.tokens import VERSION, pieces, tokens

BATCH = 200
JOB = "sunshine.foundation.search.jobs.index"


@dataclass(frozen=True)
class Searchable:
    """What of one kind of matter is indexed: sealed texts by name (before any ``@``), and plain words such as numbers.

    ``leading`` are those a hit is shown by whose title says all the words.
    """

    title: str
    leading: frozenset[str]
    words: frozenset[str]
    plain: Callable[[UUID], list[str]]
    people: Callable[
        [Opened], list[str]
    ]  # by whom a text can be found, ``kind:value``; nothing for other texts


_declared: dict[str, Searchable] = {}


def declare(kind: str, searchable: Searchable) -> None:
    """Make matters of this kind searchable."""
    _declared[kind] = searchable


def searchable(kind: str) -> Searchable | None:
    """What was declared for this kind."""
    return _declared.get(kind)


@transaction.atomic
def index(root: UUID) -> None:
    """Make a matter's entry anew from what it says now; nothing for a kind nobody declared.

    The root stays locked meanwhile, so neither an older reading nor one from before an erasure is written over it.
    """
    subject = Subject.objects.select_for_update(no_key=True, of=("self",)).filter(pk=root).first()
    declared = searchable(subject.kind) if subject else None
    if subject is None or declared is None:
        return
    made = sorted({*_reach(subject), *_said(root, declared)})
    Entry.objects.bulk_create(
        [Entry(root_id=root, tokens=made, version=VERSION)],
        update_conflicts=True,
        unique_fields=["root"],
        update_fields=["tokens", "version"],
    )


def _reach(subject: Subject) -> Iterator[int]:
    """Who may come to see it: its members' units, its areas. They narrow a search early; scope alone decides."""
    units = Subject.objects.filter(root=subject.pk).values_list("unit_id", flat=True)
    yield from tokens("unit", {str(unit) for unit in units})
    yield from tokens("area", {subject.area[:digits] for digits in range(2, len(subject.area) + 1)})


def _said(root: UUID, declared: Searchable) -> Iterator[int]:
    words = {piece for text in declared.plain(root) for piece in pieces(text)}
    for text in opened_texts([root]):
        base = text.name.partition("@")[0]
        if base == declared.title:
            yield from tokens("title", pieces(text.text))
        if base in declared.words:
            words |= pieces(text.text)
        yield from tokens("person", declared.people(text))
    yield from tokens("word", words)


def forget(subjects: Sequence[UUID]) -> None:
    """Remove what these matters are found by, when they are erased."""
    Entry.objects.filter(pk__in=subjects).delete()


def restart() -> None:
    """Let every entry count as made by older rules, so that ``reindex`` makes all of them anew."""
    Entry.objects.update(version=0)


def reindex() -> Iterator[int]:
    """Make every entry that is missing or was made by other rules; yields how many so far.

    Each entry is whole or not there, so it can be stopped at any time and goes on where it was.
    """
    done, after = 0, UUID(int=0)
    waiting = Subject.objects.filter(kind__in=_declared).exclude(entry__version=VERSION)
    while batch := list(waiting.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        for root in batch:
            index(root)
        done, after = done + len(batch), batch[-1]
        yield done


def searchable_among(roots: Mapping[UUID, str]) -> list[UUID]:
    """Of these roots with their kinds, those that are indexed."""
    return [root for root, kind in roots.items() if kind in _declared]
