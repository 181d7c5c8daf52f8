"""What the list says of one demand: a class, a branch and a route, each with its reason. It proposes; an officer decides.

Pure and plain: signs in the words, the category, the purpose the petitioner named. Nothing is learned and nobody is rated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sunshine.petitions.models import Branch, DemandClass, Purpose
from sunshine.petitions.routes import Way

REPORTING = ("举报", "检举", "贪污", "受贿", "行贿", "索贿", "吃拿卡要", "以权谋私", "私分", "挪用公款")
AT_COURT = ("判决", "裁定", "法院", "上诉", "再审", "强制执行", "检察院", "不予立案", "不立案", "服刑")
SUGGESTING = ("建议", "希望能", "感谢", "表扬")
CLASS_OF_PURPOSE = {Purpose.REPORT: DemandClass.REPORT, Purpose.ADVICE: DemandClass.ADVICE}
CLASS_OF_CATEGORY = {
    **dict.fromkeys(("1401", "1402", "1403", "1404"), DemandClass.REPORT),
    **dict.fromkeys(("0801", "0803", "0804"), DemandClass.LITIGATION),
    "1702": DemandClass.ADVICE,
}
SIGNS_OF_CLASS = (
    (DemandClass.REPORT, REPORTING),
    (DemandClass.LITIGATION, AT_COURT),
    (DemandClass.ADVICE, SUGGESTING),
)
BRANCH_OF_CLASS = {
    DemandClass.REPORT: Branch.REPORT,
    DemandClass.ADVICE: Branch.ADVICE,
    DemandClass.LITIGATION: Branch.PROCEEDINGS,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the rule's code, which goes on record, and what the officer reads."""

    code: str
    words: Any


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one demand."""

    klass: str
    branch: str
    route: Way | None
    reasons: Sequence[Reason]

    @property
    def facts(self) -> dict[str, Any]:
        """What a step keeps of it: codes only, no word of the petitioner."""
        return {
            "klass": str(self.klass),
            "branch": str(self.branch),
            "route": self.route.code if self.route else "",
            "reasons": [reason.code for reason in self.reasons],
        }

    @property
    def words(self) -> Any:
        """The proposal with its reasons, as a form says it."""
        why = format_lazy("{}" + "；{}" * (len(self.reasons) - 1), *(reason.words for reason in self.reasons))
        return format_lazy(
            _("建议：{klass}，{branch}。因为{why}。由您决定。"),
            klass=DemandClass(self.klass).label, branch=Branch(self.branch).label, why=why,
        )  # fmt: skip


def resolve(words: str, around: str, category: str, purpose: str, routes: Iterable[Way]) -> Proposal:
    """Propose for a demand: ``words`` are its own, ``around`` what was told beside it, read only where they say nothing."""
    klass, why = _class(words, around, category, purpose)
    way, sign = _route(words, around, category, [one for one in routes if _fits(one, klass)])
    if way is None:
        branch = BRANCH_OF_CLASS.get(klass, Branch.PETITION)
        rest = [] if klass in BRANCH_OF_CLASS else [Reason("rest", _("清单里没有找到别的程序"))]
        return Proposal(klass, branch, None, [*why, *rest])
    listed = format_lazy(
        _("写了“{sign}”，清单里有“{procedure}”（{basis}）"),
        sign=sign,
        procedure=way.procedure,
        basis=way.basis,
    )
    return Proposal(klass, way.branch, way, [*why, Reason("route", listed)])


def _class(words: str, around: str, category: str, purpose: str) -> tuple[DemandClass, list[Reason]]:
    if purpose in CLASS_OF_PURPOSE:
        named = format_lazy(_("信访人选的是“{purpose}”"), purpose=Purpose(purpose).label)
        return CLASS_OF_PURPOSE[Purpose(purpose)], [Reason("purpose", named)]
    if category in CLASS_OF_CATEGORY:
        return CLASS_OF_CATEGORY[category], [Reason("category", _("内容分类属于这一类"))]
    for text in (words, around):
        for klass, signs in SIGNS_OF_CLASS:
            sign = next((one for one in signs if one in text), None)
            if sign:
                return klass, [Reason("words", format_lazy(_("写了“{sign}”"), sign=sign))]
    return DemandClass.DEMAND, []


def _fits(way: Way, klass: DemandClass) -> bool:
    """Routes of the same kind only: a report goes by 第三十条, what is at court by 第三十一条第一项."""
    if klass == DemandClass.DEMAND:
        return way.branch != Branch.REPORT
    return klass != DemandClass.ADVICE and way.branch == BRANCH_OF_CLASS[klass]


def _route(words: str, around: str, category: str, routes: Sequence[Way]) -> tuple[Way | None, str]:
    """The route whose signs say most of the demand's own words, or else of what was told; the category decides a tie."""
    for text in (words, around):
        found = [(_weight(way, text), way.category == category, -n, way) for n, way in enumerate(routes)]
        weight, _same, _n, way = max(found, default=(0, False, 0, None), key=lambda one: one[:3])
        if weight and way:
            return way, max((sign for sign in way.signs if sign in text), key=len)
    return None, ""


def _weight(way: Way, text: str) -> int:
    return sum(len(sign) for sign in way.signs if sign in text)
