"""Finding on the desk: a number, words, or a person with a purpose. Always within scope, and never a word in the clear."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.queries import Opened, opened_texts
from sunshine.foundation.ledger.scope import seen_of, visible
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.pages.listing import SIZE, Page, narrowed
from sunshine.foundation.people.identity import Identity, mask_name, normal
from sunshine.foundation.prepared import columns
from sunshine.foundation.search.index import Searchable
from sunshine.foundation.search.queries import TITLE, WORDS, Hit, about, candidates, checked
from sunshine.foundation.search.tokens import fold, names_a_person, pieces, terms
from sunshine.petitions.desk import FACETS, Line, Lines, envelope, lines_of, pressing_of
from sunshine.petitions.models import Filing, Petition, Visibility

WIDER = 8  # times more candidates are read when those before were out of sight, filtered out, or only seemed to agree
LOOKED_AT = 500  # candidates read for one person
SEQUENCE_DIGITS = 6  # of a number, as registering gives it
MOST_PEOPLE = 20  # matters shown for one person; whoever has more is found by number and words
PARTY = frozenset({"party"})

# What officers in scope may read on the case page anyway; never the query code or who somebody is.
READABLE = frozenset(
    {
        "title", "text", "place_detail", "accused", "demand", "words", "note", "reason", "findings", "opinion",
        "basis", "accused_reason", "procedure", "where",
    }
)  # fmt: skip

LEADING = frozenset({"title", "text"})  # what a line of hits shows of a matter whose title says it all


def numbers(petition: UUID) -> list[str]:
    """The numbers a matter is known by, and the end of each as people type it: 8412 for 008412."""
    found = Filing.objects.filter(petition=petition).values_list("number", flat=True)
    return [text for number in found for text in (number, number.rpartition("-")[2].lstrip("0"))]


def person_keys(who: Identity) -> list[str]:
    """What a person is found by: whole name, whole phone, whole identity number."""
    name = "".join(fold(who.name).replace("·", "").split())
    parts = {"name": name, "phone": normal(who.phone), "id": normal(who.id_number)}
    return [f"{kind}:{value}" for kind, value in parts.items() if value]


def _people(text: Opened) -> list[str]:
    return person_keys(Identity.parse(text.text)) if text.name.partition("@")[0] in PARTY else []


SEARCHABLE = Searchable("title", LEADING, READABLE, numbers, _people)


@dataclass(frozen=True)
class Results(Lines):
    """A page of hits; ``why`` says why there can be none: too short, or it asks for a person."""

    query: str = ""
    why: str = ""


def by_number(actor: Actor, typed: str) -> UUID | None:
    """The one matter in sight whose number this is, or begins with it."""
    number = fold(typed).strip().upper()
    if not number.startswith("SC") or "\0" in number:
        return None
    filings = Filing.objects.filter(number__startswith=number)
    roots = visible(actor, Subject.objects.filter(kind="petition", petition__filings__in=filings))
    found = set(roots.values_list("pk", flat=True)[:2])
    return found.pop() if len(found) == 1 else None


def find(actor: Actor, params: Mapping[str, str]) -> Results:
    """Matters that say all the words: in their titles first, newest first among equals."""
    typed = params.get("q", "").replace("\0", "").strip()[:200]
    query = _full_number(typed)
    why = "person" if names_a_person(query) and not _is_number(query) else "" if pieces(query) else "short"
    kept, facets = narrowed(Subject.objects.all(), FACETS, params)
    sight = partial(_in_sight, actor, kept if any(one.value for one in facets) else None)
    after = _read(params.get("after", ""))
    hits = [] if why else list(islice(_walk(actor, sight, query, after), SIZE + 1))
    chosen = {"q": typed} | {one.facet.name: one.value for one in facets if one.value}
    following = urlencode(chosen | {"after": _cursor(hits[SIZE - 1])}) if len(hits) > SIZE else ""
    here = urlencode(chosen | ({"after": params["after"]} if after else {}))
    shown = Page(
        [row for _, row, _ in hits[:SIZE]], facets, following, "?" + urlencode(chosen) if after else "", here
    )
    return Results(shown, _lines(hits[:SIZE]), "find", typed, why)


def _full_number(query: str) -> str:
    """The end of a number is also typed with some of its zeros: 0012 is looked for as 000012."""
    return query.zfill(SEQUENCE_DIGITS) if re.fullmatch("0[0-9]+", query) else query


def _is_number(query: str) -> bool:
    return fold(query).startswith("sc")


COLUMNS = (*columns(Subject), *columns(Petition, "petition__"))


def _in_sight(actor: Actor, kept: QuerySet[Subject] | None, found: Sequence[UUID]) -> list[Subject]:
    """Of these matters those in sight, newest first, and of a narrowed list only those it keeps. One statement."""
    if kept is None:
        return [envelope(row) for row in seen_of(actor, found, COLUMNS)]
    rows = visible(actor, kept).filter(pk__in=found).select_related("petition")
    return list(rows.order_by("-pk"))


Ranked = tuple[int, Subject, Hit]  # tier, matter, what it says


Sight = Callable[[Sequence[UUID]], list[Subject]]


def _walk(actor: Actor, sight: Sight, query: str, after: Place | None) -> Iterator[Ranked]:
    """Hits in their order, read as far as somebody takes them: candidates, scope and filters, words."""
    tier, below = after or (TITLE, None)
    for here in range(tier, WORDS + 1):
        width = SIZE + SIZE // 4  # nearly all who agree are true, and what is not needed is not read
        while found := candidates(actor, query, here, below, width):
            in_sight = sight(found)
            for start in range(0, len(in_sight), SIZE + 1):
                yield from (
                    (here, *hit) for hit in _true(actor, in_sight[start : start + SIZE + 1], query, here)
                )
            if len(found) < width:
                break
            below, width = found[-1], width * WIDER
        below = None


def _true(actor: Actor, rows: Sequence[Any], query: str, tier: int) -> list[tuple[Subject, Hit]]:
    """Tokens may agree by chance or in another order: what does not truly say the words falls out. Words that handling units
    read in a summary only lead nobody there but the bureau that has the matter.
    """
    rows = [row for row in rows if row.unit_id == actor.unit or not row.petition.veiled]
    plain = {row.pk: row.petition.number for row in rows}
    hits = checked([row.pk for row in rows], SEARCHABLE, plain, terms(query), tier)
    return [(row, hits[row.pk]) for row in rows if row.pk in hits]


def _lines(hits: Sequence[Ranked]) -> list[Line]:
    pressing = pressing_of([row.pk for _, row, _ in hits])
    titles = {row.pk: hit.title for _, row, hit in hits}
    lines = lines_of([(row, pressing.get(row.pk)) for _, row, _ in hits], titles)
    return [replace(line, snippet=hit.snippet) for line, (_, _, hit) in zip(lines, hits, strict=True)]


Place = tuple[int, UUID]  # the tier and the matter a page ended with


def _cursor(hit: Ranked) -> str:
    return f"{hit[0]}.{hit[1].pk}"


def _read(cursor: str) -> Place | None:
    """Where a page ended; nothing for a cursor that is not one of ours."""
    tier, _dot, pk = cursor.partition(".")
    try:
        return (int(tier), UUID(pk)) if tier in {str(TITLE), str(WORDS)} else None
    except ValueError:
        return None


# --- by person ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A filing the person sought appears in, before it is opened: masked like everything else."""

    filing: UUID
    mask: str
    line: Line


def people(actor: Actor, typed: str) -> list[PersonHit]:
    """The matters in sight a person of exactly this name, phone or identity number appears in, newest first.

    A name the petitioner kept from the handling unit does not lead that unit to the matter.
    """
    wanted = frozenset(person_keys(Identity(name=typed, phone=typed, id_number=typed)))
    found = about(actor, wanted, LOOKED_AT)
    roots = {row.pk: row for row in _in_sight(actor, None, found)[:MOST_PEOPLE]}
    known = {
        text.subject: (text.root, who)
        for text, who in _identities(list(roots))
        if wanted & set(person_keys(who))
    }
    open_to = Filing.objects.filter(pk__in=known).filter(
        Q(visibility=Visibility.HANDLERS) | Q(subject__unit=actor.unit)
    )
    filings = [(pk, *known[pk]) for pk in open_to.order_by("-pk").values_list("pk", flat=True)]
    pressing = pressing_of([root for _, root, _ in filings])
    lines = lines_of([(roots[root], pressing.get(root)) for _, root, _ in filings])
    return [
        PersonHit(pk, mask_name(who.name), line) for (pk, _, who), line in zip(filings, lines, strict=True)
    ]


def _identities(roots: Sequence[UUID]) -> list[tuple[Opened, Identity]]:
    """Who appears in these families, by the latest that was said of each."""
    latest = {(text.subject, text.name): text for text in opened_texts(roots, PARTY)}
    return [(text, Identity.parse(text.text)) for text in latest.values()]
