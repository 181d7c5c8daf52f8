"""The database itself refuses to change or remove what was recorded, whoever asks, the owner included."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

REFUSE = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
"""

GUARD = """
CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""

UNGUARD = "DROP TRIGGER {table}_rows ON {table}; DROP TRIGGER {table}_whole ON {table};"

TABLES = ("ledger_step", "ledger_content")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION ledger_refuse();"),
        *[migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table)) for table in TABLES],
    ]
