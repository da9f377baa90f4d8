"""``manage.py migrate``, as the owner of the tables: the application's role may make and change none."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader

LONGEST_WAIT = "10s"


class Command(Migrate):
    """Django's own command, with the owner's way to the database unless another is named.

    Raises CommandError, and changes nothing, where the database has migrations that this version does not have.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        if "owner" not in settings.DATABASES:
            raise CommandError(
                "set the environment variable DATABASE_OWNER_URL: the owner of the tables migrates"
            )
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> Any:
        if unknown := unknown_migrations(options["database"]):
            raise CommandError(
                f"this database has migrations that this version does not have ({', '.join(unknown)}): it was made by a"
                " newer version, or by one before 0.1.0, which cannot be upgraded. Use the newer version, or another"
                " database; for the demo: make stop, delete the folder var/postgres, make demo"
            )
        # A statement that waits for a table's lock has everybody who comes later wait behind it.
        with connections[options["database"]].cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LONGEST_WAIT])
        return super().handle(*args, **options)


def unknown_migrations(database: str) -> list[str]:
    """Migrations applied to the database that this code does not have, as "app.name", of the apps that it has."""
    loader = MigrationLoader(connections[database])
    labels = {config.label for config in apps.get_app_configs()}
    known = set(loader.disk_migrations)
    known.update(old for migration in loader.disk_migrations.values() for old in migration.replaces)
    applied = loader.applied_migrations
    return sorted(f"{app}.{name}" for app, name in applied if app in labels and (app, name) not in known)
