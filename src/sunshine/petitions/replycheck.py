"""A last look at a reply before it is signed: what its reader would stumble over. It stops nobody (条例 第三十二条).

The remedy is no part of it: the paper itself prints how a review is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.ledger.queries import opened_texts
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.snapshot import Snapshot
from sunshine.foundation.search.tokens import pieces
from sunshine.petitions.models import Outcome
from sunshine.petitions.procedure.handling import ANSWERED, ISSUED

SHORTEST = 15  # characters, below which an answer can hardly say why
ALIKE = 0.9  # of the pairs of characters two replies share, from which one is taken for a copy of the other
LONG_ENOUGH = 40  # characters, below which any two replies are alike
LATELY = 40  # matters of the same unit compared with
GIVEN = (ISSUED, ANSWERED)
BLANKS = re.compile(
    r"[XxＸ×*＊]{2,}|某某|[_＿]{2,}|[（(【\[](?:此处|填写|待定|待补)[^）)】\]]*[）)】\]]|\{\w*\}"
)
STOCK = re.compile(
    r"[^。；！]*(?:高度重视|耐心等待|正在(?:抓紧)?(?:处理|办理|核实)|已转(?:交)?(?:有关|相关)|理解(?:与|和)支持|尽快(?:处理|解决|办理))"
    r"[^。；！]*[。；！]?"
)
ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条")
DAY = re.compile(r"\d+\s*(?:个?工作日|日|天|个?月|年)|[年月]底|已")


def concerns(given: Given, demands: Mapping[str, str], others: Iterable[tuple[str, str]]) -> list[str]:
    """What to look at again in a proposed opinion. ``others`` are lately given replies: the matter's number, its words."""
    found, earlier = list(_of_words(given.texts.get("findings", ""))), list(others)
    for n, (key, row) in enumerate(given.rows.items(), 1):
        about = [*_of_answer(given, row, demands.get(key, "")), *_copied(row.texts["opinion"], earlier)]
        found += [_("第{n}项：{what}").format(n=n, what=what) for what in about]
    return found


def _of_answer(given: Given, row: Given, demand: str) -> Iterator[str]:
    opinion, outcome = row.texts["opinion"], row.facts["outcome"]
    said, asked = pieces(opinion) | pieces(given.texts.get("findings", "")), pieces(demand)
    if asked and not asked & said:
        yield _("没有谈到所提的诉求。")
    if len(STOCK.sub("", opinion)) < SHORTEST:
        yield _("话太少，或者只有套话。写清楚查到什么、怎么定的、为什么。")
    yield from _of_words(opinion)
    if "basis" in row.texts and not ARTICLE.search(
        row.texts["basis"]
    ):  # a simple reply and an agreement have none
        yield _("依据没有写到条。")
    if outcome == Outcome.SUPPORT and not DAY.search(opinion + given.texts.get("findings", "")):
        yield _("支持了，没有写什么时候办好。")


def _of_words(text: str) -> Iterator[str]:
    if blank := BLANKS.search(text):
        yield _("像是模板里没有填的地方：“{words}”。").format(words=blank[0])


def _copied(opinion: str, others: Iterable[tuple[str, str]]) -> Iterator[str]:
    own = pieces(opinion)
    for number, words in others:
        theirs = pieces(words)
        if len(opinion) >= LONG_ENOUGH and len(own & theirs) >= ALIKE * len(own | theirs):
            yield _("和{number}的答复几乎一样。是不是同一回事？").format(number=number)
            return


def lately_given(snapshot: Snapshot) -> list[tuple[str, str]]:
    """What this unit lately answered in other matters, newest first: the number, the words on one demand. Two statements."""
    here = snapshot.subject
    answered = Subject.objects.filter(kind=here.kind, unit=here.unit, stage__in=GIVEN).exclude(root=here.root)
    numbers: dict[UUID, str] = dict(
        answered.order_by("-pk").values_list("root", "root__petition__number")[:LATELY]
    )
    texts: Any = opened_texts(numbers, frozenset({"opinion"})) if numbers else ()
    return [(numbers[text.root], text.text) for text in texts]
