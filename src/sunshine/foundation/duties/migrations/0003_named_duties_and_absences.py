from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("duties", "0002_lean_indexes"),
        ("ledger", "0004_named_work"),
        ("offices", "0002_invitations_and_dated_posts"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="duty",
            name="post",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duties",
                to="offices.post",
            ),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("post__isnull", False), ("state", "open")),
                fields=["post"],
                name="duty_named",
            ),
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "subject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="absence",
                        serialize=False,
                        to="ledger.subject",
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to="offices.post",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.post",
                    ),
                ),
            ],
        ),
    ]
