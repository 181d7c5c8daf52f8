"""Which organs a petitioner complains of. Read generously: a bar too many costs a question, one too few costs a person."""

from __future__ import annotations

from uuid import UUID

from sunshine.foundation.offices.directory import Directory, Office

SHORTEST = 3  # characters; below that a name would be found everywhere


def named_in(words: str, place: str, book: Directory) -> frozenset[UUID]:
    """The organs these words name: by code, by full or short name, or as a part of a full name in this place's area.

    Organs of the place, of what lies in it and of what it lies in are looked at; an exact name counts anywhere.
    """
    text = "".join(words.split())
    if not text:
        return frozenset()
    if text in book.by_code:
        return frozenset({book.by_code[text].id})
    exact = {o.id for o in book.units.values() if text == o.zh}
    near = {o.id for o in book.units.values() if _near(o, place) and _names(o, text)}
    return frozenset(exact or near)


def _near(office: Office, place: str) -> bool:
    return (
        not place or place.startswith(office.area) or office.division.startswith(place.rstrip("0") or place)
    )


def _names(office: Office, text: str) -> bool:
    if office.zh in text or (len(office.short) >= SHORTEST and office.short in text):
        return True
    return len(text) >= SHORTEST and text in office.zh
