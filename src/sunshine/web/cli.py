"""The `sunshine` command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from sunshine.web.launcher import demo, embedded
from sunshine.web.launcher.programs import PostgresError

WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "diffsettings",
    "help",
    "makemigrations",
    "version",
    "--version",
}

USAGE = """usage: sunshine COMMAND

  demo [--port 8000] [--data DIR]      everything on this machine, with people and petitions to try
  install                              bring database, rights and static files to this version
  serve [--host H] [--port P] [--processes N]   the site (DATABASE_URL)
  worker                               the background jobs (DATABASE_URL)
  help                                 every other command
"""


def main() -> None:
    """Run one command; problems a user can mend end in one line on stderr and code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.web.settings")
    if len(sys.argv) < 2:
        sys.exit(USAGE)
    name, arguments = sys.argv[1], sys.argv[2:]
    try:
        OWN.get(name, _manage)(name, arguments)
    except (PostgresError, demo.DemoError) as error:
        sys.exit(f"sunshine: {error}")


def _demo(name: str, arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="sunshine demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", default=os.environ.get("SUNSHINE_DATA") or str(embedded.data_folder()))
    chosen = parser.parse_args(arguments)
    os.environ["SUNSHINE_DATA"] = os.path.abspath(chosen.data)
    demo.run(chosen.port)


def _serve(name: str, arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="sunshine serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    if not os.environ.get("DATABASE_URL"):
        parser.error("set DATABASE_URL to the PostgreSQL it works on")
    command = demo.web_server(chosen.host, chosen.port, chosen.processes)
    os.execv(command[0], command)


def _worker(name: str, arguments: list[str]) -> None:
    _manage("procrastinate", ["worker", *arguments])


def _migrate(name: str, arguments: list[str]) -> None:
    """Work as the owner; `install` also collects the static files."""
    os.environ["SUNSHINE_DB_ROLE"] = "owner"
    with embedded.database():
        import django
        from django.core.management import call_command

        django.setup()
        from sunshine.web.launcher import grants

        if name == "migrate":
            grants.migrate(*arguments)
            return
        grants.migrate(verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)


def _manage(name: str, arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line

    if name in WITHOUT_DATABASE:
        execute_from_command_line(["sunshine", name, *arguments])
        return
    with embedded.database():
        execute_from_command_line(["sunshine", name, *arguments])


OWN: dict[str, Callable[[str, list[str]], None]] = {
    "demo": _demo,
    "install": _migrate,
    "migrate": _migrate,
    "serve": _serve,
    "worker": _worker,
}

if __name__ == "__main__":
    main()
