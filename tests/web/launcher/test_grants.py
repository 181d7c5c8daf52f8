"""The application's role works with rows and cannot rewrite the record."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection

from sunshine.web.launcher.grants import APPEND_ONLY

pytestmark = pytest.mark.django_db


def _may(table: str, right: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [table, right])
        return bool(cursor.fetchone()[0])


def test_tests_work_as_the_application():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("sunshine_app",)


@pytest.mark.parametrize("right", ["SELECT", "INSERT", "UPDATE", "DELETE"])
def test_sessions_can_be_kept(right: str):
    assert _may("django_session", right)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_record_can_only_grow(table: str):
    rights = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
    assert [right for right in rights if _may(table, right)] == ["SELECT", "INSERT"]


def test_no_table_can_be_truncated():
    tables = connection.introspection.table_names()
    assert [table for table in tables if _may(table, "TRUNCATE")] == []


def test_no_table_can_be_made():
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE extra (id int)")
