"""Matters as the desk lists them.

Written in Python and not as a template: with twenty lines of thirty parts each, a template is half of what a list page costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.pages.templatetags.sunshine import duty_name, left, light, place_name, unit_name
from sunshine.foundation.search.queries import Part
from sunshine.petitions.desk import Line, Lines

register = template.Library()

SOME = UUID(int=0)  # stands for any matter in the address


@register.simple_tag(takes_context=True)
def matter_lines(context: Any, shown: Lines, here: UUID | None = None, pick: Any = None) -> SafeString:
    """The lines of a list, the one ``here`` marked; with ``pick`` each can be ticked for the form ``many``."""
    actor: Actor = context["actor"]
    address = escape(reverse("petition", args=[SOME]) + shown.trail)
    lines = (
        f'<li class="{"on" if line.petition == here else ""}{" pick" if pick else ""}">{_picked(line) if pick else ""}'
        f'<a href="{address.replace(str(SOME), str(line.petition))}"{CURRENT if line.petition == here else ""}>'
        f"<b>{escape(line.title or gettext('已依法清除'))}</b>{_light(line.duty)}{_snippet(line.snippet)}"
        f'<span class="meta">{_meta(line, actor)}</span></a></li>\n'
        for line in shown.lines
    )
    return mark_safe(f'<ul class="items">\n{"".join(lines)}</ul>')  # noqa: S308 – each part escaped on its way in


CURRENT = ' aria-current="page"'


def _picked(line: Line) -> str:
    said = escape(gettext("选中：%(title)s") % {"title": line.title})
    value = f"{line.petition}:{line.stage_seq}"
    return f'<label><input type="checkbox" form="many" name="petition" value="{value}"><span class="sr">{said}</span></label>'


def _light(duty: Duty | None) -> str:
    shown, words = (light(duty), left(duty.due_at)) if duty else ("quiet", gettext("没有期限"))
    return f'<span class="light {shown}">{escape(words)}</span>'


def _snippet(parts: Sequence[Part]) -> str:
    told = (f"<mark>{escape(one.text)}</mark>" if one.hit else escape(one.text) for one in parts)
    return f'<span class="snippet">{"".join(told)}</span>' if parts else ""


def _meta(line: Line, actor: Actor) -> str:
    """Whose it is, what is owed or where it stands, number, place, channel, and the unit when it is another."""
    duty = line.duty
    owed = duty_name(duty.rule) if duty else line.stage
    whose = _mine(line, actor) if line.mine else _span(line.named)
    elsewhere = unit_name(duty.unit_id) if duty and duty.unit_id != actor.unit else ""
    number = f'<span class="mono">{escape(line.number)}</span>'
    return (
        f"{whose}{_span(owed)}{number}{_span(place_name(line.place))}{_span(line.channel)}{_span(elsewhere)}"
    )


def _span(words: Any) -> str:
    return f"<span>{escape(str(words))}</span>" if words else ""


def _mine(line: Line, actor: Actor) -> str:
    own = gettext("我的")
    if line.duty and line.duty.post_id != actor.post:
        own += gettext("（代%(name)s）") % {"name": line.named}
    return f"<b>{escape(own)}</b>"
