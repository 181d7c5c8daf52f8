"""The two regulations a petition can be bound to: 《信访工作条例》 (2022) and, for what was registered before it, 《信访条例》 (2005).

Every length is the same in both: 15 days to pass on and to give notice, 60 to decide and up to 30 more, 30 to ask for a review
and 30 for each opinion. What differs is the articles, and what the older one did not know. Its text: 国务院令第431号.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.citing import ARTICLE, NUMERALS, OURS, number
from sunshine.foundation.procedure.rulesets import RuleSet, cited, declare

NOW, EARLIER = "2022", "2005"
CHANGED_ON = date(2022, 5, 1)
OLD = "信访条例"  # how the regulation of 2005 is cited

# Which article of 2005 said what an article of 2022 says.
SAME: Mapping[int, str] = {
    5: "第四条", 17: "第十七条", 18: "第三条", 19: "第十七条", 20: "第十八条", 21: "第十二条", 22: "第二十一条",
    23: "第二十一条、第二十二条", 24: "第二十四条", 25: "第二十六条", 28: "第二十八条", 29: "第二十九条", 30: "第二十三条",
    31: "第三十一条", 32: "第三十二条", 34: "第三十三条", 35: "第三十四条", 36: "第三十五条", 40: "第三十六条", 46: "第四十六条",
}  # fmt: skip
# Where one article of 2022 stands for several of 2005, by what is done.
BY_MOVE: Mapping[str, str] = {
    "guide": "第二十一条第一项、第二十二条",
    "refuse": "第十六条",
    "join": "第十六条、第二十一条",
    "call_hearing": "第三十一条第二款、第三十五条第二款",
    "record_hearing": "第三十一条第二款、第三十五条第二款",
    "conclude_hearing": "第三十一条第二款、第三十五条第二款",
    "call_off_hearing": "第三十一条第二款、第三十五条第二款",
    "refuse_for_good": "第三十五条第三款",
    "designate": "第二十五条",
    "succeed": "第二十五条",
    "declare_interest": "第三十条",
    "ask_recusal": "第三十条",
    "recusal_decided": "第三十条",
    "raised": "第三十条",
    "grant_recusal": "第三十条",
    "refuse_recusal": "第三十条",
}
# What came with 2022, or with rules under it: objections within five days, agreements in the place of an opinion, simplified
# handling, the joint conference. Rating came in 2015 by 国信发〔2014〕16号, under the older regulation, and is known to it.
UNKNOWN = frozenset(
    {
        "object", "mediate", "reach_agreement", "end_mediation", "accept_simply", "turn_ordinary", "reply_simply", "want_opinion",
        "refer_conference", "decide_conference", "call_off_conference", "report_task", "lift_task", "hold_to", "held_to",
    }
)  # fmt: skip
RATED = "国信发〔2014〕16号"


def of_2005(law: str, move: str) -> str:
    """The same in the articles of 2005; other laws stand as they are."""
    if move == "rate":
        return RATED
    return "；".join(_one(part, move) for part in law.split("；"))


def _one(law: str, move: str) -> str:
    name, _space, articles = law.partition(" ")
    if name != OURS:
        return law
    if move in BY_MOVE:
        return f"{OLD} {BY_MOVE[move]}"
    found = (SAME.get(number(one[1])) for one in ARTICLE.finditer(articles))
    said = dict.fromkeys(single for one in found if one for single in one.split("、"))
    return f"{OLD} {'、'.join(sorted(said, key=_place))}" if said else OLD


def _place(article: str) -> int:
    found = NUMERALS.search(article)
    return number(found[0]) if found else 0


def in_full(articles: str, rules: str, move: str = "") -> str:
    """Articles of 2022 as a paper of a matter bound to these rules names them: 《信访工作条例》第三十五条."""
    name, _space, found = cited(f"{OURS} {articles}", rules, move).partition(" ")
    return f"《{'信访工作条例' if name == OURS else name}》{found}"


def in_short(articles: str, rules: str) -> str:
    """The same articles where the regulation was named before: 第三十五条."""
    return cited(f"{OURS} {articles}", rules).partition(" ")[2]


declare(
    RuleSet(EARLIER, _("《信访条例》（2005年）"), date(2005, 5, 1), CHANGED_ON, UNKNOWN, of_2005),
    RuleSet(NOW, _("《信访工作条例》"), CHANGED_ON),
)
