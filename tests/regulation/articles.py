"""《信访工作条例》 (2022) article by article, in our own words: what each asks, and whether it asks it of software."""

from __future__ import annotations

# Articles that decide what this system does. Each must be enforced somewhere, and proven by a test.
BINDING: dict[int, str] = {
    5: "who answers for what: by place and level, by whoever is in charge; every unit for its own part",
    17: "how people may come: on line, by letter, telephone, fax, in person",
    18: "addresses, telephones, hours and procedure are published; nobody is retaliated against",
    19: "what a petition holds; spoken ones are written down as said; a matter already with an organ is not taken up above it",
    20: "visits go to the place and level meant for them; a joint visit sends at most five representatives",
    21: "all channels meet in one system; people can look their matter up and rate how it was dealt with",
    22: "a petition bureau registers everything, and passes it on within 15 days; it decides no merits",
    23: "the organ that gets a matter says in writing within 15 days that it has it and what happens next; or objects within 5 working days",
    24: "matters of several organs, disputes about who is competent, organs merged or abolished",
    25: "major and urgent matters are reported at once to the government and the petition bureaus, upward, until they end",
    28: "officials act in time and with respect, do not push matters around, and withdraw where they have an interest",
    29: "suggestions are studied and answered",
    30: "reports and accusations never come to those accused, nor does who made them",
    31: "six branches for what people ask for, tried in their order",
    32: "a written opinion on each thing asked: supported, explained, or not supported; and what is supported is carried out",
    33: "mediation where the law leaves room, by consent, in writing",
    34: "60 days, once longer by at most 30 with the head's approval, and the petitioner is told why",
    35: "review one level up, asked for within 30 days of the answer, decided within 30",
    36: "final review one level higher, decided within 30 days; after it the same matter is not taken up again",
    39: "joint conferences hold organs to their duty: talk to them, circulate, list, or order with a day",
    40: "bureaus press where terms pass and steps are left out; they suggest improvements, which are answered",
    48: "foreigners, stateless people and foreign organisations petition in the same way",
}

# Articles that bind, but whose mechanism is not built yet.
TO_COME: dict[int, str] = {}

# What the rest is about, and why no program can obey or break it.
NOT_SOFTWARE: dict[int, str] = {
    1: "why the regulation was made",
    2: "which organs it covers; any of them can be a unit here",
    3: "what the work is for",
    4: "the thought that guides it",
    6: "that organs keep channels open and listen; the articles after it say how",
    7: "the Party's leadership of the work",
    8: "what the Party's centre decides",
    9: "what local Party committees decide",
    10: "what governments at each level do",
    11: "the central joint conference",
    12: "its members",
    13: "local joint conferences",
    14: "what petition bureaus are for",
    15: "what other organs and their leaders are for",
    16: "staff and their training",
    26: "how petitioners behave; nothing here judges them or keeps a note of it",
    27: "solve, explain, help, or apply the law, as each case is",
    37: "help for people in need, given by other institutions",
    38: "inspections by Party committees and governments",
    41: "the yearly report",
    42: "liability of those who caused a matter",
    43: "liability for not registering; the system registers all by itself",
    44: "liability for not accepting or not answering in time",
    45: "liability for how leaders act",
    46: "liability for disclosure and retaliation",
    47: "what happens to petitioners who break the law; the police decide",
    49: "who interprets the regulation",
    50: "since when it is in force",
}
