"""Repeats 重复信访: which earlier matters of the same person look like this one, and why. A person decides.

Asked for when the desk opens the page, never while somebody files: registering waits for nothing. What is compared stays
sealed but for a handful of candidates within the officer's sight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sunshine.foundation.ledger.models import Bar, Subject
from sunshine.foundation.ledger.queries import opened_texts
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.people.identity import blind_index
from sunshine.foundation.people.models import Party
from sunshine.foundation.procedure.perform import load
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.search.queries import about
from sunshine.foundation.search.tokens import pieces
from sunshine.petitions.desk import Line, lines_of, pressing_of
from sunshine.petitions.matter import Matter
from sunshine.petitions.procedure.joining import JOINED
from sunshine.petitions.sameness import person_key

MOST = 20  # candidates whose words are opened
ALIKE = 0.3  # the share of words in common from which two texts are worth a look
COMPARED = frozenset({"text", "demand", "place_detail"})


@dataclass(frozen=True, slots=True)
class Repeat:
    """An earlier matter that may be the same, and what speaks for it."""

    line: Line
    why: Sequence[str]
    score: float


def repeats(actor: Actor, petition: UUID) -> tuple[Snapshot, list[Repeat]]:
    """The likely earlier matters, the likeliest first. Raises Unseen. A fixed number of statements."""
    here = load(petition, actor, lock=False)
    known = _people_alike(actor, here)
    rows = {row.pk: row for row in _earlier(actor, here.subject.root, known)}
    told = _told([here.subject.root, *rows])
    pressing = pressing_of(list(rows))
    lines = lines_of([(row, pressing.get(row.pk)) for row in rows.values()])
    own = told.get(here.subject.root, set())
    found = [_judged(rows[line.petition], line, here.matter, known, own, told) for line in lines]
    return here, sorted((one for one in found if one.score >= ALIKE), key=lambda one: -one.score)


def _people_alike(actor: Actor, here: Snapshot) -> dict[UUID, set[str]]:
    """By petition, why it is of the same person; for an anonymous one, that it is about the same unit."""
    matter: Matter = here.matter
    people = [who for one in matter.filings.values() for who in (one.identity, *one.others) if who]
    found: dict[UUID, set[str]] = {}
    phones = [index for who in people if (index := blind_index("phone", who.phone))]
    ids = [index for who in people if (index := blind_index("id", who.id_number))]
    for root, phone in _parties(phones, ids) if people else ():
        found.setdefault(root, set()).add("phone" if phone and bytes(phone) in phones else "id")
    names = [f"name:{key}" for who in people if (key := person_key(who, "name"))]
    for root in about(actor, names, MOST) if names else ():
        found.setdefault(root, set()).add("name")
    if not people and here.bars:
        for root in _about_units(list(here.bars)):
            found.setdefault(root, set()).add("accused")
    found.pop(here.subject.root, None)
    return found


def _parties(phones: list[bytes], ids: list[bytes]) -> Iterator[tuple[UUID, Any]]:
    """The petitions somebody of this telephone or document appears in: two equations, each with its index."""
    rows = Party.objects.filter(Q(phone_index__in=phones) | Q(id_index__in=ids))
    return iter(rows.values_list("subject__root_id", "phone_index")[: MOST * MOST])


def _about_units(units: list[UUID]) -> Iterator[UUID]:
    rows = Bar.objects.filter(unit__in=units, lifted_seq=None).order_by("-id")
    return iter(rows.values_list("root_id", flat=True)[:MOST])


def _earlier(actor: Actor, root: UUID, known: Mapping[UUID, Any]) -> QuerySet[Subject]:
    """Of these, those in sight that were registered before, and are no empty cover of one joined elsewhere."""
    rows = Subject.objects.filter(kind="petition", pk__in=known, pk__lt=root).exclude(stage=JOINED)
    return visible(actor, rows).select_related("petition").order_by("-id")[:MOST]


def _told(roots: Sequence[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for text in opened_texts(roots, COMPARED):
        found.setdefault(text.root, set()).update(pieces(text.text))
    return found


def _judged(
    row: Any, line: Line, mine: Matter, known: Mapping[UUID, set[str]], own: set[str], told: Mapping[UUID, set[str]]
) -> Repeat:  # fmt: skip
    """Same person, and how much of what they say, where and about what is the same."""
    words, other = _overlap(own, told.get(row.pk, set())), row.petition
    place = bool(mine.place) and other.place_id == mine.place
    category = bool(other.category) and other.category in {one.category for one in mine.demands}
    why = [_WHO[kind]() for kind in ("phone", "id", "name", "accused") if kind in known[row.pk]]
    why += [_("同一地点")] if place else []
    why += [_("内容分类相同")] if category else []
    why += [_("用词%s成相同") % round(words * 10)] if words >= ALIKE else []
    return Repeat(line, why, words + 0.15 * place + 0.15 * category)


def _overlap(one: set[str], other: set[str]) -> float:
    """The share of the shorter one's words that the other says as well."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


_WHO = {
    "phone": lambda: _("同一手机号"), "id": lambda: _("同一证件号"), "name": lambda: _("同一姓名"),
    "accused": lambda: _("反映同一单位"),
}  # fmt: skip
