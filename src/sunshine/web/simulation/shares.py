"""How often things happen: one place for the proportions of a past. Shares of what could come to it, between 0 and 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

OUTCOMES = ("support", "explain", "refuse")


def _by_outcome(*shares: float) -> Mapping[str, float]:
    return dict(zip(OUTCOMES, shares, strict=True))


@dataclass(frozen=True, slots=True)
class Shares:
    """The proportions of an ordinary past. A test makes them larger, so that few lives show every road."""

    # the bureau
    handed_down: float = 0.3  # of what came to a city or the province and happened in a county
    kept: float = 0.35  # of advice
    handed_on: float = 0.1  # of what was kept
    level_refused: float = 0.06  # of visits to the province about what a county decides
    assigned: float = 0.12  # with a report due
    named: float = 0.06  # the work given to somebody, in the bureau or the organ
    corrected: float = 0.012
    day_corrected: float = 0.0006  # of letters and other filings: the day of registration
    code_renewed: float = 0.006
    looked_up: float = 0.01
    called: float = 0.04
    spread: float = 0.03
    pressed_early: float = 0.012  # before the bureau has passed it on
    counted_first: float = 0.05  # where somebody looked whether it is the first time
    # the organ
    objects: float = 0.03
    objection_upheld: float = 0.4
    objection_withdrawn: float = 0.12
    simple: float = 0.34  # of first petitions that an organ accepts
    simple_turned: float = 0.05
    full_wanted: float = 0.04
    asks_help: float = 0.05
    help_released: float = 0.15
    inquiry: float = 0.12
    meeting: float = 0.08
    hearing: float = 0.008
    hearing_off: float = 0.2
    mediation: float = 0.03
    agreed: float = 0.7
    paused: float = 0.3  # where a place's own law allows it
    extends: float = 0.6  # of what takes too long
    recalled: float = 0.01
    sent_back: float = 0.05
    day_served_corrected: float = 0.004
    undelivered: float = 0.05  # of what is sent by post
    urgent: float = 0.0015  # of what is sorted, and again of what an organ takes up
    not_urgent: float = 0.15
    further_wanted: float = 0.2
    conference: float = 0.002  # of what is accepted
    conference_off: float = 0.15
    task_lifted: float = 0.08
    task_late: float = 0.15
    # kept from most
    entrusted: float = 0.4  # of reports, where there is a head
    excluded: float = 0.2
    words_opened: float = 0.15  # of what comes with a summary
    # people
    interested: float = 0.004  # officers who say that they cannot be impartial
    asks_recusal: float = 0.004
    recusal_granted: float = 0.5
    withdrawn: float = 0.015
    unanswered_call: float = 0.2  # of call-backs, at the first try
    rated: float = 0.64
    represented: float = 0.7  # of visits of five people and more
    # looked at again
    reviewed: Mapping[str, float] = field(default_factory=lambda: _by_outcome(0.02, 0.12, 0.3))
    varied: float = 0.12
    revoked: float = 0.1
    goes_on: float = 0.35  # of reviews that did not help, to the final one
    review_heard: float = 0.06
    # said again
    soon_again: float = 0.02  # of all that comes: said before, and not answered yet
    part: float = 0.08  # of what was joined
    retaliation: float = 0.08  # of what is said again soon
    ended_again: float = 0.006  # of all that comes: all the way was walked before


ORDINARY = Shares()
