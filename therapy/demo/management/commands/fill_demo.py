"""`manage.py fill_demo`: the demo clinic, made once, and the table of its logins."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from therapy.demo import fill, people

LOGINS = (
    ("admin@demo.example", "Ruth Nkosi, admin"),
    ("therapist@demo.example", "Sam Osei, therapist of seven of the patients"),
    ("therapist2@demo.example", "Leah Brandt, therapist of the other five"),
    ("patient@demo.example", "Margaret Doyle, left calf wasted after a cast, week 7 of 12"),
    ("patient2@demo.example", "Tomasz Wrona, right foot drop"),
    ("patient3@demo.example", "Anjali Rao, diabetes and artery disease, both legs"),
    ("therapist@northgate.example", "Otto Lang, therapist of another clinic"),
)


class Command(BaseCommand):
    """Makes the demo clinic through the real actions, unless it is there, and prints who can sign in."""

    help = "Fill the demo clinic once and print its logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="do not print the logins")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("the demo clinic has published passwords and does not belong into production")
        if not fill.is_filled():
            self.stdout.write(f"making {len(people.PATIENTS)} patients and their history")
            fill.fill()
        if not options["quiet"]:
            self.print_logins()

    def print_logins(self) -> None:
        """The table of logins."""
        self.stdout.write("")
        for email, who in LOGINS:
            self.stdout.write(f"  {email:30} {who}")
        self.stdout.write(f"  password of all: {fill.PASSWORD}\n")
