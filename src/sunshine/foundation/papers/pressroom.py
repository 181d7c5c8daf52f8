"""The press for edited templates, in a process of its own that can reach nothing. Run by ``sandbox``, never imported.

Reads one job as JSON from stdin and answers on stdout: the pages, or what is wrong and in which line. Whatever a
template does, it can use up only its own few seconds and its own memory.
"""

from __future__ import annotations

import base64
import json
import re
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

SECONDS, BYTES = 20, 2 * 1024**3
LIBRARY = "foundation/papers/templates_typ/gb9704.typ"
PLACE = re.compile(r"main\.typ:(\d+):\d+")


def main() -> None:
    """Print one job."""
    job = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    with tempfile.TemporaryDirectory() as folder:
        json.dump(_printed(Path(folder), job), sys.stdout)


def _printed(folder: Path, job: dict[str, Any]) -> dict[str, Any]:
    import typst

    # The template sees this folder as the root of all files: the house's type area, and itself.
    root, empty = folder / "root", folder / "empty"
    (root / LIBRARY).parent.mkdir(parents=True)
    empty.mkdir()
    (root / LIBRARY).write_text(job["library"])
    (root / "main.typ").write_text(job["source"])
    compiler = typst.Compiler(
        root=root, font_paths=[job["fonts"]], package_path=empty, package_cache_path=empty
    )
    try:
        pages: Any = compiler.compile(
            input=str(root / "main.typ"), sys_inputs={"data": job["data"]}, format=job["format"], ppi=80
        )
    except typst.TypstError as error:
        return {"error": error.message, "line": _line(error)}
    found = pages if isinstance(pages, list) else [pages]
    return {"pages": [base64.b64encode(page).decode() for page in found]}


def _line(error: Any) -> int:
    place = PLACE.search(error.diagnostic) or PLACE.search(" ".join(error.trace))
    return int(place.group(1)) if place else 0


if __name__ == "__main__":
    main()
