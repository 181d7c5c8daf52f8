"""`sunshine init`: a new office from nothing, up to the point where its administrators sign in."""

from __future__ import annotations

import argparse
import os
import sys

from sunshine.web.launcher import embedded
from sunshine.web.launcher.progress import step

QUESTIONS = (
    ("division", "Division 行政区划, six digits (510000 province, 511400 city, 511421 county)"),
    ("bureau", "Name of the bureau 信访局全称 (empty: after the division)"),
    ("phone", "Its telephone 电话"),
    ("address", "Its address 地址"),
    ("hours", "Its hours 接待时间"),
    ("system_admin", "System administrator 系统管理员, as LOGIN=姓名"),
    ("security_admin", "Security administrator 安全管理员, as LOGIN=姓名"),
    ("auditor", "Auditor 审计员, as LOGIN=姓名"),
)


class SetupError(Exception):
    """The office cannot be set up like this; the text says why and what to do."""


def command(name: str, arguments: list[str]) -> None:
    """Database, keys, first organ and three administrators; may be given again at any time, and after any interruption."""
    parser = argparse.ArgumentParser(prog="sunshine init", description=command.__doc__)
    for option, question in QUESTIONS:
        parser.add_argument(f"--{option.replace('_', '-')}", help=question)
    chosen = vars(parser.parse_args(arguments))
    os.environ["SUNSHINE_DB_ROLE"] = "owner"
    if not os.environ.get("DATABASE_URL"):
        embedded.data_folder().mkdir(parents=True, exist_ok=True)
    with embedded.database():
        import django

        django.setup()
        _prepare()
        _found(chosen)


def _prepare() -> None:
    from django.core.management import call_command

    from sunshine.web.launcher import grants
    from sunshine.web.setup import office

    with step("Preparing the database and the pages"):
        grants.migrate(verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    office.refuse_demo()
    made = office.make_keys()
    print(f"  Keys: {'made in' if made else 'already in'} {office.place_of_keys()}", flush=True)


def _found(chosen: dict[str, str | None]) -> None:
    from sunshine.web.setup import office

    if not office.is_founded():
        office.found(office.Wanted.read(_answers(chosen)))
    codes = office.invite_administrators()
    print(office.introduction(codes))


def _answers(chosen: dict[str, str | None]) -> dict[str, str]:
    """What was given, and asked for where somebody is there to be asked."""
    answers = dict(chosen)
    for option, question in QUESTIONS:
        if answers[option] is None and sys.stdin.isatty():
            answers[option] = input(f"  {question}: ").strip()
    return {name: value or "" for name, value in answers.items()}
