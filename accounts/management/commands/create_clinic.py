"""`manage.py create_clinic`: a new clinic and its first admin, which no page can make."""

from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Clinic, Membership, User


class Command(BaseCommand):
    """Makes the clinic and an admin without a password, who sets one by way of “Forgot your password?”."""

    help = "Create a clinic and its first admin, who then asks for a new password on the sign-in page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="the clinic's name")
        parser.add_argument("--phone", required=True, help="the number that patients call")
        parser.add_argument("--country", required=True, help="two letters, ISO 3166")
        parser.add_argument("--emergency-number", required=True, help="what patients there dial, such as 999")
        parser.add_argument("--time-zone", required=True, help="IANA name, such as Europe/London")
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", required=True)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        clinic = Clinic(
            name=options["name"],
            phone=options["phone"],
            country=options["country"].upper(),
            emergency_number=options["emergency_number"],
            time_zone=options["time_zone"],
        )
        email = options["admin_email"].strip().lower()
        admin = User(email=email, name=options["admin_name"], time_zone=options["time_zone"])
        admin.set_unusable_password()
        try:
            clinic.full_clean()
            admin.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        clinic.save()
        admin.save()
        EmailAddress.objects.create(user=admin, email=email, verified=True, primary=True)
        Membership.objects.create(user=admin, clinic=clinic, role=Membership.Role.ADMIN)
        self.stdout.write(f"{clinic.name} is ready. {email} sets a password under “Forgot your password?”.")
