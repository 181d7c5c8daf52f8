"""The tour on the demo's home page: what to try, in an order that makes sense, and who does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _

from sunshine.foundation.offices.directory import directory
from sunshine.web.demo.cast import CAST, CastMember
from sunshine.web.demo.examples import Example, examples

# By login; the first stop, filing as a petitioner, needs nobody.
STOPS: Sequence[tuple[str, str]] = (
    ("rs-window", _("有人来到窗口：登记一件来访，三分钟内打出回执。")),
    (
        "rs-sorter",
        _("甄别刚登记的一件，转给有权处理的单位；再找一找“停水”，看几天里来了多少件说的是同一件事。"),
    ),
    ("rs-hrss", _("看自己的待办：先办快到期的，告知、联系、写处理意见。")),
    ("rs-hrss-head", _("审签一份处理意见，或者写明理由退回去。")),
    ("rs-leader", _("看全县的事项走到了哪里，哪些超了期。")),
    ("sg-office", _("被检举的单位登录进来，怎么找也找不到那一件。")),
    ("auditor", _("核对台账：每一步都在，谁看过谁的姓名也在。")),
)


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing to try, as one of the cast, in whose unit."""

    member: CastMember
    where: str
    words: str


def tour() -> list[Stop]:
    """The stops that can be taken here; none outside demo mode."""
    if not settings.SUNSHINE_DEMO:
        return []
    book, cast = directory().by_code, {one.login: one for one in CAST}
    return [
        Stop(cast[login], book[cast[login].unit].name, words)
        for login, words in STOPS
        if cast[login].unit in book
    ]


def roads() -> Sequence[Example]:
    """An example of each kind of road; none outside demo mode."""
    return examples() if settings.SUNSHINE_DEMO else []


def shown(request: HttpRequest) -> dict[str, Callable[[], Sequence[Any]]]:
    """For the templates; worked out only by the page that shows it."""
    return {"tour": tour, "roads": roads}
