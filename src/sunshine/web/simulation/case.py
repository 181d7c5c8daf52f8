"""What one petition is about, and the words everybody finds for it."""

from __future__ import annotations

from random import Random

from sunshine.foundation.geography.queries import full_name
from sunshine.foundation.people.identity import Identity
from sunshine.foundation.procedure.given import Given
from sunshine.petitions.models import Filer, Visibility
from sunshine.petitions.registration import TITLE
from sunshine.web.simulation.arrivals import Arrival, home
from sunshine.web.simulation.places import Places, name_of
from sunshine.web.simulation.voices import BY_KEY, manners, names
from sunshine.web.simulation.voices.hot import ISSUES
from sunshine.web.simulation.voices.shape import Lines, fitting
from sunshine.web.simulation.voices.telling import ALL_ELSE, ELSEWHERE, PLEA, own_words, pick, slots, tell

OUTCOMES = (("support", 0.7), ("explain", 0.22), ("refuse", 0.08))
ANONYMOUS = {"report": 0.6, "demand": 0.03, "advice": 0.1}


class Case:
    """The scene of one arrival, told by one person."""

    def __init__(self, arrival: Arrival, places: Places, dice: Random) -> None:
        self.arrival, self.places, self.dice = arrival, places, dice
        self.topic, self.hot = BY_KEY[arrival.topic], None if arrival.hot is None else ISSUES[arrival.hot]
        scene = Random(arrival.scene)  # noqa: S311 – invented people, no secret
        self.town = home(arrival)
        self.known = slots(scene, name_of(self.town), self._town() or "城关", arrival.at, self.hot)
        marks, facts = zip(*(self.hot.facts if self.hot else self.topic.facts), strict=True)
        chosen = (dice if self.hot else scene).randrange(len(facts))
        self.mark = self.hot.mark if self.hot else marks[chosen]
        if self.hot:
            self.known = dict(own_words(dice, self.known))
        self.fact = facts[chosen].format_map(self.known)

    @property
    def category(self) -> str:
        return self.places.categories[self.topic.key]

    def filed(self) -> Given:
        """What the registering form would give."""
        dice, arrival, topic = self.dice, self.arrival, self.topic
        anonymous = dice.random() < ANONYMOUS[topic.klass]
        who = Identity() if anonymous else self.who()
        asks = self._asks()
        texts = {
            "text": tell(dice, topic, self.known, self.mark, self.fact, self.hot, arrival.again),
            "title": asks[0][:TITLE], "place_detail": self._detail(), "accused": self._accused(),
            "party": who.dump() if who else "",
        }  # fmt: skip
        open_to = Visibility.HANDLERS if dice.random() < 0.8 else Visibility.BUREAU
        facts = {
            "channel": arrival.channel, "purpose": topic.purpose, "place": self._place(), "filer": Filer.SELF.value,
            "visibility": (Visibility.ANONYMOUS if anonymous else open_to).value, "people": self._people(),
        }  # fmt: skip
        rows = {str(n): Given({}, {"demand": ask}) for n, ask in enumerate(asks, 1)}
        return Given(facts, {name: text for name, text in texts.items() if text}, rows)

    def who(self) -> Identity:
        """Who files; the same whenever this person comes."""
        dice = Random(self.arrival.person)  # noqa: S311 – invented people, no secret
        name, phone = names.person(dice, self.town), names.phone(dice)
        return Identity(name=name, phone=phone, address=full_name(self.town, "zh"))

    def _asks(self) -> list[str]:
        """One thing asked, or two that belong together."""
        fit = [*dict.fromkeys(fitting(self.topic.asks, self.mark) or PLEA)]
        many = 2 if len(fit) > 1 and self.dice.random() < 0.14 else 1
        return [ask.format_map(self.known) for ask in self.dice.sample(fit, many)]

    def _place(self) -> str:
        """County matters name the township; those of a city or the province often only that."""
        return self.town if self.arrival.level == 2 else self.arrival.place

    def _detail(self) -> str:
        known, dice = self.known, self.dice
        if dice.random() < 0.5:
            return ""
        return dice.choice(
            (
                f"{known['village']}{known['n']}组",
                f"{known['estate']}{known['n']}栋",
                f"{known['road']}{known['m']}号",
            )
        )

    def _town(self) -> str:
        """The township's own name."""
        return full_name(self.town, "zh").removeprefix(full_name(self.town[:6], "zh"))

    def _accused(self) -> str:
        return f"{full_name(self.town[:6], 'zh')}{self.known['town']}" if self.topic.klass == "report" else ""

    def _people(self) -> int:
        """Some who come in person come together."""
        together = self.arrival.channel == "visit" and self.dice.random() < 0.12
        return self.dice.randint(2, 9) if together else 1

    def say(self, found: Lines) -> str:
        """A fragment that fits, for whoever speaks."""
        return pick(self.dice, found, self.mark, self.known)

    def sometimes(self, share: float, found: Lines) -> str:
        return self.say(found) if self.dice.random() < share else ""

    def outcome(self) -> str:
        """Support, explanation or refusal; only what there are words for."""
        answers = self.topic.answers
        wanted = self.dice.choices([one for one, _ in OUTCOMES], [share for _, share in OUTCOMES])[0]
        if answers is None or wanted == "support":
            return "support"
        fits = fitting(answers.found_else, self.mark) and fitting(getattr(answers, wanted), self.mark)
        return wanted if fits else "support"

    def findings(self, outcome: str) -> str:
        answers = self.topic.answers
        if answers is None:
            return ELSEWHERE[0]
        found = answers.found if outcome == "support" else answers.found_else
        return pick(self.dice, found, self.mark, self.known, ELSEWHERE)

    def answer(self, outcome: str) -> dict[str, str]:
        """The opinion on one demand, and what it rests on."""
        answers = self.topic.answers
        if answers is None:
            return {"opinion": ALL_ELSE[0], "basis": "《信访工作条例》第三十一条"}
        by_outcome = {"support": answers.yes, "explain": answers.explain, "refuse": answers.refuse}
        opinion = pick(self.dice, by_outcome[outcome], self.mark, self.known, ALL_ELSE)
        return {"opinion": opinion, "basis": pick(self.dice, answers.basis, "", self.known)}

    def verdict(self, outcome: str, late: bool) -> tuple[int, str]:
        """How they rate it, 0 good, 1 fair, 3 bad, and why; the most say nothing to it."""
        bad = {"support": 0.03, "explain": 0.09, "refuse": 0.26}[outcome] + (0.12 if late else 0)
        roll = self.dice.random()
        value, words = (
            (3, manners.BAD) if roll < bad else (1, manners.FAIR) if roll < bad + 0.2 else (0, manners.GOOD)
        )
        return value, self.sometimes(0.8 if value == 3 else 0.45, words)
