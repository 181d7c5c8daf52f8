"""The `sunshine` command."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from sunshine.web import setup
from sunshine.web.backup import commands
from sunshine.web.backup.archive import BackupError
from sunshine.web.launcher import children, demo, embedded
from sunshine.web.launcher.programs import PostgresError
from sunshine.web.launcher.serving import PATIENCE, Serving
from sunshine.web.setup import SetupError

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
  init                                 a new office from nothing: database, keys, first organ, administrators
  install                              bring database, rights and static files to this version
  serve [--host H] [--port P | --socket PATH] [--certificate PEM --key PEM] [--processes N]   the site
  worker [--concurrency N]             the background jobs
  backup FILE                          database, files and keys into one archive, while everybody works
  restore FILE                         an archive into an empty database, proven at the end
  verify                               prove the whole record
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
    except (PostgresError, demo.DemoError, BackupError, SetupError) as error:
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
    parser.add_argument("--socket", type=Path, metavar="PATH", help="a unix socket instead of host and port")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--threads", type=int, default=0, help="in each process (default: two a processor)")
    parser.add_argument("--certificate", type=Path, help="PEM; then TLS ends here, with --key (PKCS#8 PEM)")
    parser.add_argument("--key", type=Path)
    chosen = parser.parse_args(arguments)
    if bool(chosen.certificate) != bool(chosen.key):
        parser.error("--certificate and --key belong together")
    serving = Serving(**vars(chosen))
    serving.share_counts()
    with embedded.database() as ours:
        if ours:
            _beside(serving.command)
        else:
            os.execv(serving.command[0], serving.command)


def _beside(command: list[str]) -> None:
    """Run the command while our own PostgreSQL runs, and pass on what we are told."""
    child = children.start(command)

    def tell(number: int, frame: FrameType | None) -> None:
        child.send_signal(signal.SIGTERM if number == signal.SIGINT else number)

    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, tell)
    sys.exit(child.wait())


def _worker(name: str, arguments: list[str]) -> None:
    """A job that is done leaves no row: what happened is in the record. SIGTERM lets running jobs end."""
    parser = argparse.ArgumentParser(prog="sunshine worker")
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at once")
    chosen = parser.parse_args(arguments)
    os.environ["PROCRASTINATE_WORKER_DELETE_JOBS"] = "successful"
    ending = ["--shutdown-graceful-timeout", str(PATIENCE)]
    with embedded.database():
        import django
        from django.core.management import execute_from_command_line

        django.setup()
        from sunshine.foundation.listening import listen
        from sunshine.foundation.ticking import keep_time

        keep_time()
        listen()
        work = ["procrastinate", "worker", "--concurrency", str(chosen.concurrency)]
        execute_from_command_line(["sunshine", *work, *ending])


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
    "backup": commands.backup,
    "demo": _demo,
    "init": setup.command,
    "install": _migrate,
    "migrate": _migrate,
    "restore": commands.restore,
    "serve": _serve,
    "worker": _worker,
}

if __name__ == "__main__":
    main()
