"""The loaded demo: every story where it should be, the record whole, the report out of sight of those it names."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.files.models import Attachment, FileState
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.queries import words_named
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.ledger.verify import verify
from sunshine.foundation.offices.actors import Actor, acting_in
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Officer, Post
from sunshine.foundation.people.identity import Identity
from sunshine.petitions.models import Delivery, Filing, Rating
from sunshine.petitions.querycode import code_index
from sunshine.web.demo import walk
from sunshine.web.demo.cast import CAST
from sunshine.web.demo.load import load, make_keys
from sunshine.web.demo.showcase import showcase
from sunshine.web.demo.stories import STORIES
from sunshine.web.demo.stories.shape import Journey, Story
from sunshine.web.demo.stories.shape import Step as Taken
from tests.support.cast import Cast

# Where handling units read a summary, lists call the matter by it.
BY_TITLE = {story.demands[0][:40]: story for story in STORIES} | {s.summary: s for s in STORIES if s.summary}
# How far petition, filing and handling have come; no handling before the petition was passed on.
REACHED = {
    Journey.REGISTERED: ("new", "registered", ""),
    Journey.SORTED: ("sorted", "registered", ""),
    Journey.FORWARDED: ("handling", "registered", "received"),
    Journey.SIGNED: ("handling", "registered", "signed"),
    Journey.OVERDUE_NOTICE: ("handling", "registered", "signed"),
    Journey.ACCEPTED: ("handling", "registered", "accepted"),
    Journey.CONTACTED: ("handling", "registered", "accepted"),
    Journey.URGED: ("handling", "registered", "accepted"),
    Journey.OVERDUE_OPINION: ("handling", "registered", "accepted"),
    Journey.PROPOSED: ("handling", "registered", "accepted"),
    Journey.ISSUED: ("handling", "registered", "issued"),
    Journey.DELIVERED: ("answered", "answered", "answered"),
    Journey.RATED_GOOD: ("answered", "answered", "answered"),
    Journey.RATED_BAD: ("answered", "answered", "answered"),
}
OWED = {
    Journey.REGISTERED: {"forward"},
    Journey.SORTED: {"forward"},
    Journey.FORWARDED: {"notice"},
    Journey.SIGNED: {"notice"},
    Journey.OVERDUE_NOTICE: {"notice", "reply_urge"},
    Journey.OVERDUE_OPINION: {"decide", "reply_urge"},
    Journey.PROPOSED: {"decide", "countersign"},
    Journey.ISSUED: {"deliver"},
    Journey.URGED: {"decide", "reply_urge"},
}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo, loaded once for all these tests and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        directory.forget()
        assert load(timezone.now())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def stories(demo: None) -> dict[str, Filing]:
    """Each story's filing, by the story's id."""
    titles = words_named(Filing.objects.values_list("pk", flat=True), "title")
    filings = Filing.objects.in_bulk(list(titles))
    return {BY_TITLE[title].id: filings[pk] for pk, title in titles.items()}


def officer(login: str) -> Actor:
    post = Post.objects.select_related("officer").get(officer__login=login)
    return acting_in(post, post.officer)


def test_every_story_reaches_its_stage(stories: dict[str, Filing]) -> None:
    assert len(stories) == len(STORIES)
    for story in STORIES:
        filing = stories[story.id]
        family = dict(Subject.objects.filter(root=filing.petition_id).values_list("kind", "stage"))
        reached = tuple(family.get(kind, "") for kind in ("petition", "filing", "handling"))
        guided = story.branch != "31.6" and Taken.NOTIFIED in story.days
        assert reached == (("handling", "registered", "guided") if guided else REACHED[story.journey]), (
            story.id
        )


def _supported(story: Story) -> set[str]:
    """What an issued opinion that supports something leaves to be carried out."""
    answers = story.opinion.answers if story.opinion and story.journey == Journey.ISSUED else ()
    return {"execute"} if any(answer.outcome == "support" for answer in answers) else set()


def test_every_story_leaves_its_duties(stories: dict[str, Filing]) -> None:
    for story in STORIES:
        open_ones = Duty.objects.filter(subject__root=stories[story.id].petition_id, state="open")
        if story.journey in OWED:
            assert set(open_ones.values_list("rule", flat=True)) == OWED[story.journey] | _supported(story), (
                story.id
            )
        late = open_ones.filter(due_at__lte=timezone.now(), rule__in=("notice", "decide", "forward")).exists()
        overdue = story.journey in {Journey.OVERDUE_NOTICE, Journey.OVERDUE_OPINION}
        assert late == overdue, story.id


def test_petitions_are_registered_where_the_story_says(stories: dict[str, Filing]) -> None:
    book = directory()
    for story in STORIES:
        assert book[stories[story.id].subject.unit_id].code == story.desk
        assert stories[story.id].channel == story.channel


def test_the_record_is_whole_and_in_order(demo: None) -> None:
    assert list(verify()) == []
    last: dict[object, Any] = {}
    for subject, at in Step.objects.order_by("subject", "seq").values_list("subject", "at"):
        assert at >= last.get(subject, at)
        last[subject] = at
    assert max(Step.objects.values_list("at", flat=True)) < timezone.now()


def test_the_clock_spoke_on_the_way(demo: None) -> None:
    moves = set(Step.objects.filter(actor="system").values_list("move", flat=True))
    assert moves == {"adopt", "remind", "overdue", "lapse"}  # the organs and officers it found, and the clock
    assert not Duty.objects.filter(state="open", wake_at__lte=timezone.now()).exists()


def test_answers_were_served_and_rated(demo: None) -> None:
    assert set(Delivery.objects.values_list("method", flat=True)) == {"online", "hand", "post"}
    assert set(Rating.objects.values_list("value", flat=True)) == {0, 3}


def test_attachments_are_shown(stories: dict[str, Filing]) -> None:
    for story in STORIES:
        kept = Attachment.objects.filter(subject=stories[story.id].pk, state=FileState.KEPT)
        assert kept.count() == len(story.files)


def test_the_accused_side_finds_nothing_of_the_report(stories: dict[str, Filing]) -> None:
    root = stories["shigao-report"].petition_id
    for login in ("sg-office", "rs-leader", "sc-sorter", "rs-hrss"):
        assert not visible(officer(login)).filter(root=root).exists()
    for login in ("rs-sorter", "rs-discipline"):
        assert visible(officer(login)).filter(root=root).exists()


def test_everybody_in_the_cast_is_there_without_a_password(demo: None) -> None:
    for one in CAST:
        assert not Officer.objects.get(login=one.login).has_usable_password()


def test_the_showcase_opens(demo: None) -> None:
    shown = showcase()
    assert len(shown) == 3
    for one in shown:
        filing = Filing.objects.get(number=one.number)
        assert bytes(filing.code_index) == code_index(one.code)
        assert Identity.parse(words_named([filing.pk], "party")[filing.pk]).proves(one.factor)


def test_the_showcase_is_empty_outside_demo_mode(demo: None, settings: Any) -> None:
    settings.SUNSHINE_DEMO = False
    assert showcase() == []


def test_loading_again_changes_nothing(demo: None) -> None:
    def everything() -> list[Any]:
        return [Step.objects.count(), *Subject.objects.order_by("pk").values_list("pk", "seq", "stage")]

    before, out = everything(), StringIO()
    call_command("load_demo", stdout=out)
    assert everything() == before
    said = out.getvalue()
    assert all(one.login in said for one in CAST)
    assert all(one.code in said for one in showcase())


@pytest.mark.django_db
def test_a_database_with_petitions_of_its_own_is_refused(cast: Cast) -> None:
    cast.file()
    with pytest.raises(CommandError, match="of its own"):
        call_command("load_demo")


@pytest.mark.django_db
def test_nothing_is_loaded_outside_demo_mode(settings: Any) -> None:
    settings.SUNSHINE_DEMO = False
    with pytest.raises(CommandError, match="demo mode"):
        call_command("load_demo")


@pytest.mark.django_db
def test_a_load_that_fails_leaves_nothing(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path

    def fail(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(walk.ACTS, Taken.PROPOSED, fail)
    with pytest.raises(KeyboardInterrupt):
        load(timezone.now())
    assert not Officer.objects.exists()
    assert not Subject.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_keys_are_made_once(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUNSHINE_KEYS")
    settings.SUNSHINE_KEYS_FILE = tmp_path / "keys.json"
    make_keys()
    made = settings.SUNSHINE_KEYS_FILE.read_text()
    make_keys()
    assert settings.SUNSHINE_KEYS_FILE.read_text() == made
