"""Small words that every template needs: moments, lights, names of units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext

from sunshine.foundation.calendar.rules import SHANGHAI, days_left, last_day
from sunshine.foundation.citing import ARTICLE, number
from sunshine.foundation.duties.rules import light as light_of
from sunshine.foundation.duties.rules import rule
from sunshine.foundation.geography.queries import full_name
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role, UnitKind
from sunshine.foundation.procedure.rulesets import cited as cited_under
from sunshine.foundation.procedure.rulesets import named as name_of_rules
from sunshine.foundation.procedure.table import Move, procedure
from sunshine.foundation.procedure.versions import KEEPING

register = template.Library()
LIGHTS = {"green": "ok", "amber": "now", "red": "late"}
NUMBERS = re.compile(r"[A-Z]{2}\d{6}-\d{4}-\d+|〔\d{4}〕\d+号")
LAWS = {
    "条例": ("信访工作条例", "Regulation"),
    "信访条例": ("信访条例", "Regulation of 2005"),
    "个人信息保护法": ("个人信息保护法", "Personal Information Protection Law"),
    "民法典": ("民法典", "Civil Code"),
    "民事诉讼法": ("民事诉讼法", "Civil Procedure Law"),
}
POWERS = (
    "《网络安全等级保护基本要求》8.1.5：系统、安全、审计三权分立",
    "Baseline for classified protection of cybersecurity, 8.1.5: system, security and audit are separate powers",
)


@register.filter
def day(value: date | datetime) -> SafeString:
    """11月25日, with the year when it is not this one."""
    local = value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), _day(local))


@register.filter
def full_day(value: datetime) -> SafeString:
    """2026年11月25日, always with the year: for what is read years later."""
    local = value.astimezone(SHANGHAI).date()
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), _with_year(local))


@register.filter
def month(value: date) -> str:
    """2026年3月, or March 2026."""
    return f"{value:%B %Y}" if get_language() == "en" else f"{value.year}年{value.month}月"


@register.filter
def moment(value: datetime) -> SafeString:
    """11月25日 10:12."""
    local = value.astimezone(SHANGHAI)
    return format_html(
        '<time datetime="{}">{} {}</time>', local.isoformat(), _day(local.date()), f"{local:%H:%M}"
    )


def _day(local: date) -> str:
    if local.year != timezone.localdate().year:
        return _with_year(local)
    return f"{local:%-d %b}" if get_language() == "en" else f"{local.month}月{local.day}日"


def _with_year(local: date) -> str:
    return f"{local:%-d %b %Y}" if get_language() == "en" else f"{local.year}年{local.month}月{local.day}日"


@register.filter
def last_lawful_day(due_at: datetime) -> SafeString:
    """The day by the end of which it must be done; the due time itself is already too late."""
    return day(last_day(due_at))


@register.filter
def left(due_at: datetime) -> str:
    """还有 26 天, 今天到期, 超 3 天."""
    days = days_left(due_at, timezone.now())
    if days < 0:
        return ngettext("超 %d 天", "超 %d 天", -days) % -days
    if days < 2:
        return gettext("明天到期") if days else gettext("今天到期")
    return ngettext("还有 %d 天", "还有 %d 天", days) % days


@register.filter
def light(duty: Any) -> str:
    """The light's class for a duty: ok, now, late."""
    return LIGHTS[light_of(duty.opened_at, duty.due_at, timezone.now())]


@register.filter
def duty_name(code: str) -> Any:
    """What is owed under this rule."""
    return rule(code).name


@register.filter
def duty_told(code: str) -> Any:
    """The same in the words the petitioner reads, where the offices' own are no plain ones."""
    return rule(code).told or rule(code).name


@register.filter
def unit_name(unit: UUID | None) -> str:
    """The unit's name in the reader's language."""
    return directory().name(unit)


@register.filter
def named(people: Mapping[str, str], post: UUID) -> str:
    """Who holds or held this post, of the people a page has read."""
    return people.get(str(post), "")


@register.filter
def place_name(code: str) -> str:
    """The whole name of a division; empty for none."""
    return full_name(code) if code else ""


@register.filter
def kilobytes(size: int) -> str:
    """A file's size as people say it."""
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(1, size // 1024)} KB"


@register.filter
def law(cited: str) -> SafeString:
    """A citation as the tables write it (条例 第二十三条), in full for pages; Regulation art. 23 in English.

    An article is never broken over two lines.
    """
    english = get_language() == "en"
    whole = escape(("; " if english else "；").join(_law(one.strip(), english) for one in cited.split("；")))
    return mark_safe(ARTICLE.sub(r'<span class="nowrap">\g<0></span>', whole))  # noqa: S308 – escaped above


@register.filter
def under(law: str, rules: str) -> str:
    """A citation of the tables in the articles of this rule set."""
    return cited_under(law, rules)


@register.filter
def rules_name(rules: str) -> str:
    """What the regulation is called that a matter is bound to."""
    return str(name_of_rules(rules))


def _law(cited: str, english: bool) -> str:
    if cited == KEEPING:
        return POWERS[english]
    name, _, articles = cited.partition(" ")
    zh, en = LAWS.get(name, (name, name))
    if not english:
        return f"《{zh}》{articles}" if articles else cited
    word = "arts" if len(ARTICLE.findall(articles)) > 1 else "art."
    numbers = ARTICLE.sub(_article, articles).replace("、", ", ").replace("至", "–")
    return f"{en} {word} {numbers}" if articles else en


def _article(found: re.Match[str]) -> str:
    article, *parts = (number(numeral) for numeral in found.groups() if numeral)
    return f"{article}" + "".join(f"({part})" for part in parts)


@register.filter
def unbroken(text: str) -> SafeString:
    """Words with the numbers of filings and documents kept whole on their line."""
    return mark_safe(NUMBERS.sub(r'<span class="nowrap">\g<0></span>', escape(text)))  # noqa: S308 – escaped here


@register.filter
def listed(names: Iterable[Any]) -> str:
    """Names in a row, as the reader's language separates them."""
    return (", " if get_language() == "en" else "、").join(map(str, names))


@register.filter(name="hex")
def as_hex(value: bytes) -> str:
    """The first half of a fingerprint, enough to compare by eye."""
    return bytes(value).hex()[:32]


@register.filter
def fours(code: str) -> list[str]:
    """A long code in groups of four, as people copy it."""
    return [code[at : at + 4] for at in range(0, len(code), 4)]


@register.filter
def hours(text: str) -> SafeString:
    """Opening hours, broken between two spans of time and never within one; the commonest word is put into English."""
    text = text.replace("工作日", gettext("工作日"))
    text = text.replace("，", ", ").replace("—", "–") if get_language() == "en" else text
    spans = re.split("(?<=[，,；; ])", text)
    whole = ((span.rstrip(), " " if span.endswith(" ") else "") for span in spans)
    return format_html_join("", '<span class="piece">{}</span>{}', whole)


@register.filter
def told(step: Step) -> str:
    """What a step did, by the names of its procedure; empty for one that the table does not name."""
    move = _move(step)
    return f"{procedure(step.subject.kind).name}{pgettext('punctuation', '：')}{move.name}" if move else ""


@register.filter
def purpose_of(step: Step) -> Any:
    """Why a name was opened, in the words that the officer chose."""
    move, given = _move(step), step.facts["given"]["purpose"]
    field: Any = move.facts.base_fields["purpose"] if move else None
    return dict(field.choices).get(given, given) if field else given


def _move(step: Step) -> Move | None:
    try:
        return procedure(step.subject.kind).by_code.get(step.move)
    except KeyError:
        return None


@register.filter
def role_name(code: str) -> Any:
    """承办人 for ``handler``."""
    return Role(code).label


@register.filter
def kind_name(code: str) -> Any:
    """部门 for ``department``."""
    return UnitKind(code).label
