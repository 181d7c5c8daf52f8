"""Twenty-four invented petitions at every stage of the main road, in petitioners' own voices."""

from __future__ import annotations

from sunshine.web.demo.stories import countryside, housing, labour, town
from sunshine.web.demo.stories.shape import Story

STORIES: tuple[Story, ...] = (*labour.STORIES, *housing.STORIES, *countryside.STORIES, *town.STORIES)
