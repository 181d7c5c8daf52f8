"""What the `chinesecalendar` package knows of the State Council's yearly holiday notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import chinese_calendar
from chinese_calendar.constants import holidays, workdays

SOURCE = "国务院办公厅关于部分节假日安排的通知（chinesecalendar 整理）"

NAMES = {
    "New Year's Day": ("元旦", "New Year's Day"),
    "Spring Festival": ("春节", "Spring Festival"),
    "Tomb-sweeping Day": ("清明节", "Qingming Festival"),
    "Labour Day": ("劳动节", "Labour Day"),
    "Dragon Boat Festival": ("端午节", "Dragon Boat Festival"),
    "National Day": ("国庆节", "National Day"),
    "Mid-autumn Festival": ("中秋节", "Mid-Autumn Festival"),
    "Anti-Fascist 70th Day": ("抗战胜利70周年纪念日", "70th Anniversary of Victory Day"),
}


class KnownDay(NamedTuple):
    """A day that a yearly notice names: a rest day of a holiday, or a weekend worked for one."""

    date: date
    working: bool
    name: str
    name_en: str


def is_known(year: int) -> bool:
    """Whether the package can say of every day of the year whether it is worked."""
    day = date(year, 1, 1)
    try:
        while day.year == year:
            chinese_calendar.is_workday(day)
            day += timedelta(days=1)
    except NotImplementedError:
        return False
    return True


def known_days(year: int) -> Iterator[KnownDay]:
    """The days of one year that a notice names, in no particular order."""
    for day, holiday in holidays.items():
        if day.year == year:
            yield KnownDay(day, False, *NAMES[holiday])
    for day, holiday in workdays.items():
        if day.year == year:
            name, name_en = NAMES[holiday]
            yield KnownDay(day, True, f"{name}调休上班", f"Working day for {name_en}")
