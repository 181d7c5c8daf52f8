"""What tables of units and officers must hold, and how each row is checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sunshine.foundation.administration.officers import LOGIN, unfit
from sunshine.foundation.administration.sheets import Row, Sheet, read
from sunshine.foundation.administration.units import CODE
from sunshine.foundation.geography.models import Division
from sunshine.foundation.geography.queries import division, prefix
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import POST_ROLES, Officer, Post, Unit, UnitKind, holds

UNIT_COLUMNS = {
    "单位代码": "code", "全称": "name", "简称": "short", "英文名称": "name_en", "类别": "kind", "区划代码": "division",
    "块上级代码": "parent", "条上级代码": "line", "复查机关代码": "review_organ", "所属机关代码": "organ", "电话": "phone",
    "地址": "address", "接待时间": "hours", "自哪天起": "valid_from",
}  # fmt: skip
OFFICER_COLUMNS = {
    "登录名": "login", "姓名": "name", "英文姓名": "name_en", "单位代码": "unit", "角色": "role", "职务": "title",
    "职务英文": "title_en", "自哪天起": "valid_from", "到哪天失效": "valid_to",
}  # fmt: skip
UNIT_REQUIRED = ("code", "name", "short", "kind", "division")
OFFICER_REQUIRED = ("login", "name", "unit", "role", "title")
LENGTHS = {
    "code": 32, "name": 100, "short": 40, "name_en": 160, "phone": 40, "address": 200, "hours": 200, "login": 60,
    "title": 60, "title_en": 80,
}  # fmt: skip


def _in_every_language(choices: Iterable[Any]) -> dict[str, str]:
    """A choice by its code and by its name in each language of the site: a table is not written again for its reader's."""
    known = {one.value: one.value for one in choices}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {str(one.label): one.value for one in choices}
    return known


SUPERIORS = ("parent", "line", "review_organ", "organ")


@dataclass
class Roster:
    """Two tables, checked: what is new, what was there already, and what is wrong."""

    units: list[dict[str, str]] = field(default_factory=list)
    officers: list[dict[str, str]] = field(default_factory=list)  # a line a post
    same: int = 0  # rows that are here already; nothing happens to them
    faults: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return not any(self.faults.values()) and bool(self.units or self.officers)

    @property
    def people(self) -> int:
        return len({row["login"] for row in self.officers})


def check(units: str, officers: str, actor: Actor) -> Roster:
    """Check both tables; either may be empty. Raises sheets.Unreadable when one cannot be read at all."""
    roster = Roster()
    sheet = read(units, UNIT_COLUMNS, UNIT_REQUIRED) if units.strip() else Sheet()
    _Units(sheet, roster, actor).check()
    known = {row["code"]: row["division"] for row in roster.units}
    second = read(officers, OFFICER_COLUMNS, OFFICER_REQUIRED) if officers.strip() else Sheet()
    _Officers(second, roster, actor, known).check()
    roster.faults = {"units": sheet.faults, "officers": second.faults}
    return roster


class _Table:
    """Checks one table row by row; every fault names line, column, why and what to write."""

    required: tuple[str, ...] = ()

    def __init__(self, sheet: Sheet, roster: Roster, actor: Actor) -> None:
        self.sheet, self.roster, self.actor = sheet, roster, actor
        self.line = 0

    def check(self) -> None:
        for line, row in self.sheet.rows:
            self.line = line
            faults = len(self.sheet.faults)
            self.plain(row)
            if len(self.sheet.faults) == faults:
                self.one({name: value for name, value in row.items() if name})
        self.whole()

    def plain(self, row: Row) -> None:
        for name in self.required:
            if not row.get(name):
                self.fault(name, _("没有填。"))
        for name, most in LENGTHS.items():
            if len(row.get(name, "")) > most:
                self.fault(name, _("太长，最多 %d 个字。") % most)

    def one(self, row: dict[str, str]) -> None:
        raise NotImplementedError

    def whole(self) -> None:
        """What can only be asked of all rows together."""

    def fault(self, column: str, why: str) -> None:
        heading = next((h for h, code in self.columns.items() if code == column), column)
        self.sheet.fault(self.line, heading, why)

    columns: Mapping[str, str] = {}

    def day(self, row: dict[str, str], name: str, otherwise: date | None) -> None:
        """Read a date as spreadsheets write them, ``2026-12-01`` or ``2026/12/1``."""
        text = row.get(name, "")
        found = _day(text) if text else otherwise
        if text and found is None:
            self.fault(name, _("“%s”不是日期。写成 2026-12-01。") % text[:20])
        row[name] = found.isoformat() if found else ""

    def outside(self, code: str) -> bool:
        return not prefix(code).startswith(self.actor.area)


def _day(text: str) -> date | None:
    try:
        year, month, day = (int(part) for part in text.replace("/", "-").replace(".", "-").split("-"))
        return date(year, month, day)
    except ValueError:
        return None


class _Units(_Table):
    """The table of units: superiors may stand in the same table, in any order."""

    required, columns = UNIT_REQUIRED, UNIT_COLUMNS

    def __init__(self, sheet: Sheet, roster: Roster, actor: Actor) -> None:
        super().__init__(sheet, roster, actor)
        self.here = {unit.code: unit for unit in Unit.objects.select_related(*SUPERIORS)}
        self.kinds = _in_every_language(UnitKind)
        self.lines: dict[str, int] = {}
        self.found: dict[str, dict[str, str]] = {}

    def one(self, row: dict[str, str]) -> None:
        code = row["code"]
        if code in self.lines:
            self.fault("code", _("和第 %d 行重复了。") % self.lines[code])
        self.lines[code] = self.line
        if not CODE.regex.search(code):  # type: ignore[union-attr]
            self.fault("code", str(CODE.message))
        self._kind(row)
        self._division(row)
        self.day(row, "valid_from", timezone.localdate())
        self.found[code] = row

    def _kind(self, row: dict[str, str]) -> None:
        kind = self.kinds.get(row["kind"])
        if kind is None:
            names = "、".join(str(one.label) for one in UnitKind)
            self.fault(
                "kind",
                _("没有“%(kind)s”这一类。可以写：%(names)s。") % {"kind": row["kind"][:20], "names": names},
            )
        elif (kind == UnitKind.OFFICE) != bool(row.get("organ")):
            self.fault("organ", _("内设机构要写所属机关的代码，别的单位不写。"))
        row["kind"] = kind or ""

    def _division(self, row: dict[str, str]) -> None:
        try:
            division(row["division"])
        except Division.DoesNotExist:
            self.fault(
                "division", _("没有代码是“%s”的行政区划。写六位（乡镇九位）数字。") % row["division"][:20]
            )
            return
        if self.outside(row["division"]):
            self.fault("division", _("这个地方不归您维护。"))

    def whole(self) -> None:
        for code, row in self.found.items():
            self.line = self.lines[code]
            for name in SUPERIORS:
                self._superior(row, name)
        for code in self._circle():
            self.line = self.lines[code]
            self.fault("parent", _("上级绕回了自己，请检查这一行和它的上级。"))
        self._sort_out()

    def _superior(self, row: dict[str, str], name: str) -> None:
        above = row.get(name, "")
        ended = above in self.here and self.here[above].valid_to is not None
        if above and (ended or above not in self.here) and above not in self.found:
            self.fault(name, _("没有在用的单位代码是“%s”。请先导入它，或者改成已有的代码。") % above[:32])

    def _circle(self) -> Iterable[str]:
        """Codes whose chain of superiors comes back to them."""
        for start in self.found:
            seen: set[str] = set()
            waiting = [start]
            while waiting:
                row = self.found.get(waiting.pop(), {})
                above = [row[name] for name in ("parent", "line", "organ") if row.get(name)]
                if start in above:
                    yield start
                    break
                waiting += [code for code in above if code not in seen]
                seen.update(above)

    def _sort_out(self) -> None:
        """New ones, superiors first; those here already are compared."""
        for code, row in self.found.items():
            unit = self.here.get(code)
            if unit is None:
                self.roster.units.append(row)
            elif self._differs(unit, row):
                self.line = self.lines[code]
                self.fault(
                    "code",
                    _("已经有这个单位，内容不同。导入只新增，不改动；请在单位页修改，或者删掉这一行。"),
                )
            else:
                self.roster.same += 1

    @staticmethod
    def _differs(unit: Unit, row: Mapping[str, str]) -> bool:
        names = [n for n in ("name", "short", "name_en", "kind", "phone", "address", "hours") if n in row]
        if any(getattr(unit, name) != row[name] for name in names) or unit.division_id != row["division"]:
            return True
        above = [(getattr(unit, name), row.get(name, "")) for name in SUPERIORS if name in row]
        return any((one.code if one else "") != code for one, code in above)


class _Officers(_Table):
    """The table of officers: a line a post; a person with two posts stands on two lines."""

    required, columns = OFFICER_REQUIRED, OFFICER_COLUMNS

    def __init__(self, sheet: Sheet, roster: Roster, actor: Actor, new_units: Mapping[str, str]) -> None:
        super().__init__(sheet, roster, actor)
        self.new_units = new_units
        self.roles = _in_every_language(POST_ROLES)
        self.here = {officer.login.lower(): officer for officer in Officer.objects.all()}
        self.posts = self._posts_by_login()
        self.names: dict[str, str] = {}

    @staticmethod
    def _posts_by_login() -> dict[str, set[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        rows = Post.objects.filter(holds()).values_list("officer__login", "unit__code", "role")
        for login, unit, role in rows:
            found.setdefault(login.lower(), set()).add((unit, role))
        return found

    def one(self, row: dict[str, str]) -> None:
        faults = len(self.sheet.faults)
        self._person(row)
        self._place(row)
        self._role(row)
        self.day(row, "valid_from", timezone.localdate())
        self.day(row, "valid_to", None)
        if row["valid_to"] and row["valid_to"] <= row["valid_from"]:
            self.fault("valid_to", _("失效那天要在开始那天之后。"))
        if len(self.sheet.faults) == faults:
            self._post(row)

    def _person(self, row: dict[str, str]) -> None:
        login = row["login"]
        if not LOGIN.regex.search(login):  # type: ignore[union-attr]
            self.fault("login", str(LOGIN.message))
        known = self.here[login.lower()].name if login.lower() in self.here else self.names.get(login.lower())
        if known is not None and known != row["name"]:
            self.fault("name", _("登录名“%s”是另一个人的。请换一个登录名。") % login[:60])
        self.names[login.lower()] = row["name"]

    def _place(self, row: dict[str, str]) -> None:
        code = row["unit"]
        office = directory().by_code.get(code)
        where = self.new_units.get(code) or (office.division if office and office.in_force else None)
        if where is None:
            self.fault("unit", _("没有在用的单位代码是“%s”。请先导入单位，或者改成已有的代码。") % code[:32])
        elif self.outside(where):
            self.fault("unit", _("这个单位不归您维护。"))

    def _role(self, row: dict[str, str]) -> None:
        role = self.roles.get(row["role"])
        if role is None:
            names = "、".join(str(one.label) for one in POST_ROLES)
            self.fault(
                "role",
                _("没有“%(role)s”这个角色。可以写：%(names)s。") % {"role": row["role"][:20], "names": names},
            )
        row["role"] = role or ""

    def _post(self, row: dict[str, str]) -> None:
        held = self.posts.setdefault(row["login"].lower(), set())
        if (row["unit"], row["role"]) in held:
            self.roster.same += 1
            return
        fault = unfit(tuple(held), row["unit"], row["role"])  # type: ignore[arg-type]
        if fault:
            self.fault("role", str(fault))
        held.add((row["unit"], row["role"]))
        self.roster.officers.append(row)
