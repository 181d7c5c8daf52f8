from __future__ import annotations

import csv
from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

DIVISIONS = Path(__file__).parents[1] / "data" / "divisions.csv"


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("geography", "Division")
    with DIVISIONS.open(encoding="utf-8", newline="") as lines:
        model.objects.bulk_create(
            model(
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                level=int(row["level"]),
                parent_id=row["parent"] or None,
                sort=sort,
            )
            for sort, row in enumerate(csv.DictReader(lines))
        )


class Migration(migrations.Migration):
    dependencies = [("geography", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
