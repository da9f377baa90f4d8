"""The walls around plans and all that hangs from them: own clinic, and a patient in sight."""

from django.db import migrations

from accounts.tenancy.walls_sql import (IN_SIGHT, OWN_CLINIC, no_wall, wall, wall_what_is_only_added_to)

TABLES = (
    "plans_plan",
    "plans_pause",
    "plans_revision",
    "plans_phase",
    "plans_prescription",
    "plans_dose",
    "plans_ruleoverride",
)
WITHIN = f"{OWN_CLINIC} AND {IN_SIGHT}"


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_history"), ("care", "0003_walls")]

    operations = [
        *(migrations.RunSQL(wall(table, WITHIN), no_wall(table)) for table in TABLES),
        *(
            migrations.RunSQL(wall_what_is_only_added_to(f"{table}event", WITHIN), no_wall(f"{table}event"))
            for table in TABLES
        ),
    ]
