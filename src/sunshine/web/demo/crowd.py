"""The demo's other officers: somebody at work in every bureau that simulated petitions come to, and in the organs behind it;
in the departments of places with all of theirs two, so that one can withdraw 回避.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from sunshine.foundation.geography.queries import children
from sunshine.foundation.offices.models import Role
from sunshine.web.demo.cast import CAST, SUPPORTING, CastMember
from sunshine.web.demo.units import FULLY_STAFFED, PROVINCE, WITH_TOWNSHIPS, DemoUnit
from sunshine.web.simulation.voices import names

COUNTIES_EACH = 2  # of every prefecture, beside those with all their departments
TITLES = {
    Role.SORTER: ("办信员", "Sorting officer"),
    Role.HANDLER: ("承办人", "Case officer"),
    Role.HEAD: ("主要负责人", "Head"),
}


def crowd(organs: Iterable[DemoUnit]) -> list[CastMember]:
    """Everybody beside the cast. The same people each time."""
    dice = Random("crowd")  # noqa: S311 – invented names, no secret
    there = {(one.unit, one.role) for one in (*CAST, *SUPPORTING)}
    at_work = _at_work()
    return [
        _officer(organ, role, dice)
        for organ in organs
        if not organ.organ and organ.division[:6] in at_work
        for role in _roles(organ)
        if (organ.code, role.value) not in there
    ] + [
        _second(organ, dice)
        for organ in organs
        if organ.kind == "department" and organ.division in FULLY_STAFFED
    ]


def _at_work() -> set[str]:
    prefectures = [one.code for one in children(PROVINCE)]
    counties = [county.code for one in prefectures for county in children(one)[:COUNTIES_EACH]]
    return {PROVINCE, *prefectures, *counties, *FULLY_STAFFED}


def _roles(organ: DemoUnit) -> Iterator[Role]:
    """A bureau sorts and its head signs; departments, townships and governments decide, and look again at what was decided below them."""
    if organ.kind == "bureau":
        yield from (Role.SORTER, Role.HEAD)
    elif organ.kind == "discipline":
        yield Role.HANDLER
    elif organ.kind in {"department", "government"}:
        yield from (Role.HANDLER, Role.HEAD)
    elif organ.kind == "township" and organ.division[:6] in WITH_TOWNSHIPS:
        yield Role.HANDLER


def _officer(organ: DemoUnit, role: Role, dice: Random) -> CastMember:
    title, title_en = TITLES[role]
    name = names.person(dice, organ.division)
    return CastMember(f"{organ.code}-{role.value}", name, "", organ.code, role.value, title, title_en)


def _second(organ: DemoUnit, dice: Random) -> CastMember:
    """A colleague of the case officer, who takes over where that one withdraws."""
    one = _officer(organ, Role.HANDLER, dice)
    return CastMember(f"{one.login}-2", one.name, "", one.unit, one.role, one.title, one.title_en)
