"""Appeals, as its own rules would have analysed them. Runs in the peer's Python."""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))

from baisitong2.database import SessionLocal, init_tables
from baisitong2.models import Appeal
from baisitong2.services.analyzer import rule_analyzer

from bench.texts import telling

SOURCES = ("居民上报", "12345转办", "网格巡查", "线上留言")

init_tables()
dice = random.Random(1)  # noqa: S311
with SessionLocal() as session:
    for n in range(int(sys.argv[1])):
        appeal = Appeal(content=telling(dice)[1], source=dice.choice(SOURCES))
        appeal.apply_analysis(rule_analyzer.analyze(appeal.content))
        session.add(appeal)
        if n % 5000 == 4999:
            session.commit()
    session.commit()
