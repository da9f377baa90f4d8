"""Every row of the logbook names its patient itself, so that the database can tell whose it is without joins."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

# Each model, its table, and the parent table with the column that leads there.
ROWS = (
    ("set", "logbook_set", "logbook_session", "session_id"),
    ("correction", "logbook_correction", "logbook_session", "session_id"),
)


def whose(**more: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "care.patient",
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        db_index=False,
        editable=False,
        **more,
    )


def fill(table: str, parent: str, column: str) -> str:
    # The names are the constants above.
    return f"UPDATE {table} SET patient_id = {parent}.patient_id FROM {parent} WHERE {parent}.id = {table}.{column}"  # noqa: S608  # nosec B608 # constants


class Migration(migrations.Migration):
    dependencies = [("logbook", "0001_initial"), ("plans", "0003_whose")]

    operations = [
        *(migrations.AddField(model, "patient", whose(null=True)) for model, *_ in ROWS),
        *(migrations.RunSQL(fill(*row), "") for _model, *row in ROWS),
        # A changed row still has checks of its foreign keys to come, under which no column can change.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", ""),
        *(migrations.AlterField(model, "patient", whose()) for model, *_ in ROWS),
        migrations.RunSQL("SET CONSTRAINTS ALL DEFERRED", ""),
    ]
