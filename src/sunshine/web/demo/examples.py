"""One example of each kind of road that a petition can take, from the demo's past, with somebody of the cast who sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, When
from django.utils.translation import gettext_noop as _

from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.memory import remembered
from sunshine.foundation.offices.actors import acting_in
from sunshine.foundation.offices.models import Post
from sunshine.petitions.models import Petition
from sunshine.web.demo.cast import CAST, CastMember

COUNTY = "511421"  # where most of the cast work
# By the move that shows the road; what a visitor finds there.
ROADS: Mapping[str, str] = {
    "reply_simply": _("简易办理：事情清楚，十个工作日内答复"),
    "extend": _("延期：六十天办不完，告诉了理由"),
    "conclude_hearing": _("听证：两边当面说，主持人作了结论"),
    "reach_agreement": _("调解：双方谈成，签了协议"),
    "uphold_objection": _("异议成立：不归它管，改转给别的单位"),
    "answer_assistance": _("协办：请别的单位查清它那一部分"),
    "report_back": _("交办：办完要向信访局报告"),
    "hand_down": _("转给下级信访局，期限不重新算"),
    "reply": _("一条建议，信访局当时就答复"),
    "file_away": _("存：一封感谢信，也要写明理由"),
    "refuse": _("不予受理：写明理由，告诉去哪里"),
    "join": _("又来反映同一件事，并在一起办"),
    "represent": _("集体来访，推选代表"),
    "grant_recusal": _("承办人回避，换了人接着办"),
    "ask_withdrawal": _("群众要撤回，七天内可以反悔"),
    "report_last": _("紧急情况：马上报，每天续报，直到了结"),
    "decide_conference": _("联席会议：几个单位一起定谁牵头、各办什么"),
    "announce": _("信寄不到，公告送达"),
    "revoke": _("复查撤销了答复，重新办理"),
    "ask_final_review": _("一直走到复核，最后一道"),
    "refuse_for_good": _("复核以后又来，不再受理"),
}


@dataclass(frozen=True, slots=True)
class Example:
    """One road, the matter that took it, and who opens it."""

    words: str
    petition: UUID
    number: str
    member: CastMember


@remembered(seconds=300)
def examples() -> Sequence[Example]:
    """An example of each road that was taken in what is not kept secret, in the order of the roads."""
    taken = _taken()
    roots = [step.subject.root_id for step in taken.values()]
    numbers = dict(Petition.objects.filter(pk__in=roots).values_list("pk", "number"))
    posts = _posts()
    found = ((words, taken[move]) for move, words in ROADS.items() if move in taken)
    return [
        Example(words, step.subject.root_id, numbers[step.subject.root_id], member)
        for words, step in found
        if (member := next(_who_sees(step, posts), None))
    ]


def _taken() -> Mapping[str, Step]:
    """Of each move the last time that it was made, in the cast's own county where it was."""
    near = Case(When(subject__area__startswith=COUNTY, then=0), default=1)
    steps = Step.objects.filter(
        move__in=ROADS, phase="", subject__sealed=False, subject__root__kind="petition"
    )
    last = steps.annotate(near=near).order_by("move", "near", "-at").distinct("move")
    return {step.move: step for step in last.select_related("subject")}


def _posts() -> Mapping[str, Post]:
    logins = [one.login for one in CAST]
    held = Post.objects.select_related("officer").filter(officer__login__in=logins, valid_to=None)
    return {post.officer.login: post for post in held}


def _who_sees(step: Step, posts: Mapping[str, Post]) -> Iterator[CastMember]:
    """Whoever made it first, then their colleagues, those who have to do with the matter, and those whose area it lies in."""
    root = step.subject.root_id
    units = set(Subject.objects.filter(root=root).values_list("unit", flat=True))

    def apart(one: CastMember) -> tuple[bool, bool, bool]:
        post = posts[one.login]
        return post.pk != step.post_id, post.unit_id != step.unit_id, post.unit_id not in units

    for one in sorted((one for one in CAST if one.login in posts), key=apart):
        post = posts[one.login]
        post.officer.held = [post]
        if visible(acting_in(post, post.officer), Subject.objects.filter(pk=root)).exists():
            yield one
