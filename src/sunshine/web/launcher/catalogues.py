"""The language catalogues: what the sources say, what is translated, and the compiled files.

Chinese is the source, so only the other languages have a catalogue. Babel does it all; gettext's own
programs need not be installed.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[2]
LOCALE = SOURCE / "locale"
LANGUAGES = ("en",)

KEYWORDS = {
    name + suffix: places
    for suffix in ("", "_lazy", "_noop")
    for name, places in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
} | {"_": None, "say": None}


def collect(source: Path = SOURCE) -> Catalog:
    """Return a catalogue of every text marked for translation in Python files and templates."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for path in sorted(
        [*source.rglob("*.py"), *source.rglob("templates/**/*.html"), *source.rglob("templates/**/*.txt")]
    ):
        for _line, texts, _comments, context in extract("python", _as_python(path), KEYWORDS):
            found.add(texts, context=context, locations=[(path.relative_to(source).as_posix(), 0)])
    return found


def _as_python(path: Path) -> io.BytesIO:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What templatize leaves of the layout is not Python's: indentation would stop the tokenizer.
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    return io.BytesIO(text.encode())


def _catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _read(language: str) -> Catalog:
    path = _catalogue(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def problems(wanted: Catalog, translated: Catalog) -> Iterator[str]:
    """Yield a line for each text that has no translation, an uncertain or a broken one."""
    for message in wanted:
        if not message.id:
            continue
        found = translated.get(message.id, message.context)
        if fault := _fault(found, translated):
            where = message.locations[0][0] if message.locations else ""
            yield f"{fault}: {message.id!r} ({where})"


def _fault(found: Message | None, translated: Catalog) -> str:
    if found is None:
        return "not in the catalogue"
    if found.fuzzy:
        return "fuzzy"
    texts = found.string if isinstance(found.string, (tuple, list)) else (found.string,)
    if not all(texts):
        return "not translated"
    return "; ".join(str(error) for error in found.check(translated))


def check() -> int:
    """Print every problem of every language; return 1 when there is one."""
    wanted = collect()
    found = [f"{language}: {line}" for language in LANGUAGES for line in problems(wanted, _read(language))]
    print("\n".join(found), end="\n" if found else "")
    if found:
        print(
            f"{len(found)} texts to translate: run `make messages`, then fill in src/sunshine/locale/*/…/django.po"
        )
    return int(bool(found))


def update() -> int:
    """Add what is new in the sources to the catalogues, with no translation yet, and drop what is gone."""
    wanted = collect()
    for language in LANGUAGES:
        catalogue = _read(language)
        catalogue.update(wanted, no_fuzzy_matching=True)
        path = _catalogue(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(
                file, catalogue, width=110, ignore_obsolete=True, sort_by_file=True, include_lineno=False
            )
    return 0


def compile_all() -> int:
    """Compile the catalogues that changed since they were compiled last."""
    for path in LOCALE.glob("*/LC_MESSAGES/*.po"):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        unfinished = target.with_suffix(f".mo.{os.getpid()}")
        with path.open("rb") as source, unfinished.open("wb") as compiled:
            write_mo(compiled, read_po(source, locale=path.parts[-3], charset="utf-8"))
        unfinished.replace(target)
    return 0


COMMANDS = {"check": check, "update": update, "compile": compile_all}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]]())
