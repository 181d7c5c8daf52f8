"""The house style, measured: short functions, small files. A rule nobody measures is a wish."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import sunshine

SOURCE = Path(sunshine.__file__).parent
FILES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def functions() -> Iterator[tuple[str, int]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield f"{path.relative_to(SOURCE)}:{node.name}", node.end_lineno - node.lineno + 1


def test_functions_are_short() -> None:
    lengths = dict(functions())
    assert median(lengths.values()) <= 8
    assert {name: length for name, length in lengths.items() if length > 60} == {}


def test_files_are_small() -> None:
    lengths = {str(path.relative_to(SOURCE)): len(path.read_text().splitlines()) for path in FILES}
    assert {name: length for name, length in lengths.items() if length > 500} == {}
