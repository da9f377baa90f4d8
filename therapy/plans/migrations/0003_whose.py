"""Every row of a plan names its patient itself, so that the database can tell whose it is without joins."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

# Each model, its table, and the parent table with the column that leads there.
ROWS = (
    ("revision", "plans_revision", "plans_plan", "plan_id"),
    ("pause", "plans_pause", "plans_plan", "plan_id"),
    ("phase", "plans_phase", "plans_revision", "revision_id"),
    ("ruleoverride", "plans_ruleoverride", "plans_revision", "revision_id"),
    ("prescription", "plans_prescription", "plans_phase", "phase_id"),
    ("dose", "plans_dose", "plans_prescription", "prescription_id"),
)
# Their content never changes once published, except here, where it is told whose it is.
GUARDED = ("plans_revision", "plans_phase", "plans_ruleoverride", "plans_prescription", "plans_dose")


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
    dependencies = [("plans", "0002_published_never_changes"), ("care", "0001_initial")]

    operations = [
        *(migrations.AddField(model, "patient", whose(null=True)) for model, *_ in ROWS),
        *(migrations.RunSQL(f"ALTER TABLE {table} DISABLE TRIGGER published_never_changes", "") for table in GUARDED),
        *(migrations.RunSQL(fill(*row), "") for _model, *row in ROWS),
        *(migrations.RunSQL(f"ALTER TABLE {table} ENABLE TRIGGER published_never_changes", "") for table in GUARDED),
        # A changed row still has checks of its foreign keys to come, under which no column can change.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", ""),
        *(migrations.AlterField(model, "patient", whose()) for model, *_ in ROWS),
        migrations.RunSQL("SET CONSTRAINTS ALL DEFERRED", ""),
    ]
