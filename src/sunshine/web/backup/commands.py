"""The commands `sunshine backup` and `sunshine restore`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sunshine.web.launcher import embedded


def backup(name: str, arguments: list[str]) -> None:
    """Everything into one archive. How the keys are kept has to be said: without them the archive opens nothing."""
    parser = argparse.ArgumentParser(prog="sunshine backup", description=backup.__doc__)
    parser.add_argument("file", type=Path)
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument(
        "--passphrase-file", type=Path, help="seal the keys into the archive under this passphrase"
    )
    choice.add_argument("--keys-to", type=Path, metavar="FILE", help="write the keys to a file of their own")
    choice.add_argument("--without-keys", action="store_true", help="the keys are kept elsewhere already")
    _run_backup(parser.parse_args(arguments))


def _run_backup(chosen: argparse.Namespace) -> None:
    with _prepared():
        from sunshine.web.backup import keys, making

        words = keys.passphrase(chosen.passphrase_file) if chosen.passphrase_file else None
        made = making.make(chosen.file, _address(), words=words, apart=chosen.keys_to)
    print(f"{chosen.file}: database and {made.files} files, {made.size / 1e6:.1f} MB")


def restore(name: str, arguments: list[str]) -> None:
    """An archive into an empty database and an empty place for files; proven at the end."""
    parser = argparse.ArgumentParser(prog="sunshine restore", description=restore.__doc__)
    parser.add_argument("file", type=Path)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--passphrase-file", type=Path, help="the keys are in the archive, under this passphrase"
    )
    choice.add_argument("--keys-from", type=Path, metavar="FILE", help="the keys are in this file")
    _run_restore(parser.parse_args(arguments))


def _run_restore(chosen: argparse.Namespace) -> None:
    if not os.environ.get("DATABASE_URL"):
        embedded.data_folder().mkdir(parents=True, exist_ok=True)
    with _prepared():
        from django.core.management import call_command

        from sunshine.web.backup import keys, restoring
        from sunshine.web.launcher import grants

        words = keys.passphrase(chosen.passphrase_file) if chosen.passphrase_file else None
        files = restoring.restore(chosen.file, _address(), words=words, apart=chosen.keys_from)
        print(f"{chosen.file}: database and {files} files are in place; proving them", flush=True)
        grants.migrate(verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("verify")
    print("Restored. Start `sunshine serve` and `sunshine worker`.")


@contextmanager
def _prepared() -> Iterator[None]:
    """A database to work on as its owner, and Django ready."""
    os.environ["SUNSHINE_DB_ROLE"] = "owner"
    with embedded.database():
        import django

        django.setup()
        yield


def _address() -> str:
    return os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
