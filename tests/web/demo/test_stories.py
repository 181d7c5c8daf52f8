"""The demo's petitions can really have come as far as they say."""

from __future__ import annotations

import pytest

from sunshine.foundation.geography import queries
from sunshine.web.demo.cast import CAST, SUPPORTING
from sunshine.web.demo.stories import STORIES
from sunshine.web.demo.stories.shape import Journey, Step, Story
from sunshine.web.demo.units import units

ROAD = [
    Step.REGISTERED,
    Step.SORTED,
    Step.FORWARDED,
    Step.SIGNED,
    Step.NOTIFIED,
    Step.CONTACTED,
    Step.PROPOSED,
    Step.ISSUED,
    Step.DELIVERED,
    Step.RATED,
]
LAST_STEP = {
    Journey.RATED_GOOD: Step.RATED,
    Journey.RATED_BAD: Step.RATED,
    Journey.OVERDUE_NOTICE: Step.SIGNED,
    Journey.OVERDUE_OPINION: Step.CONTACTED,
    Journey.URGED: Step.CONTACTED,
}
POSTS = {(one.unit, one.role) for one in (*CAST, *SUPPORTING)}

each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)


def test_there_is_one_of_everything() -> None:
    assert len({story.id for story in STORIES}) == len(STORIES) == 24
    assert {story.journey for story in STORIES} == set(Journey)
    assert {story.channel for story in STORIES} == {"web", "visit", "letter", "phone"}
    assert {story.klass for story in STORIES} == {"demand", "advice", "report"}
    assert {story.branch for story in STORIES} == {"31.6", "31.5", "29", "30"}
    assert len({story.category for story in STORIES}) >= 12
    assert any(not story.filer.name for story in STORIES)


def test_rare_characters_and_scripts_occur() -> None:
    everything = "".join(story.filer.name + story.text for story in STORIES)
    assert {"𠮷", "䶮", "ꆈ"} <= set(everything)


@each_story
def test_the_steps_are_those_of_the_road_in_order(story: Story) -> None:
    last = LAST_STEP.get(story.journey) or Step(story.journey.value)
    walked = [step for step in story.days if step not in {Step.URGED, Step.REPLIED}]
    assert walked == ROAD[: ROAD.index(last) + 1]
    ages = list(story.days.values())
    assert ages == sorted(ages, reverse=True)
    assert 0 <= ages[-1] <= ages[0] <= 80


@each_story
def test_each_step_has_its_words(story: Story) -> None:
    assert story.text
    assert story.demands
    assert bool(story.unit) == (Step.FORWARDED in story.days)
    assert bool(story.contact) == (Step.CONTACTED in story.days)
    assert bool(story.urge) == (Step.URGED in story.days)
    assert bool(story.reply) == (Step.REPLIED in story.days)
    assert (story.opinion is not None) == (Step.PROPOSED in story.days)
    assert (story.rating is not None) == (Step.RATED in story.days)
    if story.branch != "31.6" and Step.NOTIFIED in story.days:
        assert story.reason
        assert story.procedure


@each_story
def test_every_demand_has_an_answer_with_a_legal_basis(story: Story) -> None:
    if story.opinion:
        assert len(story.opinion.answers) == len(story.demands)
        assert all("》第" in answer.basis for answer in story.opinion.answers)


@each_story
def test_late_ones_are_late_and_the_others_are_not(story: Story) -> None:
    days = story.days
    waiting = days.get(Step.FORWARDED, 0) - days.get(Step.NOTIFIED, 0)
    deciding = days.get(Step.NOTIFIED, 0) - days.get(Step.ISSUED, 0)
    assert days[Step.REGISTERED] - days.get(Step.FORWARDED, 0) <= 15
    assert (waiting > 15) == (story.journey == Journey.OVERDUE_NOTICE)
    assert (deciding > 60) == (story.journey == Journey.OVERDUE_OPINION)


@each_story
def test_somebody_is_there_to_do_each_step(story: Story) -> None:
    assert (story.desk, "sorter") in POSTS
    if Step.SIGNED in story.days:
        assert (story.unit, "handler") in POSTS
    if Step.PROPOSED in story.days:
        assert (story.unit, "head") in POSTS


def test_a_report_goes_where_the_accused_cannot_see_it() -> None:
    (report,) = [story for story in STORIES if story.klass == "report"]
    assert report.accused
    assert report.unit.endswith("-discipline")
    assert report.summary
    assert report.filer.name not in report.summary


def test_telephone_numbers_are_invented() -> None:
    assert all(story.filer.phone[:7] in {"", "1390000"} for story in STORIES)


@pytest.mark.django_db
def test_places_and_organs_exist() -> None:
    queries.forget()
    codes = {unit.code for unit in units()} | {""}
    for story in STORIES:
        assert queries.division(story.place)
        assert {story.desk, story.unit, story.accused} <= codes
