"""What a search costs at 100,000 petitions: `make bench-search`, or `python -m bench.search [HOW_MANY]`.

Builds a throw-away PostgreSQL with that many petitions, sealed and indexed like real ones, and measures the CPU time of
one search: this process and its database backend together, sealed words opened and checked included.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import UUID

from bench.texts import telling

HOW_MANY = 100_000
ROUNDS = 40


@dataclass(frozen=True)
class Office:
    """A bureau and the leading digits of its area."""

    unit: UUID
    area: str


def offices() -> list[Office]:
    """The bureaus of the province, its prefectures and counties, all made here."""
    from sunshine.foundation.geography.models import Division
    from sunshine.foundation.geography.queries import prefix
    from sunshine.foundation.offices.models import Unit

    rows = [
        Unit(
            code=f"b{code}",
            name=f"{name}信访局",
            name_en=code,
            short=name[:6],
            kind="bureau",
            division_id=code,
        )
        for code, name in Division.objects.filter(level__lte=3).order_by("code").values_list("code", "name")
    ]
    Unit.objects.bulk_create(rows)
    return [Office(row.pk, prefix(row.division_id)) for row in rows]


def fill(cursor: Any, found: list[Office], many: int) -> None:
    """Petitions and filings with sealed words and index entries, by COPY."""
    counties = [office for office in found if len(office.area) == 6]
    dice = random.Random(1)  # noqa: S311 – made-up petitions, not secrets
    for start in range(0, many, 5000):
        made = [Made(n, dice.choice(counties), *telling(dice)) for n in range(start, min(start + 5000, many))]
        for table, columns, rows in TABLES:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for one in made:
                    for row in rows(one):
                        copy.write_row(row)
        print(f"\r{start + len(made)} petitions", end="", flush=True)
    print()


class Made:
    """One made-up petition with its filing, keys and sealed words."""

    def __init__(self, n: int, office: Office, title: str, text: str) -> None:
        from uuid_utils.compat import uuid7

        from sunshine.foundation.ledger.sealing import content_place, new_key, salted, seal
        from sunshine.foundation.search.tokens import pieces, tokens

        self.root, self.filing, self.office = uuid7(), uuid7(), office
        self.number = f"SC{office.area:0<6}-2026-{n:06d}"
        self.keys = {self.root: new_key(self.root)[1]}
        key, self.keys[self.filing] = new_key(self.filing)
        said = {"title": title, "text": text, "demand@1": title}
        self.sealed = {
            name: seal(key, salted(words), content_place(self.filing, 1, name))
            for name, words in said.items()
        }
        areas = {office.area[:digits] for digits in range(2, len(office.area) + 1)}
        self.tokens = sorted(
            {*tokens("word", pieces(title) | pieces(text) | pieces(self.number)), *tokens("title", pieces(title)),
             *tokens("area", areas), *tokens("unit", [str(office.unit)])}
        )  # fmt: skip


def subjects(one: Made) -> Iterator[tuple[Any, ...]]:
    """The petition and its filing."""
    for pk, kind, stage in ((one.root, "petition", "new"), (one.filing, "filing", "registered")):
        yield (
            pk,
            kind,
            one.root,
            stage,
            1,
            one.office.unit,
            one.office.area,
            "2022",
            False,
            1,
            bytes(32),
            one.keys[pk],
        )


def contents(one: Made) -> Iterator[tuple[Any, ...]]:
    """The sealed words."""
    from uuid_utils.compat import uuid7

    for name, box in one.sealed.items():
        yield uuid7(), one.filing, 1, name, box


TABLES: Any = (
    ("ledger_subject", "id, kind, root_id, stage, stage_seq, unit_id, area, rules, sealed, seq, head, key", subjects),
    (
        "petitions_petition", "subject_id, channel, purpose, category, number, registered_at",
        lambda one: [(one.root, "web", "demand", "", one.number, "2026-11-01")],
    ),
    (
        "petitions_filing",
        "subject_id, petition_id, number, code_index, channel, visibility, people, has_factor, registered_at",
        lambda one: [(one.filing, one.root, one.number, b"", "web", "handlers", 1, False, "2026-11-01")],
    ),
    ("ledger_content", "id, subject_id, seq, name, sealed", contents),
    ("search_entry", "root_id, tokens, version", lambda one: [(one.root, one.tokens, 1)]),
)  # fmt: skip

QUERIES = {
    "one common word": ["工资", "停水", "路灯", "学位", "医保"],
    "one rare word": ["垃圾站", "充电桩", "快递柜", "药价", "河道"],
    "a phrase of six": ["材料退回来三", "面积算少了，希", "夜里影响休息", "老人出行不便", "账目没有公开"],
    "three words": [
        "工资 桥头 公开",
        "停水 龙泉 三个月",
        "路灯 白塔 依据",
        "电梯 柳溪 期限",
        "医保 金山 补发",
    ],
    "words that never meet": ["工资停水", "路灯学位", "桥头药价工资", "垃圾站河道", "公开期限"],
    "the end of a number": ["{n:06d}"],
}


def measure(found: list[Office], many: int) -> None:
    """Print the CPU time of searches by readers of a county, a prefecture and the province."""
    from sunshine.foundation.offices.actors import Actor

    print(
        f"\n{'':24}{'county':>22}{'prefecture':>22}{'province':>22}   a quarter below / half below, ms of CPU"
    )
    readers = [
        next(o for o in found if len(o.area) == digits and o.area.startswith("51")) for digits in (6, 4, 2)
    ]
    for name, queries in QUERIES.items():
        cells = []
        for office in readers:
            actor = Actor(
                "sorter", "bench", unit=office.unit, lineage=frozenset({office.unit}), area=office.area
            )
            spent = sorted(
                _spent(actor, queries[n % len(queries)].format(n=n * many // ROUNDS)) for n in range(ROUNDS)
            )
            quarter, half, _ = quantiles(spent, n=4)
            cells.append(f"{quarter:12.1f} /{half:6.1f}")
        print(f"{name:24}" + "".join(f"{cell:>22}" for cell in cells))


def _spent(actor: Any, query: str) -> float:
    from sunshine.petitions.finding import by_number, find

    before = _cpu()
    by_number(actor, query)
    found = find(actor, {"q": query})
    assert not found.why
    return (_cpu() - before) * 1000


def _cpu() -> float:
    """Seconds of CPU of this process and of its database backend."""
    from django.db import connection

    return time.process_time() + _backend(connection.connection.info.backend_pid)


def _backend(pid: int) -> float:
    # Nanoseconds on the processor: stat counts whole ticks of ten milliseconds, too coarse for one search.
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def main() -> None:
    """Build, measure, throw away."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else HOW_MANY
    folder = Path(tempfile.mkdtemp(prefix="sunshine-bench-"))
    os.environ |= {
        "SUNSHINE_DATA": str(folder),
        "SECRET_KEY": "bench",
        "DJANGO_SETTINGS_MODULE": "sunshine.web.settings",
    }
    from sunshine.web.launcher.postgres import DATABASE, OWNER, Postgres

    server = Postgres(folder, throwaway=True)
    with server:
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = server.url(OWNER, DATABASE)
        import django

        django.setup()
        _run(many)
    server.remove()
    shutil.rmtree(folder, ignore_errors=True)


def _run(many: int) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from sunshine.foundation.ledger.keyring import generate

    generate(settings.SUNSHINE_KEYS_FILE)
    call_command("migrate", verbosity=0)
    found = offices()
    with connection.cursor() as cursor:
        started = time.perf_counter()
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_tokens'")
        (definition,) = cursor.fetchone()
        cursor.execute("DROP INDEX search_tokens")  # filled at once it is built in a tenth of the time
        fill(cursor.cursor if hasattr(cursor, "cursor") else cursor, found, many)
        cursor.execute(definition)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(
            "SELECT pg_relation_size('search_entry') >> 20, pg_relation_size('search_tokens') >> 20"
        )
        table, gin = cursor.fetchone()
        print(f"built in {time.perf_counter() - started:.0f} s; entries {table} MB, their index {gin} MB")
    measure(found, many)
    connection.close()


if __name__ == "__main__":
    main()
