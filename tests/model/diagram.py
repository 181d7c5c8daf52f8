"""``make procedure``: writes docs/procedure.md, the procedures as they really run, read off what the checker found; and
docs/regulation.md, which article is enforced where and proven by what.

The table alone would not do: where an effect decides the stage, only planning shows where a move leads.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sunshine.foundation.procedure.table import Move, Procedure
    from tests.model.explore import Explored

PAGE = Path(__file__).parents[2] / "docs" / "procedure.md"
KINDS = (
    "petition",
    "handling",
    "objection",
    "assistance",
    "filing",
    "review",
    "callback",
    "recusal",
    "alert",
    "alert_receipt",
    "conference",
    "conference_task",
    "erasure",
)
HEAD = """# The procedures

Written by `make procedure` from the tables and from what the model checker found; a test keeps it in step. Do not edit.

The checker ([tests/model](../tests/model)) plans every move from every state that registration leads to, without a
database, and proves: every stage is reached and every move made; from every state the matter can still come to its end
with nothing owed, also when the petitioner is never heard of again; every stage that does not rest is owed by the unit
that holds it; every duty opened can be closed, or lapses; no report reaches the accused's side; no right of the
petitioner runs before a delivery; no bureau gives an answer in an organ's place.
"""


def page(roads: Iterable[Explored]) -> str:
    """The whole page."""
    from sunshine.foundation.procedure.table import procedure

    turned = {turn for explored in roads for turn in explored.turned}
    dealt = {deal for explored in roads for deal in explored.dealt}
    parts = [HEAD, *(_procedure(procedure(kind), turned) for kind in KINDS), _duties(dealt)]
    return "\n".join(parts)


def _procedure(table: Procedure, turned: set[tuple[str, str, str, str]]) -> str:
    turns = sorted(turn[1:] for turn in turned if turn[0] == table.kind and turn[1] != turn[3])
    lines = [f"## {table.name} {table.kind}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"  {stage.code}: {stage.name} {stage.code}" for stage in table.stages]
    lines += [f"  {before or '[*]'} --> {after}: {_name(table, move)}" for before, move, after in turns]
    lines += [
        f"  {stage.code} --> [*]" for stage in table.stages if stage.rest and _is_last(stage.code, turns)
    ]
    return "\n".join([*lines, "```", "", *_moves(table)]) + "\n"


def _is_last(stage: str, turns: Iterable[tuple[str, str, str]]) -> bool:
    return all(before != stage for before, _move, _after in turns)


def _name(table: Procedure, code: str) -> str:
    return str(table.by_code[code].name) if code in table.by_code else code


def _moves(table: Procedure) -> Iterator[str]:
    yield "| move | | by | signed by | from | law |"
    yield "| --- | --- | --- | --- | --- | --- |"
    everywhere = {stage.code for stage in table.stages}
    for move in table.moves:
        begins = "—" if move.opening else "any stage" if move.source == everywhere else _listed(table, move)
        yield f"| `{move.code}` | {move.name} | {_roles(move.by)} | {_roles({move.countersign or ''})} | {begins} | {move.law} |"


def _listed(table: Procedure, move: Move) -> str:
    return ", ".join(stage.code for stage in table.stages if stage.code in move.source)


def _roles(roles: Iterable[str]) -> str:
    return ", ".join(sorted(roles))


def _duties(dealt: set[tuple[str, str, str]]) -> str:
    from sunshine.foundation.duties.rules import rule

    lines = [
        "## 责任 duties",
        "",
        "| rule | | owed by | opened by | closed by |",
        "| --- | --- | --- | --- | --- |",
    ]
    for code in sorted({code for code, *_ in dealt}):
        opened, closed = (_verbs(dealt, code, how) for how in ("opens", "closes"))
        lines.append(f"| `{code}` | {rule(code).name} | {rule(code).holder} | {opened} | {closed} |")
    return "\n".join(lines) + "\n"


def _verbs(dealt: set[tuple[str, str, str]], code: str, how: str) -> str:
    return ", ".join(sorted(f"`{move}`" for one, did, move in dealt if (one, did) == (code, how)))


def main() -> None:
    """Explore, and write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.settings")
    import django

    django.setup()
    from tests.model.explore import explored
    from tests.regulation import page as regulation

    PAGE.write_text(page(explored().values()))
    regulation.PAGE.write_text(regulation.page())


if __name__ == "__main__":
    main()
