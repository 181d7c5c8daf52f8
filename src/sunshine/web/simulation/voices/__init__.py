"""What people say: a grammar of fragments by topic and by manner of speaking. All of it is invented."""

from __future__ import annotations

from sunshine.web.simulation.voices import land, living, public, work
from sunshine.web.simulation.voices.shape import Topic

TOPICS: tuple[Topic, ...] = (*work.TOPICS, *living.TOPICS, *land.TOPICS, *public.TOPICS)
BY_KEY = {topic.key: topic for topic in TOPICS}
