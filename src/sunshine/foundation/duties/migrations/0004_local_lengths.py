import django.db.models.deletion
import django.utils.timezone
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("geography", "0002_sichuan"),
        ("duties", "0003_named_duties_and_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="LocalTerm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rule", models.CharField(max_length=30)),
                ("days", models.PositiveSmallIntegerField()),
                ("basis", models.CharField(max_length=200)),
                ("valid_from", models.DateField(default=django.utils.timezone.localdate)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="geography.division"
                    ),
                ),
            ],
            options={"ordering": ["rule", "division", "-valid_from"]},
        ),
    ]
