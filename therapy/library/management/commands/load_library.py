"""`manage.py load_library`: the built-in exercises and articles from the repository into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from therapy.library import datafile
from therapy.library.actions import Loaded, load_built_in
from therapy.library.articles import actions, files
from therapy.library.built_in import Brought


class Command(BaseCommand):
    """Safe to run at every start: what is as the files say is left alone."""

    help = (
        "Load the built-in exercises and articles. Can be run again at any time; what is no longer in the files is"
        " archived."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1, and nothing written, if a file has a mistake."""
        try:
            exercises, articles = datafile.read(), files.read()
        except datafile.DataFileError as error:
            raise CommandError("The library was not loaded:\n" + "\n".join(error.problems)) from error
        with transaction.atomic():
            done, brought = load_built_in(exercises), actions.load_built_in(articles)
        if options["verbosity"]:
            self.tell_exercises(done)
            self.tell_articles(brought)

    def tell_exercises(self, done: Loaded) -> None:
        """What was done to the exercises, in a line."""
        if not done.wrote:
            self.stdout.write(f"Exercises: {done.unchanged}, all as they were.")
            return
        self.stdout.write(
            f"Exercises: {done.added} added, {done.changed} changed, {done.archived} archived, "
            f"{done.unchanged} as they were; {done.steps_added} steps added, {done.steps_removed} removed."
        )

    def tell_articles(self, brought: Brought) -> None:
        """What was done to the articles, in a line."""
        self.stdout.write(
            f"Articles: {brought.added} added, {brought.changed} changed, {brought.archived} archived, "
            f"{brought.unchanged} as they were."
        )
