"""The command that makes a clinic and its first admin."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Clinic, Membership, User
from tests.factories import make_user
from tests.support.jobs import sent_mails

pytestmark = pytest.mark.django_db

WANTED = {
    "name": "Quay Physio",
    "phone": "0117 496 0000",
    "country": "gb",
    "emergency_number": "999",
    "time_zone": "Europe/London",
    "admin_email": "Rosa@Quay.example",
    "admin_name": "Rosa Lind",
}


def test_it_makes_the_clinic_and_its_admin() -> None:
    call_command("create_clinic", **WANTED)
    clinic = Clinic.objects.get(name="Quay Physio")
    membership = Membership.objects.active().get(clinic=clinic)
    assert (clinic.country, clinic.emergency_number) == ("GB", "999")
    assert (membership.role, membership.user.email) == ("admin", "rosa@quay.example")


def test_the_admin_gets_in_by_a_new_password() -> None:
    call_command("create_clinic", **WANTED)
    client = Client()
    client.post("/account/password/reset/", {"email": "rosa@quay.example"})
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", sent_mails()[0].body)
    assert link is not None
    form = client.get(link.group(1), follow=True)
    chosen = {"password1": "quay-side-evening-42", "password2": "quay-side-evening-42"}
    client.post(form.redirect_chain[-1][0], chosen)
    assert User.objects.get(email="rosa@quay.example").check_password("quay-side-evening-42")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [("time_zone", "Mars/Base", "not a time zone"), ("admin_email", "rosa", "valid email")],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_made(field: str, value: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("create_clinic", **(WANTED | {field: value}))
    assert Clinic.objects.count() == 0


def test_an_address_that_has_an_account_is_refused() -> None:
    make_user(email="rosa@quay.example")
    with pytest.raises(CommandError, match="already exists"):
        call_command("create_clinic", **WANTED)
    assert Clinic.objects.count() == 0
