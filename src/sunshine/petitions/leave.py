"""Actions of leaving the desk for a while or for good: substitutes named, work handed over, nothing left with a closed post."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.models import Bar, Reader, Step, Subject
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.memory import edited
from sunshine.foundation.offices.actors import SYSTEM, Actor
from sunshine.foundation.offices.models import holds
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen, perform, perform_opening
from sunshine.petitions.colleagues import Colleague
from sunshine.petitions.desk_forms import WORKERS, AbsenceForm, HandOverForm
from sunshine.petitions.procedure.leave import HAND_OVER, STAND_IN

BATCH = 200


def name_substitute(form: AbsenceForm, actor: Actor, key: str | None) -> Step:
    """Name who stands in. A repeat under the same key names nobody twice."""
    with transaction.atomic():
        _plan, done = perform_opening(STAND_IN, actor, form.given(), request_key=key)
        edited()
    return done.step


def end_absence(absence: UUID, actor: Actor, key: str | None) -> Step:
    """Back earlier than named. Raises Unseen or Refused."""
    if not visible(actor, Subject.objects.filter(pk=absence, kind="absence")).exists():
        raise Unseen
    with transaction.atomic():
        done = perform(absence, "come_back", actor, request_key=key)
        edited()
    return done.step


def named_work(post: UUID) -> list[Subject]:
    """The petitions and handlings named to this post on which something is still owed, oldest first."""
    owed = Duty.objects.filter(subject__root=OuterRef("root_id"), post=post, state="open")
    found = Subject.objects.filter(Exists(owed), post=post, kind__in=WORKERS)
    return list(found.order_by("id"))


@dataclass
class Passed:
    """What came of a hand-over, matter by matter."""

    passed: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)  # to the unit: the successor may not see these
    kept: list[str] = field(default_factory=list)  # out of this officer's sight or reach


def hand_over(form: HandOverForm, actor: Actor, key: str | None) -> UUID:
    """Pass all named work of one post on, in one act; returns the hand-over, whose step lists what passed."""
    earlier = Step.objects.filter(actor=actor.key, request_key=key).first() if key else None
    if earlier:
        return earlier.subject_id
    given = form.given()
    to = next((one for one in form.people if str(one.post) == given.facts.get("to")), None)
    with transaction.atomic():
        made = _pass_on(named_work(UUID(given.facts["post"])), to, actor)
        facts = {**given.facts, "subjects": made.passed, "returned": made.returned, "kept": made.kept}
        _plan, done = perform_opening(
            HAND_OVER, actor, Given({k: v for k, v in facts.items() if v}, given.texts), request_key=key
        )
    return done.step.subject_id


def _pass_on(work: Sequence[Subject], to: Colleague | None, actor: Actor) -> Passed:
    made = Passed()
    barred = _barred(work, to)
    for subject in work:
        free = to is not None and subject.root_id not in barred
        given = Given({"post": str(to.post)}) if to and free else Given()
        try:
            perform(subject.pk, "assign", actor, given)
        except (Unseen, Refused):
            made.kept.append(str(subject.pk))
        else:
            (made.passed if free or to is None else made.returned).append(str(subject.pk))
    return made


def _barred(work: Iterable[Subject], to: Colleague | None) -> set[UUID]:
    """The matters about an organ on whose side the successor is, from which they withdrew, or of which their head let only
    others know (条例 第二十八条、第三十条).
    """
    if to is None:
        return set()
    roots = [subject.root_id for subject in work]
    bars = Bar.objects.filter(Q(unit__in=to.lineage) | Q(officer=to.officer), root__in=roots, lifted_seq=None)
    listed = Reader.objects.filter(unit=to.unit, root__in=roots, removed_seq=None)
    known = set(listed.filter(officer=to.officer).values_list("root_id", flat=True))
    closed = set(listed.values_list("root_id", flat=True)) - known
    return closed.union(bars.values_list("root_id", flat=True))


def release_ended() -> int:
    """Give work that is named to a post which has ended, or has moved, back to its unit; returns how many were taken."""
    alive = holds(path="post__") & Q(post__officer__is_active=True, post__unit=F("unit"))
    dead = Duty.objects.filter(state="open", post__isnull=False).exclude(alive)
    pairs = list(dead.values_list("subject__root", "post").distinct()[:BATCH])
    for root, post in pairs:
        named = Subject.objects.filter(root=root, post=post, kind__in=WORKERS).values_list("pk", flat=True)
        for subject in list(named) or [root]:
            perform(subject, "release", SYSTEM, Given({"post": str(post)}))
    return len(pairs)
