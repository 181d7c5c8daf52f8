"""What is explored together. Everything at once would be millions of states, and most of them products of strangers:
a telephone call owed does not change how an answer is served. So the main road is walked in its full width, and each
side road together with the main road, for one organ or two as the side road needs."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.model.cast import ABOVE, ACCUSED, APART, BOTH, EVERYBODY, RS_GOV, Scope

ROAD = frozenset(
    {"sort", "forward", "sign", "accept", "guide", "issue_opinion", "confirm", "send_back", "recall", "deliver",
     "rate", "lapse", "log_call_back"}
)  # fmt: skip

SETTLING = frozenset(
    {"sort", "forward", "sign", "guide", "confirm", "send_back", "recall", "deliver", "rate", "lapse", "reply",
     "file_away", "refuse", "refuse_for_good", "hand_on", "report_back", "log_call_back"}
)  # fmt: skip


IN_2021 = datetime(2021, 6, 10, 4, tzinfo=UTC)  # when 《信访条例》 (2005) was in force
OBJECTING = ("object", "uphold_objection", "refuse_objection", "withdraw_objection")

URGENT = (
    "mark_urgent",
    "report_first",
    "drop_alert",
    "report_further",
    "report_last",
    "take_note",
    "ask_further",
)

CONFERRING = (
    "refer_conference",
    "decide_conference",
    "call_off_conference",
    "report_task",
    "hold_to",
    "lift_task",
)


def _with(*moves: str) -> frozenset[str]:
    return ROAD | set(moves)


# The shortest way to a review and out of it again.
REVIEWED = frozenset(
    {
        "sort",
        "forward",
        "sign",
        "accept",
        "issue_opinion",
        "confirm",
        "deliver",
        "lapse",
        "ask_review",
        "uphold",
        "revoke",
    }
)

SCOPES = {
    "main road": Scope(
        ROAD, filings=(("demand", ""), ("demand", ACCUSED), ("report", ACCUSED)), units=(BOTH, APART),
        classes=(("demand", "demand"), ("demand", "advice"), ("report", "demand")),
    ),
    "serving": Scope(_with("send_paper", "fail_delivery", "announce", "announced_served")),
    "pressing": Scope(_with("urge", "reply_urge")),
    "reviews": Scope(REVIEWED | {"recall", "send_back", "ask_final_review", "vary"}),
    "rating what is reviewed": Scope(REVIEWED | {"rate", "log_call_back"}),
    "carrying out": Scope(REVIEWED | {"carry_out", "vary"}, supports=True),
    "carrying out, an organ that ends": Scope(
        (REVIEWED - {"ask_review", "uphold", "revoke"}) | {"carry_out", "succeed", "designate"}, supports=True
    ),
    "withdrawing what is handled anew": Scope(REVIEWED | {"ask_withdrawal", "withdraw", "log_call_back"}),
    "withdrawing beside a review": Scope(
        (REVIEWED - {"revoke"}) | {"ask_withdrawal", "withdraw", "log_call_back"}, units=(APART,)
    ),
    "pressing for a review": Scope(REVIEWED | {"urge", "reply_urge"}),
    "a review's appointments": Scope(REVIEWED | {"contact"}),
    "a review's delivery": Scope((REVIEWED - {"revoke"}) | {"fail_delivery", "announce", "announced_served"}),
    "a review's corrections": Scope(REVIEWED | {"correct_delivery"}),
    "a review's teamwork": Scope((REVIEWED - {"revoke"}) | {"assign", "note", "release"}),
    "a reviewing organ that ends": Scope((REVIEWED - {"revoke"}) | {"succeed", "designate"}, ends=RS_GOV, heirs=(None,)),
    "organs that end after a review": Scope(REVIEWED | {"succeed", "designate"}),
    "calling": Scope(_with("unreached", "log_call")),
    "objections": Scope(_with(*OBJECTING), filings=(("demand", ""), ("demand", ACCUSED))),
    "objections with nobody above": Scope(_with(*OBJECTING), filings=(("demand", ABOVE),)),
    "objections to what was assigned": Scope(
        SETTLING - {"reply", "file_away", "hand_on", "rate"} | set(OBJECTING), classes=(("demand", "demand"),), keeping=True
    ),
    "withdrawing what others were asked about": Scope(
        (REVIEWED - {"ask_review", "uphold", "revoke"})
        | {"ask_assistance", "answer_assistance", "ask_withdrawal", "withdraw", "log_call_back", *OBJECTING}
    ),
    "assistance": Scope(
        _with("ask_assistance", "answer_assistance", "release_assistance", "unmask"),
        filings=(("demand", ""), ("demand", ACCUSED)),
    ),
    "hearings": Scope(
        REVIEWED - {"ask_review", "uphold", "revoke"} | {"call_hearing", "record_hearing", "conclude_hearing", "call_off_hearing", "send_back"}
    ),
    "hearings in a final review": Scope(
        (REVIEWED - {"revoke"})
        | {"ask_final_review", "call_hearing", "record_hearing", "conclude_hearing", "call_off_hearing"}
    ),
    "hearings of an organ that ends": Scope(
        REVIEWED - {"ask_review", "uphold", "revoke"}
        | {"call_hearing", "record_hearing", "conclude_hearing", "call_off_hearing", "succeed", "designate", "send_back"}
    ),
    "pauses": Scope(REVIEWED - {"ask_review", "uphold", "revoke"} | {"pause", "resume", "extend", "send_back"}),
    "pauses of a review": Scope((REVIEWED - {"revoke"}) | {"pause", "resume"}),
    "mediation": Scope(
        (REVIEWED - {"revoke"}) | {"mediate", "reach_agreement", "end_mediation", "carry_out", "send_back"}
    ),
    "mediation of an organ that ends": Scope(
        REVIEWED - {"ask_review", "uphold", "revoke"}
        | {"mediate", "reach_agreement", "end_mediation", "carry_out", "succeed", "designate", "send_back"}
    ),
    "simplified handling": Scope(
        REVIEWED - {"ask_review", "revoke", "uphold"}
        | {"accept_simply", "turn_ordinary", "reply_simply", "want_opinion", "extend", "send_back"}
    ),
    "simplified handling by an organ that ends": Scope(
        REVIEWED - {"ask_review", "uphold", "revoke"}
        | {"accept_simply", "turn_ordinary", "reply_simply", "want_opinion", "succeed", "designate", "send_back"}
    ),
    "records": Scope((REVIEWED - {"revoke"}) | {"record_inquiry", "record_meeting"}),
    "recusal": Scope(
        frozenset({"sort", "forward", "sign", "guide", "deliver", "assign", "declare_interest", "ask_recusal",
                   "grant_recusal",
                   "refuse_recusal"}),
        filings=(("demand", ""), ("demand", ACCUSED)),
    ),
    "urgent reports": Scope(
        frozenset({"sort", "forward", "sign", "guide", "deliver", *URGENT}), filings=(("demand", ""), ("report", ACCUSED)),
        classes=(("demand", "demand"), ("report", "demand")),
    ),
    "urgent reports of an organ that ends": Scope(
        frozenset({"sort", "forward", "sign", "guide", "deliver", "succeed", "designate", *URGENT})
    ),
    "joint conferences": Scope(
        frozenset({"sort", "forward", "sign", "guide", "deliver", *CONFERRING}), filings=(("demand", ""), ("demand", ACCUSED)),
    ),
    "joint conferences on what is withdrawn": Scope(
        frozenset({"sort", "forward", "ask_withdrawal", "withdraw", "log_call_back", *CONFERRING})
    ),
    "joint conferences of an organ that ends": Scope(
        frozenset({"sort", "forward", "sign", "guide", "deliver", "succeed", "designate", *CONFERRING})
    ),
    "words kept from handling units": Scope(
        frozenset({"sort", "forward", "sign", "guide", "deliver", "open_words", "confirm", "send_back", "unmask"}),
        units=(APART,), visibility="bureau",
    ),
    "who may know of a report": Scope(
        frozenset({"sort", "forward", "sign", "guide", "deliver", "entrust", "exclude", "read_sealed"}),
        filings=(("report", ACCUSED),), classes=(("report", "report"),),
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
    "withdrawing": Scope(
        _with("ask_withdrawal", "keep_on", "withdraw", "try_call_back"), filings=(("demand", ""), ("report", ACCUSED)),
        units=(BOTH, APART),
    ),
    "what the bureau settles": Scope(
        SETTLING, classes=(("advice", "advice"), ("demand", "demand")), keeping=True
    ),
    "what the bureau settles, a silent petitioner": Scope(
        SETTLING | {"fail_delivery", "announce", "announced_served"}, classes=(("advice", "advice"),),
        keeping=True, silent=True,
    ),
    "down to the county": Scope(_with("hand_down") - {"guide", "rate"}, place="511400"),
    "repeats": Scope(
        frozenset({"sort", "forward", "sign", "accept", "issue_opinion", "confirm", "deliver", "rate", "lapse",
                   "log_call_back", "join", "part", "say_first", "represent", "spread"}), repeated=True,
    ),
    "repeats, of which one is withdrawn": Scope(
        (ROAD - {"guide", "send_back", "recall", "rate"}) | {"join", "part", "ask_withdrawal", "withdraw"}, repeated=True
    ),
    "under the regulation of 2005": Scope(
        REVIEWED | {"ask_final_review", "extend", "object", "accept_simply", "mediate"},
        classes=(("demand", "demand"), ("demand", "advice")), registered=IN_2021,
    ),
    "the clock": Scope(_with("remind", "overdue", "recount", "render")),
    "erasure": Scope(_with("begin", "erase")),
}  # fmt: skip
