"""The walls around what was logged and asked: own clinic, and a patient in sight; and its trail."""

from django.db import migrations

from accounts.tenancy.walls_sql import IN_SIGHT, OWN_CLINIC, no_wall, wall, wall_what_is_only_added_to
from therapy.trail.operations import on_the_trail

TABLES = (
    "logbook_session",
    "logbook_set",
    "logbook_correction",
    "logbook_check",
)
WITHIN = f"{OWN_CLINIC} AND {IN_SIGHT}"


class Migration(migrations.Migration):
    dependencies = [("logbook", "0001_initial"), ("care", "0002_walls")]

    operations = [
        *(migrations.RunSQL(wall(table, WITHIN), no_wall(table)) for table in TABLES),
        *(
            migrations.RunSQL(wall_what_is_only_added_to(f"{table}event", WITHIN), no_wall(f"{table}event"))
            for table in TABLES
        ),
        *(on_the_trail(table) for table in TABLES),
    ]
