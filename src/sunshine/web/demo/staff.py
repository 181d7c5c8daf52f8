"""Writing the demo's organs and officers, and finding who can act for an organ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password

from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Officer, Post, Role, Unit
from sunshine.web.demo.cast import CAST, SUPPORTING, CastMember
from sunshine.web.demo.crowd import crowd
from sunshine.web.demo.units import DemoUnit, units

SINCE = date(2024, 1, 1)  # before anything the demo tells
EVERYBODY = (*CAST, *SUPPORTING)


class Staff:
    """The demo's officers as actors, by unit code and role."""

    def __init__(self, posts: Mapping[tuple[str, str], Post]) -> None:
        self._actors = {key: acting_in(post, post.officer) for key, post in posts.items()}

    def of(self, unit: str, role: str) -> Actor:
        """Whoever holds this role there. Raises KeyError when nobody does."""
        return self._actors[unit, role]

    def desk(self, unit: str) -> Actor:
        """Whoever registers there: the window clerk, or the sorting officer where there is none."""
        return self._actors.get((unit, Role.WINDOW)) or self.of(unit, Role.SORTER)


def appoint() -> Staff:
    """Write all organs, officers and posts. The officers have no password: demo mode signs them in by a click."""
    organs = units()
    ids = _write_units(organs)
    directory.forget()
    posts = _write_officers(EVERYBODY, ids)
    _write_officers(crowd(organs), ids)  # after the cast, who come first where two do the same
    return Staff(posts)


def _write_units(organs: Iterable[DemoUnit]) -> Mapping[str, UUID]:
    made: dict[str, Unit] = {}
    for organ in organs:
        made[organ.code] = Unit(
            code=organ.code, name=organ.name, name_en=organ.name_en, short=organ.short, kind=organ.kind,
            division_id=organ.division, parent=made.get(organ.parent), line=made.get(organ.line),
            review_organ=made.get(organ.review_organ), organ=made.get(organ.organ),
            phone=organ.phone, address=organ.address, hours=organ.hours, valid_from=SINCE,
        )  # fmt: skip
    Unit.objects.bulk_create(made.values())
    return {code: unit.pk for code, unit in made.items()}


def _write_officers(
    people: Iterable[CastMember], units: Mapping[str, UUID]
) -> Mapping[tuple[str, str], Post]:
    unusable = make_password(None)
    posts: dict[tuple[str, str], Post] = {}
    made: list[Post] = []
    for one in people:
        officer = Officer(login=one.login, name=one.name, name_en=one.name_en, password=unusable)
        post = Post(
            officer=officer, unit_id=units[one.unit], role=one.role, title=one.title, title_en=one.title_en,
            valid_from=SINCE,
        )  # fmt: skip
        made.append(post)
        posts.setdefault((one.unit, one.role), post)
    Officer.objects.bulk_create([post.officer for post in made])
    Post.objects.bulk_create(made)
    return posts
