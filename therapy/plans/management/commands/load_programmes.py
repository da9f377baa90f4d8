"""Load the shipped programmes into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from therapy.plans.programmes import ProgrammeFileError, load_shipped


class Command(BaseCommand):
    help = "Load the shipped programmes. Run load_library first. Safe to repeat: rows are updated in place."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_shipped()
        except ProgrammeFileError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(
                f"Programmes: {loaded.created} new, {loaded.updated} already there; {loaded.items} items."
            )
