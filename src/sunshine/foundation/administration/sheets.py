"""Reading a table that people made in a spreadsheet: CSV in UTF-8 or GB18030, with or without Excel's mark, any order of columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MOST_ROWS = 5000
ENCODINGS = ("utf-8-sig", "gb18030")
Row = Mapping[str, str]


class Unreadable(Exception):
    """The table cannot be read at all; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row: the column, why, and what to write instead."""

    line: int
    column: str
    why: str


@dataclass
class Sheet:
    """A table read: its rows by line number, and what is wrong with them."""

    rows: list[tuple[int, Row]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, column: str, why: str) -> None:
        self.faults.append(Fault(line, column, why))


def decoded(data: bytes) -> str:
    """The text of a file. Raises Unreadable."""
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(_("读不懂这个文件。请在表格软件里另存为“CSV（逗号分隔）”，编码选 UTF-8 或 GB18030。"))


def read(text: str, columns: Mapping[str, str], required: Sequence[str]) -> Sheet:
    """The rows of a table whose first line names the columns, in Chinese or by their code. Raises Unreadable.

    ``columns`` maps each heading to the code used inside; an unknown heading is refused, so that nothing is lost silently.
    """
    lines = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    if not lines:
        raise Unreadable(_("文件是空的。请先下载模板，填好再上传。"))
    names = _headings(lines[0], columns, required)
    sheet = Sheet()
    for line, cells in _filled(lines[1:]):
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            sheet.fault(line, "", _("这一行的格数比表头多。内容里有逗号的，请用英文双引号括起来。"))
        sheet.rows.append((line, {name: cell.strip() for name, cell in zip(names, cells, strict=False)}))
    if len(sheet.rows) > MOST_ROWS:
        raise Unreadable(_("一次最多 %d 行，请分成几个文件。") % MOST_ROWS)
    return sheet


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",\t;", key=head.count)


def _headings(cells: Sequence[str], columns: Mapping[str, str], required: Sequence[str]) -> list[str]:
    codes = set(columns.values())
    names = [columns.get(cell.strip(), cell.strip()) for cell in cells]
    unknown = [cell for cell, name in zip(cells, names, strict=True) if name and name not in codes]
    if unknown:
        raise Unreadable(_("表头里的“%s”不认识。请用模板里的表头。") % "、".join(unknown[:5]))
    headings = {code: heading for heading, code in columns.items()}
    missing = [headings[code] for code in required if code not in names]
    if missing:
        raise Unreadable(_("表头缺少“%s”。请用模板里的表头。") % "、".join(missing))
    return names


def _filled(lines: Sequence[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines with anything in them, numbered as the spreadsheet shows them."""
    for number, cells in enumerate(lines, 2):
        if any(cell.strip() for cell in cells):
            yield number, cells


def written(rows: Sequence[Sequence[str]]) -> bytes:
    """A table as Excel opens it without asking: UTF-8 with its mark."""
    out = io.StringIO()
    csv.writer(out).writerows([[_harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet must not run as a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "@", "\t", "\r"} else cell
