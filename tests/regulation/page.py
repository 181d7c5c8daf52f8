"""docs/regulation.md: every article, what enforces it, and which test proves it; read off the tables and the sources."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import sunshine
from sunshine.foundation.citing import articles
from tests.regulation.articles import BINDING, NOT_SOFTWARE, TO_COME

CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "docs" / "regulation.md"
SOURCE, TESTS = Path(sunshine.__file__).parent, CHECKOUT / "tests"
HEAD = """# The regulation, article by article

Written by `make procedure` from the procedure tables, the docstrings and the tests, which all name the article they are
about; a test keeps it in step and fails where an article that binds is enforced by nothing or proven by nothing. Do not
edit. Articles are those of 《信访工作条例》 (2022), in our own words.

"""
Found = dict[int, list[str]]


def page() -> str:
    """The whole page."""
    rules, proofs = enforced(), proven()
    lines = [HEAD.rstrip("\n"), "", "## What binds the system", ""]
    for article, words in BINDING.items():
        lines += [f"### {_title(article)}: {words}", ""]
        lines += [f"- Enforced by {'; '.join(rules.get(article, []))}."]
        lines += [f"- Proven by {', '.join(proofs.get(article, []))}.", ""]
    for title, rest in (
        ("What binds and is not built yet", TO_COME),
        ("What no program can obey or break", NOT_SOFTWARE),
    ):
        lines += [
            f"## {title}",
            "",
            *(f"- {_title(article)}: {words}." for article, words in rest.items()),
            "",
        ]
    return "\n".join(lines)


def _title(article: int) -> str:
    return f"Article {article}"


def enforced() -> Found:
    """By article: the moves and duties that name it, and the functions and classes whose docstrings do."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for kinds in (_moves(), _duties(), _docstrings()):
        for name, cited in kinds:
            for article in sorted(articles(cited)):
                found[article] += [name] if name not in found[article] else []
    return found


def _moves() -> Iterator[tuple[str, str]]:
    from sunshine.foundation.procedure.table import procedures

    for table in procedures():
        for move in table.moves:
            yield f"the move `{table.kind}.{move.code}`", move.law


def _duties() -> Iterator[tuple[str, str]]:
    from sunshine.foundation.duties.rules import all_rules

    for rule in all_rules():
        yield f"the duty `{rule.code}`", rule.law


def _docstrings() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and (said := ast.get_docstring(node)):
                    place = path.relative_to(SOURCE.parent.parent)
                    yield f"[{node.name}](../{place})", said


def proven() -> Found:
    """By article: the test files that name it, in their own docstring, a test's, or the file's name."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        cited = set().union(*(articles(said) for said in _said(tree)))
        parts = path.stem.split("_")
        cited |= {int(parts[2])} if parts[1] == "art" and parts[2].isdigit() else set()
        for article in cited:
            found[article].append(f"[{path.stem}](../{path.relative_to(CHECKOUT)})")
    return found


def _said(tree: ast.Module) -> Iterator[str]:
    for node in [tree, *ast.walk(tree)]:
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
            yield ast.get_docstring(node) or ""
