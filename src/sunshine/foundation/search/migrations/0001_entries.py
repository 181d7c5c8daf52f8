import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0003_lean_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "root",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="ledger.subject",
                    ),
                ),
                (
                    "tokens",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
                ("version", models.SmallIntegerField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["tokens"], name="search_tokens"
                    )
                ],
            },
        ),
        # Which tokens are rare and which common decides how a search is carried out; the default knows a thousand.
        migrations.RunSQL(
            "ALTER TABLE search_entry ALTER COLUMN tokens SET STATISTICS 1000", migrations.RunSQL.noop
        ),
    ]
