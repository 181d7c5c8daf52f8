"""What is explored together. Everything at once would be millions of states, and most of them products of strangers:
a telephone call owed does not change how an answer is served. So the main road is walked in its full width, and each
side road together with the main road, for one organ or two as the side road needs."""

from __future__ import annotations

from tests.model.cast import ABOVE, ACCUSED, APART, BOTH, EVERYBODY, Scope

ROAD = frozenset(
    {"sort", "forward", "sign", "accept", "guide", "issue_opinion", "confirm", "send_back", "recall", "deliver",
     "rate", "lapse"}
)  # fmt: skip


OBJECTING = ("object", "uphold_objection", "refuse_objection", "withdraw_objection")


def _with(*moves: str) -> frozenset[str]:
    return ROAD | set(moves)


SCOPES = {
    "main road": Scope(
        ROAD, filings=(("demand", ""), ("demand", ACCUSED), ("report", ACCUSED)), units=(BOTH, APART),
        classes=(("demand", "demand"), ("demand", "advice"), ("report", "demand")),
    ),
    "serving": Scope(_with("send_paper", "fail_delivery", "announce", "announced_served")),
    "pressing": Scope(_with("urge", "reply_urge")),
    "calling": Scope(_with("unreached", "log_call")),
    "objections": Scope(_with(*OBJECTING), filings=(("demand", ""), ("demand", ACCUSED))),
    "objections with nobody above": Scope(_with(*OBJECTING), filings=(("demand", ABOVE),)),
    "assistance": Scope(
        _with("ask_assistance", "answer_assistance", "release_assistance", "unmask"),
        filings=(("demand", ""), ("demand", ACCUSED)),
    ),
    "extension": Scope(_with("extend"), units=(BOTH, APART)),
    "appointments": Scope(_with("contact")),
    "corrections": Scope(_with("correct", "correct_registered", "correct_delivery")),
    "organs that end": Scope(_with("succeed", "designate"), units=(APART,)),
    "organs that end, a silent petitioner": Scope(
        _with("succeed", "designate", "fail_delivery", "announce", "announced_served"), units=(APART,), silent=True
    ),
    "nobody free": Scope(
        _with("hand_outside"), filings=(("demand", EVERYBODY), ("report", EVERYBODY)), nobody_free=True
    ),
    "teamwork": Scope(_with("assign", "note", "release")),
    "reading": Scope(
        _with("bind_case_file", "open_case_file", "unmask", "look_up", "add_material", "open_original", "renew_code")
    ),
    "the clock": Scope(_with("remind", "overdue", "recount", "render")),
    "erasure": Scope(_with("begin", "erase")),
}  # fmt: skip
