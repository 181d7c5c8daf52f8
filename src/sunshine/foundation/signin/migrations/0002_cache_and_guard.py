"""The table of the shared cache, and a trail that nobody rewrites: rows go only after six months, and never change."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

CACHE = """
CREATE TABLE signin_cache (
  cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX signin_cache_expires ON signin_cache (expires);
"""

GUARD = """
CREATE FUNCTION signin_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '180 days' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the trail of signing in is kept for six months: % is refused', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER signin_event_rows BEFORE UPDATE OR DELETE ON signin_event
  FOR EACH ROW EXECUTE FUNCTION signin_refuse();
CREATE TRIGGER signin_event_whole BEFORE TRUNCATE ON signin_event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

UNGUARD = """
DROP TRIGGER signin_event_rows ON signin_event;
DROP TRIGGER signin_event_whole ON signin_event;
DROP FUNCTION signin_refuse();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("signin", "0001_initial"), ("ledger", "0002_append_only")]
    operations: ClassVar = [
        migrations.RunSQL(CACHE, "DROP TABLE signin_cache;"),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
