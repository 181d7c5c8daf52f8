"""The first organ, its three administrators, and the keys everything will be sealed under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import override

from sunshine.foundation.administration.actions import adopt_all
from sunshine.foundation.administration.officers import LOGIN
from sunshine.foundation.geography.models import Division, Level
from sunshine.foundation.geography.queries import division
from sunshine.foundation.ledger import keyring
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.memory import forget_all
from sunshine.foundation.offices.invitations import LIFETIME, invite_all
from sunshine.foundation.offices.models import Officer, Post, Role, Unit, UnitKind, holds
from sunshine.web.demo.cast import CAST
from sunshine.web.setup import SetupError

# The three powers (GB/T 22239—2019, 8.1.5): nobody may hold two of them.
ADMINISTRATORS = (
    (Role.SYSTEM_ADMIN, "System administrator"),
    (Role.SECURITY_ADMIN, "Security administrator"),
    (Role.AUDITOR, "Auditor"),
)
ONE_AT_A_TIME = 0x53554E  # the advisory lock that two `init` at once share


@dataclass(frozen=True, slots=True)
class Wanted:
    """The office as it was asked for."""

    place: Division
    bureau: str
    phone: str
    address: str
    hours: str
    people: Mapping[Role, tuple[str, str]]  # login and name

    @classmethod
    def read(cls, answers: Mapping[str, str]) -> Wanted:
        """Check the answers. Raises SetupError naming the first that is missing or cannot be."""
        place = _place(answers["division"])
        people = {role: _person(answers[role.value], role) for role, _ in ADMINISTRATORS}
        if len({login for login, _ in people.values()}) < len(people):
            raise SetupError(
                "the three administrators must be three people: nobody holds two of these powers"
            )
        kept = {name: answers[name] for name in ("phone", "address", "hours")}
        return cls(place=place, bureau=answers["bureau"] or f"{place.name}信访局", people=people, **kept)


def _place(code: str) -> Division:
    try:
        found = division(code)
    except Division.DoesNotExist:
        raise SetupError(
            f"--division {code or 'is missing'}: six digits of a province, city or county"
        ) from None
    if found.level == Level.TOWNSHIP:
        raise SetupError("--division: a petition bureau belongs to a province, a city or a county")
    return found


def _person(answer: str, role: Role) -> tuple[str, str]:
    login, _, name = answer.partition("=")
    try:
        LOGIN(login)
    except ValidationError:
        name = ""
    if not name.strip():
        option = role.value.replace("_", "-")
        raise SetupError(
            f"--{option} LOGIN=姓名: a login of 3 to 60 letters, digits or . - _ @, and the name"
        )
    return login, name.strip()


def refuse_demo() -> None:
    """Raises SetupError where the demo is: its people are let in without a password."""
    if Officer.objects.filter(login__in=[member.login for member in CAST]).exists():
        raise SetupError("this database holds the demo; a real office needs an empty one")


def place_of_keys() -> str:
    """Where the keyring is kept."""
    return "SUNSHINE_KEYS" if keyring.in_environment() else str(settings.SUNSHINE_KEYS_FILE)


def make_keys() -> bool:
    """Make the keyring unless there is one; says whether it did.

    Raises SetupError when a record exists but its keys do not: fresh ones would hide that they are lost.
    """
    if keyring.in_environment() or Path(settings.SUNSHINE_KEYS_FILE).exists():
        keyring.keyring()
        return False
    if Subject.objects.exists():
        raise SetupError(f"this database has a record, but its keys are missing from {place_of_keys()}")
    keyring.generate(Path(settings.SUNSHINE_KEYS_FILE))
    return True


def is_founded() -> bool:
    """Whether the three administrators are in office."""
    return Post.objects.filter(holds(), role=Role.SYSTEM_ADMIN).exists()


def found(wanted: Wanted) -> None:
    """Write government, bureau and administrators, each with the step that begins its record; all of it or nothing."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if is_founded():  # another `init` was quicker
            return
        if Unit.objects.exists() or Officer.objects.exists():
            raise SetupError("this database has units or officers already, but no administrators")
        bureau = _write_units(wanted)
        for role, (login, name) in wanted.people.items():
            officer = Officer.objects.create_user(login=login, name=name)
            Post.objects.create(officer=officer, unit=bureau, role=role, **_titles(role))
        forget_all()
        adopt_all()


def _titles(role: Role) -> dict[str, str]:
    """What the post is called in both languages."""
    found = {}
    for name, language in (("title", "zh-hans"), ("title_en", "en")):
        with override(language):
            found[name] = str(role.label)
    return found


def _write_units(wanted: Wanted) -> Unit:
    place = wanted.place
    government = Unit.objects.create(
        code=f"{place.code}-government", name=f"{place.name}人民政府", short=f"{place.name}政府",
        name_en=f"People's Government of {place.name_en}", kind=UnitKind.GOVERNMENT, division=place,
    )  # fmt: skip
    return Unit.objects.create(
        code=f"{place.code}-bureau", name=wanted.bureau, short=wanted.bureau[:40],
        name_en=f"Bureau of Letters and Visits of {place.name_en}", kind=UnitKind.BUREAU, division=place,
        parent=government, review_organ=government, phone=wanted.phone, address=wanted.address, hours=wanted.hours,
    )  # fmt: skip


def invite_administrators() -> Mapping[str, str]:
    """Fresh codes, by login, for the administrators who have no password yet; their earlier codes stop working."""
    posts = Post.objects.filter(holds(), role__in=[role for role, _ in ADMINISTRATORS]).select_related(
        "officer"
    )
    waiting = {post.officer for post in posts if not post.officer.has_usable_password()}
    codes = invite_all(waiting)
    return {officer.login: codes[officer.pk] for officer in waiting}


def introduction(codes: Mapping[str, str]) -> str:
    """Who administers, with which codes, and what to do next."""
    lines = []
    for role, words in ADMINISTRATORS:
        for post in Post.objects.filter(holds(), role=role).select_related("officer", "unit").order_by("id"):
            code = codes.get(post.officer.login, "has a password already")
            lines.append(f"      {words:<22} {post.officer.login:<16} {code}")
    people = "\n".join(lines)
    return f"""
  The office is set up. Its administrators sign in with these codes, each once, within {LIFETIME.days} days:

{people}

  Give each code to its person alone; it is shown only here. `sunshine init` again makes new ones.

  Next:
    1. Two copies of the keys ({place_of_keys()}), off line, in two places: without them nothing can be read.
    2. sunshine serve        the site, and in another terminal or unit
       sunshine worker       the background jobs
    3. {settings.SUNSHINE_URL}/sign-in/invitation/   where each code becomes a password and a second factor
    4. Import the units and officers: the chapter "A new office from nothing" in docs/install.md goes on from here.
"""
