"""The timeline 经过, in Python for the same reason as the lists: twenty entries of as many parts."""

from __future__ import annotations

from html import escape
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from sunshine.foundation.pages.templatetags.sunshine import law, moment, unit_name
from sunshine.petitions.queries import Entry

register = template.Library()


@register.simple_tag(takes_context=True)
def timeline(context: Any, entries: list[Entry]) -> SafeString:
    """What was done, newest first; to a petitioner (``citizen``) in the table's words, to officers by the moves' names."""
    told = {name: context.get(name) for name in ("citizen", "proven", "filing")}
    lines = (_entry(entry, told, first=n == 0) for n, entry in enumerate(entries))
    return mark_safe(f'<ol class="timeline">\n{"".join(lines)}</ol>')  # noqa: S308 – each part escaped on its way in


def _entry(entry: Entry, told: dict[str, Any], *, first: bool) -> str:
    shown = ' class="late"' if entry.late else ' class="now"' if first else ""
    what = _overdue(entry) if entry.late else _what(entry, citizen=bool(told["citizen"]))
    text = f'<p class="telling">{escape(entry.text)}</p>\n' if entry.text else ""
    files = render_to_string("petitions/files.html", {"files": entry.files, **told}) if entry.files else ""
    return (
        f'<li{shown}>{moment(entry.at)}<p class="what">{what}</p>\n{text}'
        f'{_changes(entry, told)}{files}{_paper(entry, told)}<p class="law">{law(entry.law)}</p></li>\n'
    )


def _overdue(entry: Entry) -> str:
    what = str(entry.detail or entry.name)
    return escape(gettext("超过期限：%(what)s。系统已提醒承办的单位。") % {"what": what})


def _what(entry: Entry, *, citizen: bool) -> str:
    """Who did what, for whom and why."""
    then = pgettext("punctuation", "：")
    who = _who(entry, citizen=citizen)
    if entry.phase == "proposed":
        done = gettext("提出“%(name)s”，等待审签") % {"name": entry.name}
    else:
        done = f"{entry.seen if citizen else entry.name}{f'{then}{entry.detail}' if entry.detail else ''}"
    stood = escape(gettext("（代%(name)s）") % {"name": entry.stands_for}) if entry.stands_for else ""
    why = gettext("（%(purpose)s）") % {"purpose": entry.purpose} if entry.purpose else ""
    quiet = f'<span class="quiet">{stood}</span>' if stood else ""
    return f"{escape(f'{who}{then}' if who else '')}{escape(done)}{quiet}{escape(why)}"


def _who(entry: Entry, *, citizen: bool) -> str:
    if not entry.unit:
        return gettext("信访人") if entry.by_petitioner and not citizen else ""
    unit = unit_name(entry.unit)
    return (
        gettext("%(unit)s %(officer)s") % {"unit": unit, "officer": entry.officer} if entry.officer else unit
    )


def _changes(entry: Entry, told: dict[str, Any]) -> str:
    """What a correction changed; to a petitioner only with the last four."""
    if entry.changes and told["citizen"] and not told["proven"]:
        return f'<p class="quiet small">{escape(gettext("填后四位可以看改了什么。"))}</p>\n'
    return "".join(
        f'<p class="small"><span class="quiet">{escape(str(one.label))}</span>'
        f" <s>{escape(str(one.old))}</s> → {escape(str(one.new))}</p>"
        for one in entry.changes
    )


def _paper(entry: Entry, told: dict[str, Any]) -> str:
    if not entry.paper:
        return ""
    pk = entry.paper.id
    address = (
        reverse("my-paper", args=[told["filing"], pk]) if told["citizen"] else reverse("paper", args=[pk])
    )
    return f'<p><a class="paper" href="{address}">{escape(str(entry.paper.name))}</a></p>\n'
