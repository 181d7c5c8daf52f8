"""What the application's database role may do: work with the rows, never rewrite the record."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection as django_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from sunshine.web.launcher.postgres import APPLICATION

# Steps are what happened, contents what was said: the site may add to them and read them, nothing else.
APPEND_ONLY = ("ledger_step", "ledger_content")

_IS_MEMBER = "SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = %s"
_GRANTS = (
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {role}",
    "REVOKE CREATE ON SCHEMA public FROM {role}",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
)


def migrate(*arguments: str, **options: Any) -> None:
    """Run Django's `migrate` with `arguments`, then give the application its rights on what there is now.

    The process must work as the owner (SUNSHINE_DB_ROLE=owner).
    """
    call_command("migrate", *arguments, **options)
    if settings.SUNSHINE_ONE_ADDRESS:
        make_application_role(django_connection, settings.SUNSHINE_APPLICATION_ROLE)
    grant_application_role(django_connection, settings.SUNSHINE_APPLICATION_ROLE)


def make_application_role(connection: BaseDatabaseWrapper, role: str = APPLICATION) -> None:
    """Make `role` where it is missing and let the connection's user step down to it.

    For a server that gave us one address only. Raises django.db.ProgrammingError when that user may not
    make roles; then whoever runs the server has to.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IS_MEMBER, [role])
        found = cursor.fetchone()
        if found is None:
            _run(cursor, ("CREATE ROLE {role} NOLOGIN",), role)
        if found != (True,):
            _run(cursor, ("GRANT {role} TO CURRENT_USER",), role)


def grant_application_role(connection: BaseDatabaseWrapper, role: str = APPLICATION) -> None:
    """Give `role` its rights on every table there is now; run as the owner after each migration."""
    with connection.cursor() as cursor:
        _run(cursor, _GRANTS, role)
        present = connection.introspection.table_names(cursor)
        for table in APPEND_ONLY:
            if table in present:
                _run(cursor, ("REVOKE UPDATE, DELETE ON {table} FROM {role}",), role, table)


def _run(cursor: Any, statements: tuple[str, ...], role: str, table: str = "") -> None:
    for statement in statements:
        cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role), table=sql.Identifier(table)))
