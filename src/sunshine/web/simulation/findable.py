"""By what a simulated matter is found: the entry that ``search.index`` would make of it, from the words at hand."""

from __future__ import annotations

from collections.abc import Iterator

from sunshine.foundation.ledger.queries import Opened
from sunshine.foundation.procedure.bulk import Told
from sunshine.foundation.procedure.family import Family
from sunshine.foundation.search.index import Searchable, searchable
from sunshine.foundation.search.models import Entry
from sunshine.foundation.search.tokens import VERSION, pieces, tokens


def findable(told: Told) -> None:
    """Add the entries of its matters to its rows."""
    for family in told.history.families.values():
        declared = searchable(family.members[family.root].kind)
        if declared:
            found = sorted({*_reach(family), *_said(family, declared)})
            told.add({Entry: [{"root_id": family.root, "tokens": found, "version": VERSION}]})


def _reach(family: Family) -> Iterator[int]:
    area = family.members[family.root].area
    yield from tokens("unit", {str(one.unit) for one in family.members.values()})
    yield from tokens("area", {area[:digits] for digits in range(2, len(area) + 1)})


def _said(family: Family, declared: Searchable) -> Iterator[int]:
    words: set[str] = set()
    people: list[str] = []
    for filing in family.matter.filings.values():
        words |= pieces(filing.number) | pieces(filing.number.rpartition("-")[2].lstrip("0"))
    for (subject, seq, name), text in family.matter.words.items():
        base = name.partition("@")[0]
        if base == declared.title:
            yield from tokens("title", pieces(text))
        if base in declared.words:
            words |= pieces(text)
        people += declared.people(Opened(family.root, subject, seq, name, text))
    yield from tokens("person", people)
    yield from tokens("word", words)
