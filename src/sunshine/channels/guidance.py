"""Pages that tell before anybody files: other routes and their terms, offices near one's place, privacy, accessibility."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from sunshine.foundation.geography.queries import full_name
from sunshine.foundation.offices.directory import Office, directory
from sunshine.petitions.routes import by_department, search, ways

MOST = 60  # offices shown for one search
LONGEST = 60  # characters anybody searches for


@dataclass(frozen=True)
class Route:
    """A lawful route beside petitioning: for what, where to go, within what term, under which law."""

    matter: Any
    where: Any
    term: Any
    law: Any
    call: str = ""


ROUTES: Sequence[Route] = (
    Route(
        _("拖欠工资、超时加班、不缴社保"),
        _("人社部门的劳动保障监察，可以先投诉"),
        _("事情发生起 2 年内"),
        _("《劳动保障监察条例》第二十条"),
        "12333",
    ),
    Route(
        _("和单位的劳动争议：解雇、补偿、工伤待遇"),
        _("劳动人事争议仲裁委员会"),
        _("知道权利受侵害起 1 年内申请；一般 45 日内裁决，复杂的再加 15 日"),
        _("《劳动争议调解仲裁法》第二十七条、第四十三条"),
        "12333",
    ),
    Route(
        _("不服行政机关的处罚、决定，或者它该办不办"),
        _("行政复议机关，一般是同级人民政府"),
        _("知道那个决定起 60 日内申请；一般 60 日内决定"),
        _("《行政复议法》第二十条、第六十二条"),
    ),
    Route(
        _("想直接告行政机关"),
        _("人民法院，行政诉讼"),
        _("知道那个决定起 6 个月内；复议过的，收到复议决定起 15 日内；申请了没有下文的，满 2 个月可以起诉"),
        _("《行政诉讼法》第四十五条至第四十七条"),
        "12368",
    ),
    Route(
        _("借款、合同、邻里、人身损害这类民事纠纷"),
        _("人民调解委员会、人民法院；合同里约定仲裁的，去仲裁委员会"),
        _("知道权利受侵害起 3 年内"),
        _("《民法典》第一百八十八条"),
        "12348",
    ),
    Route(
        _("正在打官司，或者不服法院的判决"),
        _("办案的人民法院；法律监督找人民检察院"),
        _("判决书、裁定书上写着上诉的期限"),
        _("《信访工作条例》第三十一条第一项"),
        "12368",
    ),
    Route(
        _("举报党员干部违纪违法"),
        _("纪检监察机关"),
        _("随时"),
        _("《信访工作条例》第三十条"),
        "12388",
    ),
    Route(
        _("想看政府掌握的信息"),
        _("向那个机关申请政府信息公开"),
        _("20 个工作日内答复，最多再延 20 个工作日"),
        _("《政府信息公开条例》第三十三条"),
    ),
    Route(_("咨询政策，或者日常的小事急事"), _("政务服务便民热线"), _("随时，全天有人接"), "", "12345"),
    Route(_("没钱请律师"), _("法律援助机构"), _("随时"), _("《法律援助法》第二十二条"), "12348"),
)


@require_GET
def routes(request: HttpRequest) -> HttpResponse:
    """What belongs here, and what has a quicker way of its own. Guidance: whoever is unsure may file all the same.

    The common ones first; below them the whole list by department, or what one's own words find in it.
    """
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST].split()[:8]
    found = search(words) if words else list(ways().values())
    shown = {
        "routes": ROUTES, "q": " ".join(words), "n": len(found), "found": found if words else (),
        "departments": () if words else by_department(found),
    }  # fmt: skip
    return render(request, "channels/routes.html", shown)


@dataclass(frozen=True)
class Place:
    """An office with the whole name of where it is."""

    office: Office
    place: str


@require_GET
def offices(request: HttpRequest) -> HttpResponse:
    """Offices with address, telephone and hours, found by place or name (条例 第十八条); without words, every bureau."""
    words = request.GET.get("q", "").split()[:8]
    matching = [office for office in directory().units.values() if _matches(office, words)]
    near = sorted(matching, key=_rank)
    shown = near[:MOST] if words else near
    places = [Place(office, full_name(office.division)) for office in shown]
    groups = _by_place(places) if words else _by_city(places)
    return render(
        request,
        "channels/offices.html",
        {"groups": groups, "q": " ".join(words), "more": len(near) - len(shown), "n": len(shown)},
    )


Group = tuple[str, Sequence[Place], Sequence[Place]]  # the place's name, its offices, those folded below them


def _by_place(places: Sequence[Place]) -> list[Group]:
    return [(name, list(those), ()) for name, those in groupby(places, key=lambda one: one.place)]


def _by_city(places: Sequence[Place]) -> list[Group]:
    """One bureau a city, with those of its counties folded below: two hundred in a row find nobody anything."""
    cities = [list(those) for _code, those in groupby(places, key=lambda one: one.office.division[:4])]
    return [(first.place, [first], below) for first, *below in cities]


def _matches(office: Office, words: Sequence[str]) -> bool:
    """Every word in the name, the place or the address; without words, the bureaus alone."""
    if not words:
        return office.is_bureau
    told = (
        office.zh, office.en, office.short, office.address,
        full_name(office.division, "zh"), full_name(office.division, "en"),
    )  # fmt: skip
    text = "\n".join(told).lower()
    return all(word.lower() in text for word in words)


def _rank(office: Office) -> tuple[str, bool, str]:
    return office.division, not office.is_bureau, office.code


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Who uses what was told, for what, on which basis, how long, and what one may demand (个人信息保护法 第十七条)."""
    return render(request, "channels/privacy.html")


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the site can be used by everybody, what is still missing, and whom to ask (无障碍环境建设法 第三十二条)."""
    return render(request, "channels/accessibility.html")
