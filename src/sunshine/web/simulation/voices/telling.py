"""From a scene to words: what one person says of it, what an officer finds, what is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random

from sunshine.web.simulation.voices import manners, names
from sunshine.web.simulation.voices.hot import HotIssue
from sunshine.web.simulation.voices.manners import MANNERS, Manner
from sunshine.web.simulation.voices.shape import Lines, Topic, fitting

Slots = Mapping[str, str]
WEIGHTS = [manner.weight for manner in MANNERS]
ELSEWHERE = ("经查，反映的情况基本属实，有关方面处理不及时。",)
ALL_ELSE = ("已督促有关方面限期整改，办好以后由承办人上门核对，不到位可以随时再找我们。",)
PLEA = ("请核实处理，给一个书面答复",)


def slots(dice: Random, place: str, town: str, at: datetime, hot: HotIssue | None = None) -> dict[str, str]:
    """What is the same in everything said about one scene: where, who, how much, since when."""
    month = at.month
    known = {
        "p": place, "town": town, "village": dice.choice(names.VILLAGES) + "村",
        "estate": dice.choice(names.ESTATES) + dice.choice(names.ESTATE_KINDS),
        "road": dice.choice(names.ROADS) + dice.choice(names.ROAD_KINDS),
        "firm": dice.choice(names.FIRMS) + dice.choice(names.FIRM_KINDS),
        "boss": dice.choice(names.SURNAMES) + dice.choice(("老板", "总", "经理")),
        "n": str(dice.randint(2, 9)), "m": str(dice.randint(11, 86)), "money": str(_sum(dice)),
        "wan": f"{dice.uniform(0.6, 18):.1f}", "y": str(at.year - dice.randint(1, 6)),
        "m1": str((month - 2) % 12 + 1), "m2": str((month - dice.randint(3, 6)) % 12 + 1),
        "d": str(dice.randint(1, 28)), "age": str(dice.randint(41, 84)), "kin": dice.choice(names.KIN),
    }  # fmt: skip
    return known | dict(hot.slots) if hot else known


def _sum(dice: Random) -> int:
    """Some hundreds to some ten thousands of yuan, oftener round than not."""
    amount = int(10 ** dice.uniform(2.7, 4.8))
    return amount // 100 * 100 if dice.random() < 0.7 else amount


def own_words(dice: Random, known: Slots) -> Slots:
    """How another person in the same scene counts and remembers: the small numbers are their own."""
    return {**known, "n": str(dice.randint(2, 9)), "m": str(dice.randint(11, 86)), "d": str(dice.randint(1, 28)),
            "money": str(_sum(dice)), "age": str(dice.randint(31, 84)), "kin": dice.choice(names.KIN)}  # fmt: skip


def pick(dice: Random, found: Lines, mark: str, known: Slots, otherwise: Sequence[str] = ("",)) -> str:
    """One fitting fragment with its slots filled."""
    return dice.choice(fitting(found, mark) or otherwise).format_map(known)


def tell(
    dice: Random,
    topic: Topic,
    known: Slots,
    mark: str,
    fact: str,
    hot: HotIssue | None = None,
    again: bool = False,
) -> str:
    """The text of one filing."""
    manner: Manner = dice.choices(MANNERS, WEIGHTS)[0]
    told = (
        [_briefly(dice, hot.short if hot else topic.short, mark, known, fact)]
        if manner is manners.TERSE
        else [fact]
    )
    if again:
        told.append(pick(dice, manners.AGAIN, "", known))
    if hot and dice.random() < 0.3:
        told.append(pick(dice, manners.TOGETHER, "", known))
    told += _more(dice, topic, known, mark, dice.randint(*manner.length))
    return _framed(dice, manner, known, told)


def _briefly(dice: Random, short: Lines, mark: str, known: Slots, fact: str) -> str:
    """A line, mostly with where it is."""
    line = pick(dice, short, mark, known, (fact,))
    if fact in line:
        return line
    where = dice.choice(
        ("{town}{village}{n}组", "{town}", "{p}{road}{m}号", "{town}{estate}", "{road}{n}号")
    ).format_map(known)
    return (
        f"{where}，{line}"
        if dice.random() < 0.75
        else f"{line}{dice.choice(('急。', '请回电。', '盼复。', '谢谢。'))}（{where}）"
    )


def _more(dice: Random, topic: Topic, known: Slots, mark: str, many: int) -> list[str]:
    """Details, what was tried before, and what it does to them, in that order."""
    details = [text for known_mark, text in topic.more if known_mark in ("", mark)]
    taken = dice.sample(details, min(len(details), (many + 1) // 2))
    if many > 1 and topic.klass != "advice":
        taken += dice.sample(fitting(manners.EFFORTS, ""), (many - 1) // 3 + 1)
    if many > 2 or dice.random() < 0.3:
        taken += dice.sample(fitting(topic.hurt, mark), 1) if fitting(topic.hurt, mark) else []
    return [text.format_map(known) for text in taken]


def _framed(dice: Random, manner: Manner, known: Slots, told: list[str]) -> str:
    greeted = dice.random() >= manner.silent
    parts = [pick(dice, manner.opening, "", known) if greeted else "", *told]
    parts.append(pick(dice, manner.closing, "", known) if dice.random() >= manner.silent else "")
    joint = "\n" if manner.paragraphs and len(told) > 2 else ""
    return joint.join(part for part in parts if part)
