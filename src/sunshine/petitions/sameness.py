"""The same person: by telephone, document or whole name of anybody who appears in a filing. Pure; nobody is kept a note of."""

from __future__ import annotations

from collections.abc import Iterable

from sunshine.foundation.people.identity import Identity, normal
from sunshine.foundation.search.tokens import fold
from sunshine.petitions.matter import FilingState


def shared(one: FilingState, others: Iterable[FilingState]) -> list[str]:
    """By what somebody of this filing is somebody of the others: phone, id, name. Agents, principals and co-signers too."""
    theirs = [who for other in others for who in (other.identity, *other.others)]
    mine = (one.identity, *one.others)
    return [kind for kind in ("phone", "id", "name") if _keys(mine, kind) & _keys(theirs, kind)]


def _keys(people: Iterable[Identity], kind: str) -> set[str]:
    return {key for who in people if (key := person_key(who, kind))}


def person_key(who: Identity, kind: str) -> str:
    """A part of an identity as it is compared; empty where it was not told."""
    if kind == "name":
        return "".join(fold(who.name).replace("·", "").split())
    return normal(who.phone if kind == "phone" else who.id_number)
