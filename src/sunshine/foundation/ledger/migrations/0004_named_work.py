from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("ledger", "0003_lean_indexes"),
        ("offices", "0002_invitations_and_dated_posts"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="subject",
            name="post",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offices.post",
            ),
        ),
    ]
