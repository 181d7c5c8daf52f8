"""Finding matters by their words or by a person: candidates by their tokens, and the check on the opened words.

Scope is asked in between, by whoever reads the candidates' rows: tokens only narrow, they decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from sunshine.foundation.ledger.queries import Opened, opened_texts
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.search.index import Searchable
from sunshine.foundation.search.models import Entry
from sunshine.foundation.search.tokens import asked, fold, token, tokens

PROVINCE = 2  # leading digits of a province's area
AROUND = 28  # characters shown before the first word found; twice as many after it

TITLE, WORDS = (
    0,
    1,
)  # the tiers of hits: all words in the title; all of them anywhere, but not all in the title


def candidates(actor: Actor, query: str, tier: int, after: UUID | None, most: int) -> list[UUID]:
    """Roots whose tokens agree with the query, newest first, below ``after``. Neither scope nor words are checked yet.

    One indexed statement on one table: joined to anything, a bad guess of how many agree costs a hundred times more.
    """
    words = asked(query)
    titled, said = tokens("title", words), tokens("word", words)
    found = _within_reach(actor)
    # Many rows are asked the first condition, so that it is the one few agree with.
    found = (
        found.filter(tokens__contains=titled)
        if tier == TITLE
        else found.filter(tokens__contains=said).exclude(tokens__contains=titled)
    )
    found = found.filter(root_id__lt=after) if after else found
    return list(found.order_by("-root_id").values_list("root_id", flat=True)[:most])


def _within_reach(actor: Actor) -> QuerySet[Entry]:
    """Entries worth asking scope about. Whoever reads a whole province is not narrowed at all."""
    if actor.area and len(actor.area) <= PROVINCE:
        return Entry.objects.all()
    reach = [token("unit", str(actor.unit)), *([token("area", actor.area)] if actor.area else ())]
    return Entry.objects.filter(tokens__overlap=reach)


def about(actor: Actor, person: Iterable[str], most: int) -> list[UUID]:
    """Roots a person found by any of these keys may appear in, newest first; scope and identity to be checked."""
    found = _within_reach(actor).filter(tokens__overlap=tokens("person", person))
    return list(found.order_by("-root_id").values_list("root_id", flat=True)[:most])


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a snippet; ``hit`` marks what was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter that truly says the words: its title, and where the words stand."""

    title: str
    snippet: Sequence[Part]


def checked(
    roots: Sequence[UUID], declared: Searchable, plain: Mapping[UUID, str], sought: Sequence[str], tier: int
) -> dict[UUID, Hit]:
    """Of these matters those that truly say every term. ``plain`` adds unsealed words.

    One statement; a second one where a title seemed to say them all and does not.
    """
    if tier == TITLE:
        hits = _saying(roots, declared, declared.leading, plain, sought)
        return hits | checked([root for root in roots if root not in hits], declared, plain, sought, WORDS)
    return _saying(roots, declared, declared.words, plain, sought) if roots else {}


def _saying(
    roots: Sequence[UUID],
    declared: Searchable,
    names: frozenset[str],
    plain: Mapping[UUID, str],
    sought: Sequence[str],
) -> dict[UUID, Hit]:
    """Those that say every term in the texts of these names."""
    said: dict[UUID, list[Opened]] = {}
    for text in opened_texts(roots, names):
        said.setdefault(text.root, []).append(text)
    found: dict[UUID, Hit] = {}
    for root in roots:
        texts = said.get(root, [])
        title = next((text.text for text in texts if text.name == declared.title), "")
        snippet = _snippet([text.text for text in texts], title, plain.get(root, ""), sought)
        if snippet is not None:
            found[root] = Hit(title, snippet)
    return found


def _snippet(texts: Sequence[str], title: str, plain: str, sought: Sequence[str]) -> list[Part] | None:
    """Where the terms stand, in words that say more than the title; nothing at all when one is nowhere."""
    folded = [fold(text) for text in texts]
    if not all(term in fold(plain) or any(term in text for text in folded) for term in sought):
        return None
    telling = [n for n, text in enumerate(texts) if text != title]
    best = max(telling, key=lambda n: sum(term in folded[n] for term in sought), default=None)
    return [] if best is None else parts(texts[best], sought)


def parts(text: str, sought: Sequence[str]) -> list[Part]:
    """The text around the first term found, cut where terms begin and end; empty when none is in it."""
    folded = fold(text)
    first = min((place for place in (folded.find(term) for term in sought) if place >= 0), default=-1)
    if first < 0:
        return []
    start, end = max(0, first - AROUND), min(len(text), first + 2 * AROUND)
    found, at = [Part("…" if start else "", False)], start
    for begin, stop in _places(folded, sought, start, end):
        found += [Part(text[at:begin], False), Part(text[begin:stop], True)]
        at = stop
    found += [Part(text[at : max(at, end)] + ("…" if end < len(text) else ""), False)]
    return [part for part in found if part.text]


def _places(folded: str, sought: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """Where terms stand between two places, in order and without overlap."""
    marked = [False] * (end - start)
    for term in sought:
        at = folded.find(term, start)
        while 0 <= at < end:
            marked[at - start : at - start + len(term)] = [True] * min(len(term), end - at)
            at = folded.find(term, at + len(term))
    edges = [
        n for n in range(len(marked) + 1) if (marked[n - 1 : n] or [False]) != (marked[n : n + 1] or [False])
    ]
    return [(start + a, start + b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
