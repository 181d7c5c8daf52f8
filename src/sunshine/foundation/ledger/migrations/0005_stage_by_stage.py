from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0004_named_work")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["kind", "stage", "-id"], name="subject_stage"),
        ),
    ]
