"""``manage.py migrate``, as the owner of the tables: the application's role may make and change none."""

from django.conf import settings
from django.core.management import CommandError, CommandParser
from django.core.management.commands.migrate import Command as Migrate


class Command(Migrate):
    """Django's own command, with the owner's way to the database unless another is named."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        if "owner" not in settings.DATABASES:
            raise CommandError(
                "set the environment variable DATABASE_OWNER_URL: the owner of the tables migrates"
            )
        parser.set_defaults(database="owner")
