"""`manage.py load_library`: the built-in exercises from the file in the repository into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from therapy.library import datafile
from therapy.library.actions import load_built_in


class Command(BaseCommand):
    """Safe to run at every start: what is as the file says is left alone."""

    help = "Load the built-in exercises. Can be run again at any time; entries no longer in the file are archived."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1, and nothing written, if the file has a mistake."""
        try:
            entries = datafile.read()
        except datafile.DataFileError as error:
            raise CommandError("The exercises were not loaded:\n" + "\n".join(error.problems)) from error
        done = load_built_in(entries)
        if not options["verbosity"]:
            return
        if done.wrote:
            self.stdout.write(
                f"Exercises: {done.added} added, {done.changed} changed, {done.archived} archived, "
                f"{done.unchanged} as they were; {done.steps_added} steps added, {done.steps_removed} removed."
            )
        else:
            self.stdout.write(f"Exercises: {done.unchanged}, all as they were.")
