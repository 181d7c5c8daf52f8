"""The queue as a CSV file, written while it is read: masked, without sealed matters, in memory that does not grow."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from sunshine.foundation.calendar.rules import SHANGHAI, last_day
from sunshine.foundation.duties.rules import rule
from sunshine.foundation.geography.queries import full_name
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.pages.listing import page
from sunshine.foundation.people.models import Party
from sunshine.petitions import categories
from sunshine.petitions.desk import FACETS, Line, lines_of, pressing_of
from sunshine.petitions.models import Reading, ReadingKind
from sunshine.petitions.readings import record

BATCH = 500
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheet programs know that this is UTF-8
LONG_DIGITS = re.compile(r"\d{7,}")  # a phone or identity number somebody wrote into a title
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Echo:
    """A file that hands back what is written to it, so that the csv module can feed a stream."""

    def write(self, text: str) -> str:
        return text


def export(actor: Actor, params: Mapping[str, str]) -> Iterator[str]:
    """The lines of the file. Who exported with which filters is recorded before the first line leaves (条例 第四十五条)."""
    reading = _recorded(actor, params)
    language = get_language() or "zh-hans"
    return _written(actor, params, reading, language)


def _recorded(actor: Actor, params: Mapping[str, str]) -> Reading:
    chosen = "&".join(f"{f.name}={params[f.name]}" for f in FACETS if params.get(f.name))
    return record(actor, ReadingKind.EXPORT, filters=chosen[:300])


def _written(actor: Actor, params: Mapping[str, str], reading: Reading, language: str) -> Iterator[str]:
    writer, rows = csv.writer(Echo()), 0
    try:
        with override(language):
            yield BYTE_ORDER_MARK + str(writer.writerow(_header()))
        for batch in _batches(actor, params):
            with override(language):
                lines = [str(writer.writerow(map(_cell, row))) for row in _rows(batch)]
            yield "".join(lines)
            rows += len(lines)
    finally:
        Reading.objects.filter(pk=reading.pk).update(found=rows)


def _batches(actor: Actor, params: Mapping[str, str]) -> Iterator[Sequence[Subject]]:
    after = ""
    rows = visible(actor, Subject.objects.filter(kind="petition", sealed=False)).select_related("petition")
    while True:
        found = page(rows, FACETS, {**params, "after": after}, ("-id",), size=BATCH)
        yield found.rows
        if not found.next:
            return
        after = parse_qs(found.next)["after"][0]


def _header() -> list[str]:
    return [
        _("编号"), _("登记日期"), _("渠道"), _("地点"), _("阶段"), _("内容分类"), _("标题"), _("信访人"), _("责任单位"),
        _("责任"), _("最后期限"),
    ]  # fmt: skip


def _rows(batch: Sequence[Subject]) -> Iterator[list[Any]]:
    """Four statements, however many matters."""
    pressing = pressing_of([root.pk for root in batch])
    lines = lines_of([(root, pressing.get(root.pk)) for root in batch])
    masks = _masks([root.pk for root in batch])
    for root, line in zip(batch, lines, strict=True):
        yield _row(root, line, masks.get(root.pk, ""))


def _masks(roots: Sequence[UUID]) -> dict[UUID, str]:
    rows = Party.objects.filter(subject__root__in=roots).order_by("-pk")
    return dict(rows.values_list("subject__root_id", "name_mask"))


def _row(root: Any, line: Line, mask: str) -> list[Any]:
    duty = line.duty
    return [
        line.number, root.petition.registered_at.astimezone(SHANGHAI).date(), line.channel,
        full_name(line.place) if line.place else "", line.stage,
        categories.label(root.petition.category), line.title, mask,
        directory().name(duty.unit_id) if duty else "", rule(duty.rule).name if duty else "",
        last_day(duty.due_at) if duty else "",
    ]  # fmt: skip


def _cell(value: Any) -> str:
    """A value as no spreadsheet program runs it and nobody is known by it."""
    text = LONG_DIGITS.sub(lambda found: "*" * len(found[0]), str(value)) if value else ""
    return f"'{text}" if text.startswith(RUNS_AS_FORMULA) else text
