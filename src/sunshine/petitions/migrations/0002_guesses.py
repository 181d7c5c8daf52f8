"""Wrong tries at a filing's code or factor are counted."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("petitions", "0001_initial")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Guesses",
            fields=[
                (
                    "filing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="guesses",
                        serialize=False, to="petitions.filing",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("wrong", models.SmallIntegerField()),
            ],
        ),
    ]  # fmt: skip
