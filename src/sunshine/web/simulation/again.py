"""Whoever comes again: joined to what is handled 并案, told its number, refused after the end, or reporting retaliation.

Nothing is refused at the door: each is registered first, and what becomes of it is decided by what became of the first.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.given import Given
from sunshine.petitions.sameness import shared
from sunshine.web.simulation.affair import Affair, day
from sunshine.web.simulation.bureau import Bureau
from sunshine.web.simulation.desk import Desk
from sunshine.web.simulation.voices import desk as words


class Again:
    """The second petition of one person, beside the first."""

    def __init__(self, first: Affair, second: Affair) -> None:
        self.first, self.second = first, second
        self.bureau = Bureau(second)

    @property
    def number(self) -> str:
        """That of the first."""
        return self.first.matter.number

    def same_person(self) -> bool:
        mine = self.second.matter.filings[self.second.filing]
        return bool(shared(mine, self.first.matter.filings.values()))

    def take_up(self, at: datetime) -> None:
        """The sorter finds the first, looks at how far it has come, and does what fits."""
        a, first = self.second, self.first
        bureau = a.petition.unit == first.petition.unit
        signs = a.has(a.petition.unit, Role.HEAD)
        handled = first.petition.stage in {"sorted", "handling"} and not first.matter.answers
        if first.ended and signs and self.same_person():
            self.bureau.keep_for(self._refuse_for_good(), at)
        elif not (bureau and handled and self.same_person()) or a.family.bars or first.family.bars:
            self.bureau.take_up(at)
        elif signs and a.chance(0.25):
            self.bureau.keep_for(self._named_by_number(), at)
        else:
            self._look_and_join(at)

    def _refuse_for_good(self) -> partial[None]:
        first = self.first
        review = next(one for one in reversed([*first.matter.reviews.values()]) if one.level == "final")
        assert first.ended is not None
        assert review.answered_at is not None
        organ = first.life.places.book[first.family.members[review.id].unit].zh
        said = {"number": self.number, "final_number": first.life.numbered(first.ended), "final_organ": organ}
        facts = {"final": str(review.id), "final_on": day(review.answered_at)}
        return partial(self.bureau.refuse_for_good, facts, said)

    def _named_by_number(self) -> partial[None]:
        """To a visitor not accepted a second time; to whoever wrote, kept with the first and told so."""
        if self.second.arrival.channel == "visit":
            where = (
                self.first.life.places.book[self.first.handling.unit].zh
                if self.first.of_kind("handling")
                else ""
            )
            return partial(self.bureau.refuse_pending, self.number, where or self.first.office.zh)
        return partial(self.bureau.file_repeat, self.number)

    def _look_and_join(self, at: datetime) -> None:
        a, first = self.second, self.first
        if a.chance(a.shares.looked_up * 20):
            Desk(a).look_up(at)
        given = {"into": str(first.root), "checked": a.life.dice.choice(("phone", "document", "letter"))}
        a.life.do(
            a.root,
            "join",
            a.sorter,
            at + timedelta(minutes=5),
            given,
            {"words": a.say(words.SAME)},
            beside=first.root,
        )
        if a.chance(a.shares.part):
            a.later(at, a.between(0.5, 4), self.part)

    def part(self, at: datetime) -> None:
        """Looked at again, it is another matter after all: it goes its own way, with the days it had."""
        a, first = self.second, self.first
        filing = first.family.members.get(a.filing)
        unserved = filing and filing.stage == "registered" and not first.matter.filings[a.filing].delivered
        if unserved and first.petition.stage == "handling":
            said = {"words": a.say(words.OTHER_THING)}
            a.life.do(a.filing, "part", first.sorter, at, {}, said, beside=a.root)
            a.later(at, a.between(0.2, 1), self.bureau.sort)


def retaliation(first: Affair, second: Affair) -> Given:
    """举报打击报复: a report of the same person about the organ that is to decide, registered outside it (条例 第十八条、第四十六条)."""
    told = first.life.openings[0]
    facts = {
        "channel": "web", "purpose": "report", "visibility": "bureau", "place": told.given.facts["place"], "people": 1,
        "complained_of": [str(first.office.id)], "follows": told.numbers[0],
    }  # fmt: skip
    texts = {
        "text": second.say(words.RETALIATED), "title": "举报打击报复", "accused": first.office.zh,
        "party": told.given.texts.get("party", ""),
    }  # fmt: skip
    rows = {"1": Given({}, {"demand": "查处打击报复"})}
    return Given(facts, {name: text for name, text in texts.items() if text}, rows)
