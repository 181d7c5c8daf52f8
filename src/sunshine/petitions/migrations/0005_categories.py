from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import django.db.models.deletion
import django.utils.timezone
import uuid_utils.compat
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CATEGORIES = Path(__file__).parents[1] / "data" / "categories.csv"
SINCE = date(2022, 5, 1)  # the regulation in force


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("petitions", "Category")
    made: dict[str, Any] = {}
    with CATEGORIES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            made[row["code"]] = model(**row, parent=made.get(row["code"][:-2]), valid_from=SINCE)
    model.objects.bulk_create(made.values())


class Migration(migrations.Migration):
    dependencies = [("petitions", "0004_readings_and_saved_filters")]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=8, unique=True)),
                ("name", models.CharField(max_length=40)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("national", models.CharField(blank=True, max_length=12)),
                ("valid_from", models.DateField(default=django.utils.timezone.localdate)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="petitions.category",
                    ),
                ),
            ],
            options={"ordering": ["code"]},
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
