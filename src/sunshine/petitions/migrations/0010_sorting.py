from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import django.utils.timezone
import uuid_utils.compat
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROUTES = Path(__file__).parents[1] / "data" / "routes.csv"
SINCE = date(2022, 5, 1)  # the regulation in force
BRANCHES = [
    ("31.1", "（一）诉讼、复议、立案等程序尚未终结"),
    ("31.2", "（二）依法可以仲裁"),
    ("31.3", "（三）党员申诉、申请复审"),
    ("31.4", "（四）依行政程序处理"),
    ("31.5", "（五）申请查处违法、履行保护职责"),
    ("31.6", "（六）按信访程序受理"),
    ("29", "第二十九条 建议意见，研究论证后答复"),
    ("30", "第三十条 检举控告，按管理权限处理"),
]


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("petitions", "StatutoryRoute")
    with ROUTES.open(encoding="utf-8", newline="") as lines:
        model.objects.bulk_create(model(**row, valid_from=SINCE) for row in csv.DictReader(lines))


class Migration(migrations.Migration):
    dependencies = [("petitions", "0009_protection")]

    operations = [
        migrations.CreateModel(
            name="StatutoryRoute",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=8)),
                ("department", models.CharField(max_length=40)),
                ("demand", models.CharField(max_length=80)),
                ("category", models.CharField(blank=True, max_length=8)),
                ("branch", models.CharField(choices=BRANCHES, max_length=4)),
                ("procedure", models.CharField(max_length=60)),
                ("basis", models.CharField(max_length=200)),
                ("body", models.CharField(max_length=100)),
                ("term", models.CharField(blank=True, max_length=200)),
                ("materials", models.CharField(blank=True, max_length=200)),
                ("plain", models.CharField(max_length=300)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=120)),
                ("valid_from", models.DateField(default=django.utils.timezone.localdate)),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("code",),
                        name="one_version_in_force",
                    )
                ],
            },
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
