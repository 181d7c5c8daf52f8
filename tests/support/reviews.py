"""Those who look at an answer again: the city's labour bureau for a review, the city's government for the final one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.models import Officer, Post, Role
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Done, perform
from sunshine.petitions.models import Handling, Review
from tests.support.cast import Case, Cast

SAID = {
    "findings": "经核，考勤表还有六月。",
    "opinion": "原意见漏算六月工资。",
    "basis": "《保障农民工工资支付条例》第三条",
}


def hired(cast: Cast, name: str, unit: str, role: Role) -> Actor:
    """A new colleague, known by name in the cast from now on."""
    officer = Officer.objects.create_user(login=name, name=f"某{name}", password=None)
    cast.posts[name] = Post.objects.create(officer=officer, unit=cast.units[unit], role=role, title=name)
    return acting_in(cast.posts[name], officer)


@dataclass
class Reviewed:
    """A delivered opinion, and the people who may look at it again."""

    cast: Cast
    case: Case
    city_head: Actor
    gov_handler: Actor
    gov_head: Actor

    @property
    def review(self) -> Review:
        """The review asked for last."""
        return Review.objects.filter(petition=self.case.petition).latest("pk")

    @property
    def handling(self) -> Handling:
        """The handling that holds the demands now."""
        return Handling.objects.get(demands__in=self.case.demands[:1])

    def ask(self, by: Actor | None = None, move: str = "ask_review", **facts: Any) -> Done:
        texts = {"words": "欠的不止这些，六月没有算。"} | {k: facts.pop(k) for k in ("excuse",) if k in facts}
        against = self.handling.answer if move == "ask_review" else self.review.answer
        return perform(
            self.case.filing.pk,
            move,
            by or self.case.petitioner,
            Given({"paper": str(against), **facts}, texts),
        )

    def propose(self, verdict: str, by: Actor | None = None, outcome: str = "support", **facts: Any) -> Done:
        row = Given(
            {"outcome": outcome}, {"opinion": "连六月一起补发。", "basis": "《保障农民工工资支付条例》第三条"}
        )
        rows = {str(pk): row for pk in self.case.demands} if verdict == "vary" else {}
        facts |= {"days": 30} if verdict == "revoke" else {}
        return perform(self.review.pk, verdict, by or self.cast.city_handler, Given(facts, SAID, rows))

    def confirm(self, by: Actor | None = None) -> Done:
        return perform(self.review.pk, "confirm", by or self.city_head)

    def open(self) -> Done:
        """The petitioner opens the paper of the last review."""
        given = Given({"paper": str(self.review.answer), "method": "online"})
        return perform(self.case.filing.pk, "deliver", self.case.petitioner, given)

    def reviewed(self, verdict: str) -> None:
        """Asked for, decided and delivered."""
        self.ask()
        self.propose(verdict)
        self.confirm()
        self.open()

    def finally_reviewed(self, verdict: str) -> None:
        """The same, one level up."""
        self.ask(move="ask_final_review")
        self.propose(verdict, self.gov_handler)
        self.confirm(self.gov_head)
        self.open()

    def redo(self, findings: str = "重新核对考勤，六月也欠薪。") -> None:
        """The organ gives its opinion anew, and it is opened."""
        row = Given(
            {"outcome": "support"},
            {"opinion": "连六月一起补发。", "basis": "《保障农民工工资支付条例》第三条"},
        )
        texts = {"findings": findings, "new": "新调取了六月的考勤表。"}
        given = Given(texts=texts, rows={str(pk): row for pk in self.case.demands})
        perform(self.handling.pk, "issue_opinion", self.cast.handler, given)
        perform(self.handling.pk, "confirm", self.cast.head)
        opened = Given({"paper": str(self.handling.answer), "method": "online"})
        perform(self.case.filing.pk, "deliver", self.case.petitioner, opened)


def delivered(cast: Cast, case: Case | None = None) -> Reviewed:
    """An opinion that reached its petitioner."""
    case = case or cast.bring_to("delivered")
    return Reviewed(
        cast,
        case,
        city_head=hired(cast, "city_head", "ms-labour", Role.HEAD),
        gov_handler=hired(cast, "gov_handler", "ms-gov", Role.HANDLER),
        gov_head=hired(cast, "gov_head", "ms-gov", Role.HEAD),
    )


def ended(cast: Cast) -> Reviewed:
    """A matter that came to its final review, which reached its petitioner (条例 第三十六条)."""
    matter = delivered(cast)
    matter.reviewed("uphold")
    matter.finally_reviewed("uphold")
    return matter
