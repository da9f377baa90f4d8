"""The walls around alerts: own clinic, and a patient in sight; and their trail."""

from django.db import migrations

from accounts.tenancy.walls_sql import IN_SIGHT, OWN_CLINIC, no_wall, wall, wall_what_is_only_added_to
from therapy.trail.operations import on_the_trail

TABLES = ("attention_alert",)
WITHIN = f"{OWN_CLINIC} AND {IN_SIGHT}"


class Migration(migrations.Migration):
    dependencies = [("attention", "0001_initial"), ("care", "0002_walls")]

    operations = [
        *(migrations.RunSQL(wall(table, WITHIN), no_wall(table)) for table in TABLES),
        *(
            migrations.RunSQL(wall_what_is_only_added_to(f"{table}event", WITHIN), no_wall(f"{table}event"))
            for table in TABLES
        ),
        *(on_the_trail(table) for table in TABLES),
    ]
