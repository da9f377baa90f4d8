"""The walls around articles, of which some are a clinic's own and the others everybody's; and the history of the former."""

from django.db import migrations

from accounts.tenancy.walls_sql import (
    no_wall,
    no_wall_with_built_in,
    wall_history_with_built_in,
    wall_with_built_in,
)
from therapy.trail.operations import on_the_trail_of_no_patient


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial"), ("accounts", "0002_walls"), ("trail", "0002_walls")]

    operations = [
        migrations.RunSQL(wall_with_built_in("library_article"), no_wall_with_built_in("library_article")),
        migrations.RunSQL(wall_history_with_built_in("library_articleevent"), no_wall("library_articleevent")),
        on_the_trail_of_no_patient("library_article"),
    ]
