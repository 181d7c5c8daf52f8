"""The figures of a run, as a table that can be pasted into docs/drill.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drill.blows import Blow, first_after, first_text_after
from drill.clients import Book
from drill.provider import Provider


@dataclass(frozen=True)
class Run:
    """All there is to tell of a run; ``lasted`` is how long clients filed, in seconds."""

    book: Book
    provider: Provider
    blows: list[Blow]
    starts: Mapping[str, int]
    lasted: float
    figures: Mapping[str, object]

    def table(self) -> str:
        return "\n".join([*_table(("figure", ""), self._figures()), "", *_table(BLOWS, self._blows())])

    def _figures(self) -> Iterable[tuple[str, str]]:
        filed = len(self.book.acknowledged)
        yield "filings acknowledged", f"{filed:,} in {self.lasted:.0f} s, {filed / self.lasted:.1f}/s"
        yield "tries beyond the first", f"{self.book.repeats:,}"
        yield "connections lost", f"{self.book.lost:,}"
        yield "answers of 500 and above", f"{self.book.broken:,}"
        yield "acknowledged keys sent again", f"{self.book.again:,}"
        yield "restarts", ", ".join(f"{name} {times - 1}" for name, times in self.starts.items())
        yield from ((name, str(value)) for name, value in self.figures.items())

    def _blows(self) -> Iterable[tuple[str, str, str, str]]:
        for blow in self.blows:
            filing = first_after(self.book, blow.over)
            text = first_text_after(self.provider, blow.over)
            yield blow.name, _seconds(filing), _seconds(text), blow.note


BLOWS = ("blow", "first filing acknowledged after it", "first message out after it", "what was done")


def _seconds(found: float | None) -> str:
    return "–" if found is None else f"{found:.2f} s"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(row)} |"
