"""To the accused's side, a world with the report is the world without it: every page, list, search, move and file (条例 第三十条)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from sunshine.foundation.files.copies import make_copies
from sunshine.foundation.files.models import Attachment
from sunshine.foundation.ledger.models import Access
from sunshine.foundation.memory import forget_all
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices import tokens
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Officer, Post, Role, Unit
from sunshine.foundation.pages.middleware import POST_KEY
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import perform
from sunshine.foundation.search.index import index
from sunshine.petitions import leave
from sunshine.petitions.casefile import bind
from sunshine.petitions.desk_forms import AbsenceForm, HandOverForm
from sunshine.petitions.models import CaseFile, Filing, Rating
from tests.access.conftest import undone
from tests.access.sweep import LEFT_OUT, Hidden, Probe, addresses, ask, members_of, plain, probes
from tests.support.cast import Case, Cast, build

WORDS = "虚报冒领过渡费"
REPORTER, PHONE = "李四海", "13911112222"
DESK = (Role.WINDOW, Role.SORTER, Role.HANDLER, Role.HEAD, Role.LEADER)
MOVERS = {Role.SORTER, Role.HANDLER}
KEEPERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


@dataclass
class House:
    """The cast, the accused's side beside it, and the one organ that is free of it."""

    cast: Cast
    watchers: dict[str, Post] = field(default_factory=dict)

    def unit(self, code: str, name: str, kind: str = "department", **above: Unit) -> Unit:
        division = "511421004" if "shigao" in code else "511421"
        made = Unit.objects.create(
            code=code, name=name, name_en=code, short=code, kind=kind, division_id=division, **above
        )
        self.cast.units[code] = made
        forget_all()
        return made

    def post(self, unit: str, role: Role, officer: Officer | None = None, title: str = "") -> Post:
        name = title or f"{unit}.{role.value}"
        login = f"{name}.{Officer.objects.count()}"
        officer = officer or Officer.objects.create_user(login=login, name=f"某{role.label}", password=None)
        return Post.objects.create(officer=officer, unit=self.cast.units[unit], role=role, title=name)

    def watch(self, unit: str, roles: Sequence[Role]) -> None:
        """A post of every one of these roles."""
        self.watchers |= {f"{unit}.{role.value}": self.post(unit, role) for role in roles}

    def act(self, name: str) -> Actor:
        return acting_in(self.cast.posts[name], self.cast.posts[name].officer)


@dataclass(frozen=True)
class Story:
    """A report: whom it names, who of that side looks, and what else happened in either world."""

    accused: str
    side: Callable[[House], None]
    registrar: str  # who sorts and forwards it
    before: Callable[[House], None] = lambda house: None  # in both worlds
    later: Callable[[House], None] = lambda house: None  # in both worlds, after it was filed
    clerk: str = ""  # who registers it at a window, where somebody does


def township(house: House) -> None:
    """Every post of the accused unit, its inner office, its subordinate, whoever also works there, and a substitute."""
    shigao = house.cast.units["rs-shigao"]
    house.unit("rs-shigao-office", "视高街道办事处党政办公室", "office", organ=shigao, parent=shigao)
    house.unit("rs-shigao-village", "视高街道办事处清水村服务中心", parent=shigao)
    house.watch("rs-shigao", [*DESK, *KEEPERS])
    house.watch("rs-shigao-office", [Role.HEAD])
    house.watch("rs-shigao-village", [Role.HANDLER])
    for unit, role in (("rs-discipline", Role.HANDLER), ("rs-bureau", Role.SORTER)):
        also = house.post(unit, role)  # works where the report is, and in the accused's office as well
        house.post("rs-shigao-office", Role.LEADER, also.officer)
        house.watchers[f"also.{unit}.{role.value}"] = also


def labour(house: House) -> None:
    """The head of the handling unit is accused: the whole unit, whose head signs, and whoever stands in for the head."""
    house.watch("rs-labour", [Role.HEAD, Role.HANDLER, Role.AUDITOR])
    facts = {"post": str(house.cast.posts["head"].pk), "substitute": str(house.watchers["rs-labour.head"].pk)}
    days = {"first_day": str(timezone.localdate()), "last_day": str(timezone.localdate() + timedelta(days=9))}
    form = AbsenceForm({**facts, **days}, by=house.cast.head)
    assert form.is_valid(), form.errors
    leave.name_substitute(form, house.cast.head, None)


def heirs(house: House) -> None:
    """Whoever works in the organ into which the accused one was merged."""
    house.unit("rs-wengong", "文宫街道办事处", "township", parent=house.cast.units["rs-gov"])
    house.watch("rs-wengong", [Role.SORTER, *KEEPERS])


def merge(house: House) -> None:
    heir = house.cast.units["rs-wengong"]
    yesterday = timezone.localdate() - timedelta(days=1)
    Unit.objects.filter(code="rs-shigao").update(successor=heir, valid_to=yesterday)
    forget_all()


def bureau(house: House) -> None:
    """The clerk on duty is accused, and with the clerk the bureau that registers everything of the county."""
    house.watch("rs-bureau", [Role.SORTER, Role.HEAD, Role.AUDITOR])
    house.watchers["the clerk"] = house.cast.posts["window"]


STORIES = {
    "the unit": Story("视高街道办事处", township, "sorter"),
    "the head of the handling unit": Story("仁寿县人力资源和社会保障局局长", labour, "sorter"),
    "the unit, merged into another since": Story("视高街道办事处", heirs, "sorter", later=merge),
    "the clerk on duty": Story("仁寿县信访局窗口人员", bureau, "city_sorter", clerk="window"),
}


def ordinary(house: House) -> None:
    """What everybody sees something of: matters at every desk, one named to somebody, and rated in a second."""
    cast = house.cast
    for case in (cast.file(), cast.bring_to("accepted")):
        index(case.petition)
    about = cast.file(purpose="demand", name="王五")
    cast.sort(about)
    cast.forward(about, "rs-shigao")
    other = cast.file(place="511421", name="赵六")
    cast.sort(other)
    cast.forward(other, "rs-discipline")
    perform(other.handling.pk, "assign", cast.inspector, Given({"post": str(cast.posts["inspector"].pk)}))
    rated_at_once(cast.bring_to("rated"))


def rated_at_once(case: Case) -> None:
    """As if a second after the message: a list of odd ratings shows it."""
    Message.objects.filter(subject=case.filing.pk).update(settled_at=timezone.now() - timedelta(seconds=1))


def reported(house: House, story: Story) -> Hidden:
    """The report on the whole of its way: sorted, forwarded, opened, unmasked, named, pressed for, answered, rated."""
    cast = house.cast
    at = getattr(cast, story.clerk) if story.clerk else None
    fields = {"text": f"实名举报：{WORDS}。", "accused": story.accused, "name": REPORTER, "phone": PHONE}
    given: dict[str, Any] = {"purpose": "report", "files": (("证据.txt", "证据".encode()),), **fields}
    case = cast.file(at, channel="visit", **given) if at else cast.file(**given)
    by, inspector, post = getattr(cast, story.registrar), cast.inspector, cast.posts["inspector"]
    cast.sort(case, "report", by)
    handling = cast.forward(case, "rs-discipline", by)
    cast.sign(case, inspector)
    perform(handling.pk, "assign", inspector, Given({"post": str(post.pk)}))
    perform(case.filing.pk, "unmask", inspector, Given({"purpose": "contact"}))
    Access.objects.create(subject_id=case.petition, officer=post.officer, post=post, at=timezone.now())
    perform(case.filing.pk, "urge", case.petitioner)  # the reply stays owed
    told = {"person": "纪检", "phone": "028", "procedure": "执纪", "where": "县纪委监委"}
    perform(handling.pk, "guide", inspector, Given({"branch": "30"}, told))
    CaseFile.objects.create(
        petition_id=case.petition, post=post, asked_at=timezone.now()
    )  # bound before it was known to be a report
    bind(CaseFile.objects.get().pk)
    file = Attachment.objects.get(subject=case.filing.pk)
    make_copies(file.pk)
    perform(
        case.filing.pk,
        "deliver",
        case.petitioner,
        Given({"paper": str(case.handling.answer), "method": "online"}),
    )
    Rating.objects.create(filing=case.filing, value=0, seq=1, at=timezone.now(), credential="code")
    rated_at_once(case)
    index(case.petition)
    return hidden(case, file)


def hidden(case: Case, file: Attachment) -> Hidden:
    members = members_of(case.petition)
    assert set(members.values()) >= {"petition", "filing", "handling"}
    papers = [paper.pk for paper in Paper.objects.filter(subject__root=case.petition)]
    ids = [*members, papers[0], file.pk, CaseFile.objects.get().pk]
    number = Filing.objects.get(pk=case.filing.pk).number
    return Hidden(ids, members, (number, number[-6:], WORDS, REPORTER, PHONE))


def afterwards(house: House, story: Story) -> None:
    """What goes on in either world: the inspector's named work passes to a colleague."""
    to = Post.objects.get(title="next inspector")
    form = HandOverForm(
        {"post": str(house.cast.posts["inspector"].pk), "to": str(to.pk), "words": "调离"},
        by=house.cast.inspector,
    )
    assert form.is_valid(), form.errors
    leave.hand_over(form, house.cast.inspector, None)
    story.later(house)


Answers = dict[tuple[str, Probe], str]


def swept(house: House, asked: Iterable[Probe]) -> Answers:
    """What every watcher gets to every request, each without a trace.

    What nobody signs in for is asked once, and moves by those whose roles make them.
    """
    forget_all()
    found: Answers = {}
    for nth, (who, post) in enumerate(house.watchers.items()):
        cookie, token = signed_in(post), {"Authorization": f"Bearer {tokens.issue(post, 'sweep')}"}
        client = Client(raise_request_exception=False)
        for probe in asked:
            if (probe.open_to_all and nth) or (probe.verb and post.role not in MOVERS):
                continue
            client.cookies.clear()
            client.cookies[settings.SESSION_COOKIE_NAME] = cookie
            with undone():
                found[who, probe] = ask(probe, client, token)
    return found


def signed_in(post: Post) -> str:
    client = Client()
    client.force_login(post.officer)
    session = client.session
    session[POST_KEY] = str(post.pk)
    session.save()
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def once(asked: Iterable[Probe]) -> dict[Probe, Probe]:
    """For each request the one that stands for it where the report never was: there, all its ids are equally unknown."""
    first: dict[Any, Probe] = {}
    return {p: first.setdefault((plain(p.path), p.method, p.said), p) for p in asked}


@dataclass(frozen=True)
class Swept:
    """The same requests in both worlds."""

    asked: Mapping[Probe, Probe]
    filed: Answers
    never: Answers


@pytest.fixture(scope="module", params=STORIES)
def both(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Swept]:
    story = STORIES[request.param]
    with django_db_blocker.unblock(), undone(), time_machine.travel("2026-11-24T03:00:00+00:00", tick=False):
        house = House(build())
        house.post("rs-discipline", Role.HANDLER, title="next inspector")
        story.side(house)
        story.before(house)
        ordinary(house)
        with undone():
            report = reported(house, story)
            asked = once(probes(report))
            afterwards(house, story)
            filed = swept(house, asked)
        with undone():
            afterwards(house, story)
            never = swept(house, dict.fromkeys(asked.values()))
        yield Swept(asked, filed, never)
    forget_all()


def test_no_answer_differs(both: Swept):
    pairs = {
        (who, probe): (said, both.never[who, both.asked[probe]]) for (who, probe), said in both.filed.items()
    }
    differing = {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
    assert not differing, "\n".join(_told(differing))


def _told(differing: dict[Any, tuple[str, str]]) -> Iterator[str]:
    """The first difference of each, with a little around it."""
    for (who, probe), (filed, never) in list(differing.items())[:12]:
        at = next((n for n, (a, b) in enumerate(zip(filed, never, strict=False)) if a != b), 0)
        yield f"{who}: {probe}\n   filed: …{filed[max(0, at - 60) : at + 120]!r}\n   never: …{never[max(0, at - 60) : at + 120]!r}"


def test_every_address_was_asked(both: Swept):
    assert {probe.name for probe in both.asked} | LEFT_OUT.keys() == {name for name, _ in addresses()}
