"""The demo's organs: every government and 信访局 of Sichuan, and all departments of a few places.

Names of places are real, everything else is invented: the telephone numbers all begin 0000 and reach nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sunshine.foundation.geography.models import Division, Level
from sunshine.foundation.geography.queries import children, division, full_name, lineage

PROVINCE = "510000"
FULLY_STAFFED = frozenset(
    {PROVINCE, "511400", "511421", "511600", "511681", "511100", "511102", "510100", "510107"}
)
WITH_TOWNSHIPS = frozenset({"511421", "511681"})
SHORT_NAMES = {"513200": "阿坝州", "513300": "甘孜州", "513400": "凉山州"}
HOURS = "工作日 9:00—12:00，13:30—17:30"
AREA_CODES = {
    "5101": "028", "5103": "0813", "5104": "0812", "5105": "0830", "5106": "0838", "5107": "0816",
    "5108": "0839", "5109": "0825", "5110": "0832", "5111": "0833", "5113": "0817", "5114": "028",
    "5115": "0831", "5116": "0826", "5117": "0818", "5118": "0835", "5119": "0827", "5120": "028",
    "5132": "0837", "5133": "0836", "5134": "0834",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """One organ; superiors are named by code, and always come earlier in `units()`."""

    code: str
    name: str
    name_en: str
    short: str
    kind: str
    division: str
    parent: str
    line: str
    review_organ: str
    organ: str
    phone: str
    address: str
    hours: str


@dataclass(frozen=True, slots=True)
class Trade:
    """One department as it is called in the province, below it, for short, and in English."""

    slug: str
    at_province: str
    below: str
    short_at_province: str
    short: str
    name_en: str


TRADES = (
    Trade("police", "公安厅", "公安局", "公安厅", "公安局", "Public Security"),
    Trade("education", "教育厅", "教育和体育局", "教育厅", "教体局", "Education and Sports"),
    Trade("civil", "民政厅", "民政局", "民政厅", "民政局", "Civil Affairs"),
    Trade("hrss", "人力资源和社会保障厅", "人力资源和社会保障局", "人社厅", "人社局",
          "Human Resources and Social Security"),
    Trade("nature", "自然资源厅", "自然资源和规划局", "自然资源厅", "自规局",
          "Natural Resources and Planning"),
    Trade("ecology", "生态环境厅", "生态环境局", "生态环境厅", "生态环境局", "Ecology and Environment"),
    Trade("housing", "住房和城乡建设厅", "住房和城乡建设局", "住建厅", "住建局",
          "Housing and Urban-Rural Development"),
    Trade("transport", "交通运输厅", "交通运输局", "交通厅", "交通局", "Transport"),
    Trade("agriculture", "农业农村厅", "农业农村局", "农业农村厅", "农业农村局",
          "Agriculture and Rural Affairs"),
    Trade("health", "卫生健康委员会", "卫生健康局", "卫健委", "卫健局", "Health"),
    Trade("market", "市场监督管理局", "市场监督管理局", "市场监管局", "市场监管局", "Market Regulation"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A division with what its organs' names are made of."""

    one: Division
    above: str  # code of the division above; empty for the province
    name: str
    short: str
    name_en: str

    @property
    def level(self) -> int:
        """The level of the division itself."""
        return self.one.level


def units() -> list[DemoUnit]:
    """All organs, superiors first. Reads the divisions from the database."""
    found = [unit for place in _places() for unit in _organs_of(place)]
    return [*found, _labour_inspection(found)]


def unit_code(division_code: str, slug: str) -> str:
    """The code of an organ: the division's and a word, as 511421-hrss."""
    return f"{division_code}-{slug}"


def _places() -> Iterator[Place]:
    yield _place(division(PROVINCE))
    for prefecture in children(PROVINCE):
        yield _place(prefecture)
        for county in children(prefecture.code):
            yield _place(county)


def _place(one: Division) -> Place:
    *_, above = [None, *lineage(one.code)[:-1]]
    name, short = one.name, SHORT_NAMES.get(one.code, one.name)
    # A district's name alone (市中区, 东区) does not say where: its organs carry the prefecture's name too.
    if one.level == Level.COUNTY and one.name.endswith("区") and above:
        name, short = above.name + one.name, above.name.removesuffix("市") + one.name
    return Place(one, above.code if above else "", name, short, _english(one, above))


def _english(one: Division, above: Division | None) -> str:
    if one.level == Level.PROVINCE:
        return f"{one.name_en} Provincial"
    if one.level == Level.PREFECTURE and one.name.endswith("市"):
        return f"{one.name_en} Municipal"
    if one.name.endswith("区") and above:
        return f"{above.name_en} {one.name_en}"
    return one.name_en


def _organs_of(place: Place) -> Iterator[DemoUnit]:
    yield _government(place)
    yield _bureau(place)
    if place.one.code in FULLY_STAFFED:
        yield _discipline(place)
        yield from (_department(place, trade) for trade in TRADES)
    if place.one.code in WITH_TOWNSHIPS:
        yield from (_township(place, town, number) for number, town in enumerate(children(place.one.code)))


def _unit(
    place: Place, slug: str, number: int, name: str, short: str, name_en: str, kind: str = "department",
    parent: str = "", line: str = "", review: str = "",
) -> DemoUnit:  # fmt: skip
    """An organ of the place itself; `number` gives it a telephone of its own."""
    code = place.one.code
    return DemoUnit(
        code=unit_code(code, slug), name=name, name_en=name_en, short=short, kind=kind, division=code,
        parent=parent, line=line, review_organ=review, organ="",
        phone=f"{AREA_CODES.get(code[:4], '028')}-0000 {code[4:6]}{number:02}",
        address=f"{full_name(code, 'zh')}演示路{number + 1}号", hours=HOURS,
    )  # fmt: skip


def _government(place: Place) -> DemoUnit:
    above = unit_code(place.above, "government") if place.above else ""
    return _unit(
        place, "government", 1, f"{place.name}人民政府", f"{place.short}政府",
        f"{place.name_en} People's Government", "government", parent=above, review=above,
    )  # fmt: skip


def _bureau(place: Place) -> DemoUnit:
    government = unit_code(place.one.code, "government")
    return _unit(
        place, "bureau", 12, f"{place.name}信访局", f"{place.short}信访局",
        f"{place.name_en} Bureau of Letters and Visits", "bureau", parent=government,
        line=unit_code(place.above, "bureau") if place.above else "", review=government,
    )  # fmt: skip


def _discipline(place: Place) -> DemoUnit:
    """Answers to no government: else a report about that government could not go to it (条例 第三十条)."""
    above = unit_code(place.above, "discipline") if place.above else ""
    return _unit(
        place, "discipline", 13, f"中共{place.name}纪律检查委员会、{place.name}监察委员会",
        f"{place.short}纪委监委", f"{place.name_en} Commission for Discipline Inspection and Supervision",
        "discipline", line=above, review=above,
    )  # fmt: skip


def _department(place: Place, trade: Trade) -> DemoUnit:
    government = unit_code(place.one.code, "government")
    above = unit_code(place.above, trade.slug) if place.above else ""
    # Below the prefecture the ecology bureau is the prefecture's own branch: its review goes up the line.
    branch = trade.slug == "ecology" and place.level == Level.COUNTY
    return _unit(
        place, trade.slug, 20 + TRADES.index(trade), _branch_name(place) if branch else _full(place, trade),
        f"{place.short}{trade.short if place.above else trade.short_at_province}",
        f"{place.name_en} {'Department' if not place.above else 'Bureau'} of {trade.name_en}",
        parent="" if branch else government, line=above, review=above if branch else government,
    )  # fmt: skip


def _full(place: Place, trade: Trade) -> str:
    return place.name + (trade.below if place.above else trade.at_province)


def _branch_name(place: Place) -> str:
    return f"{division(place.above).name}{place.one.name.rstrip('县市区')}生态环境局"


def _township(place: Place, town: Division, number: int) -> DemoUnit:
    government = unit_code(place.one.code, "government")
    street = town.name.endswith("街道")
    return DemoUnit(
        code=unit_code(town.code, "township"),
        name=f"{place.name}{town.name}{'办事处' if street else '人民政府'}",
        name_en=f"{town.name_en} {'Office' if street else 'Government'}, {place.name_en}",
        short=f"{town.name}{'办事处' if street else '政府'}", kind="township", division=town.code,
        parent=government, line="", review_organ=government, organ="",
        phone=f"{AREA_CODES[town.code[:4]]}-0000 {town.code[4:6]}{50 + number:02}",
        address=f"{full_name(town.code, 'zh')}演示街1号", hours=HOURS,
    )  # fmt: skip


def _labour_inspection(found: Iterable[DemoUnit]) -> DemoUnit:
    """An inner office, so that the demo has one: papers are issued by its organ, never by it."""
    organ = next(unit for unit in found if unit.code == unit_code("511421", "hrss"))
    return DemoUnit(
        code=unit_code("511421", "labour-inspection"), name=f"{organ.name}劳动保障监察大队",
        name_en=f"Labour Inspection Team, {organ.name_en}", short="仁寿县劳动监察大队", kind="office",
        division=organ.division, parent=organ.code, line="", review_organ="", organ=organ.code,
        phone="028-0000 2149", address=organ.address, hours=HOURS,
    )  # fmt: skip
