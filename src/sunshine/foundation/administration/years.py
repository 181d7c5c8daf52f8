"""Calendar years 工作日历: publishing a year's holidays and worked weekends, and counting again what rested on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.administration.fields import Lines
from sunshine.foundation.administration.kinds import ACTIVE, RULES, Column, Kept, Kind
from sunshine.foundation.administration.moves import (
    FOR_ALL,
    STAGES,
    SYSTEM_ADMIN,
    KeptForm,
    clockwork,
    covers_all,
    edits,
    keeper,
    whole_house,
)
from sunshine.foundation.calendar.models import CalendarDay, CalendarYear
from sunshine.foundation.calendar.seed import NAMES
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Forbidden
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.table import Move, Procedure

ROLLING = "民法典 第二百零三条"
LINE = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:\s*(?:至|到|~|～|—)\s*(\d{4}-\d{2}-\d{2}))?\s+(\S+)\s+(休|班)$")
SATURDAY = 5
LONGEST = 15  # days a holiday may last; beyond that a date was mistyped
ENGLISH = dict(NAMES.values())


@dataclass(frozen=True, slots=True)
class Day:
    """One day that is not what its weekday says."""

    date: date
    name: str
    working: bool

    @property
    def name_en(self) -> str:
        english = ENGLISH.get(self.name, self.name)
        return f"Working day for {english}" if self.working else english


def read_days(text: str, year: int) -> list[Day]:
    """The days of an arrangement as people write it, a line a day or a span. Raises ValidationError naming each bad line."""
    found: dict[date, Day] = {}
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.update({day.date: day for day in _span(line.strip(), year)})
        except ValueError as fault:
            faults.append(say("第 %(n)d 行：%(why)s") % {"n": number, "why": fault})
    if faults:
        raise ValidationError(faults[:10])
    return [found[day] for day in sorted(found)]


def _span(line: str, year: int) -> Iterator[Day]:
    matched = LINE.match(line)
    if matched is None:
        raise ValueError(say("读不懂。写成“2027-01-01 元旦 休”或“2027-02-05至2027-02-11 春节 休”。"))
    first, last, name, sign = matched.groups()
    start, end = _date(first), _date(last or first)
    if start.year != year or end.year != year:
        raise ValueError(say("不在 %d 年里。") % year)
    if not start <= end < start + timedelta(days=LONGEST):
        raise ValueError(say("起止日期不对，最多 15 天。"))
    for n in range((end - start).days + 1):
        yield Day(start + timedelta(days=n), name, sign == "班")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(say("没有 %s 这一天。") % text) from None


def written_days(days: Mapping[str, tuple[bool, str]]) -> str:
    """The arrangement in the table, as people write it."""
    return "\n".join(
        f"{day} {name.removesuffix('调休上班')} {'班' if working else '休'}"
        for day, (working, name) in sorted(days.items())
        if working != (date.fromisoformat(day).weekday() < SATURDAY)
    )


class ArrangementForm(KeptForm):
    """The State Council's notice, as it is published."""

    sealed_fields = ("source", "days")
    source = forms.CharField(
        label=_("依据"),
        widget=Lines,
        help_text=_("通知的名称和文号，如 国办发明电〔2026〕X号。"),
        max_length=300,
    )
    days = forms.CharField(
        label=_("放假和调休"), widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("一行一天或一段：“2027-01-01 元旦 休”“2027-02-05至2027-02-11 春节 休”“2027-02-14 春节 班”。不写的日子按星期算。"),
    )  # fmt: skip

    def the_year(self, data: Mapping[str, Any]) -> int | None:
        snapshot = getattr(self, "snapshot", None)
        return int(snapshot.matter.values["year"]) if snapshot else data.get("year")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        year = self.the_year(data)
        if year and data.get("days"):
            try:
                read_days(data["days"], year)
            except ValidationError as fault:
                self.add_error("days", fault)
        return data


class NewYearForm(ArrangementForm):
    """A year that was not published yet."""

    year = forms.IntegerField(label=_("年份"), validators=[MinValueValidator(2004), MaxValueValidator(2100)])
    field_order = ("year", "source", "days")

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if CalendarYear.objects.filter(year=year, published=True).exists():
            raise ValidationError(say("%d 年已经公布，请打开那一年修订。") % year)
        return year


def year_id(year: int) -> UUID:
    """The id of a year's subject: the year itself."""
    return UUID(int=year)


def _publish(plan: Plan) -> None:
    """A year becomes known; clocks that rested on guesses about it are counted again."""
    year = int(plan.given.facts["year"])
    if not covers_all(plan.actor, plan.book):
        raise Forbidden(FOR_ALL)
    state = plan.begin("year", RULES, keeper(plan), pk=year_id(year), area="")
    plan.main = plan.step(state.id, stage=ACTIVE, given=dict(plan.given.facts), texts=dict(plan.given.texts))
    plan.insert("calendar.calendaryear", year, published=True, source=plan.given.texts["source"])  # type: ignore[arg-type]
    _arrange(plan, year, {})


def _adopt(plan: Plan) -> None:
    for pk, row in plan.given.rows.items():
        facts = {"year": row.facts["year"]}
        state = plan.begin("year", RULES, keeper(plan), pk=UUID(pk), area="")
        plan.main = plan.step(state.id, stage=ACTIVE, given=facts, texts=dict(row.texts))


def _amend(plan: Plan) -> None:
    assert plan.snapshot is not None
    values = plan.snapshot.matter.values
    plan.update("calendar.calendaryear", values["year"], published=True, source=plan.given.texts["source"])
    _arrange(plan, int(values["year"]), plan.snapshot.matter.also)


def _arrange(plan: Plan, year: int, known: Mapping[str, tuple[bool, str]]) -> None:
    """Write the days that change. A day no longer named keeps its row and is what its weekday says (nothing is deleted)."""
    named = {day.date.isoformat(): day for day in read_days(plan.given.texts["days"], year)}
    for key, day in named.items():
        name = f"{day.name}调休上班" if day.working else day.name
        row: dict[str, Any] = {"working": day.working, "name": name, "name_en": day.name_en}
        if key in known:
            plan.update("calendar.calendarday", key, **row)  # type: ignore[arg-type]
        else:
            plan.insert("calendar.calendarday", key, **row)  # type: ignore[arg-type]
    for key in known.keys() - named.keys():
        plan.update("calendar.calendarday", key, working=date.fromisoformat(key).weekday() < SATURDAY)  # type: ignore[arg-type]
    plan.queue("sunshine.foundation.administration.jobs.recount", year=year)


def load_year(pk: UUID) -> Kept:
    """The year with its arrangement."""
    row = CalendarYear.objects.get(pk=pk.int)
    days = CalendarDay.objects.filter(date__year=row.year).values_list("date", "working", "name")
    known = {day.isoformat(): (working, name) for day, working, name in days}
    return Kept({"year": row.year, "source": row.source, "days": written_days(known)}, known)


PROCEDURE = Procedure(
    kind="year",
    name=_("工作日历"),
    stages=STAGES,
    rules="1",
    administrative=True,
    load=load_year,
    moves=(
        Move("create", _("公布一年的放假安排"), ROLLING, SYSTEM_ADMIN, to=ACTIVE, facts=NewYearForm, opening=True,
             effect=_publish, own=False, help=_("公布后，系统按它核定暂定的期限，每件一步。")),
        Move("adopt", _("既有数据建档"), ROLLING, frozenset({Role.SYSTEM.value}), facts=NewYearForm, opening=True, own=False,
             effect=_adopt),
        edits("amend", _("修订放假安排"), ArrangementForm, ROLLING, guards=(whole_house,), effect=_amend, primary=True,
              words=_("只核定暂定的期限；已经确定的期限不变。")),
        *clockwork(),
    ),
)  # fmt: skip

YEAR = Kind(
    procedure=PROCEDURE,
    model=CalendarYear,
    fields=("year", "source"),
    columns=(
        Column(_("公布"), lambda year: _("已公布") if year.published else _("未公布")),
        Column(_("依据"), lambda year: year.source),
    ),
    scope=lambda actor: Q(),
    area=lambda given, book: "",
    row_area=lambda year: "",
    search=("source__icontains",),
    order=("-year",),
    ident=lambda year: year_id(year.year),
    key=lambda pk: pk.int,
    whole=True,
    beginning=_("公布一年的放假安排"),
    hint=_("没有公布的年份按星期推算，那时的期限都是暂定。"),
)
