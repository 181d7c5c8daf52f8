from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sunshine.foundation.calendar.seed import SOURCE, is_known, known_days

YEARS = range(2004, 2027)


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    year_model = apps.get_model("calendar", "CalendarYear")
    day_model = apps.get_model("calendar", "CalendarDay")
    year_model.objects.bulk_create(
        year_model(year=year, published=is_known(year), source=SOURCE) for year in YEARS
    )
    day_model.objects.bulk_create(
        day_model(**day._asdict()) for year in YEARS if is_known(year) for day in known_days(year)
    )


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
