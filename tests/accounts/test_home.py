"""The start page sends each person to where their work is."""

import pytest
from django.utils import timezone

from accounts.models import Membership
from tests.factories import make_membership, make_user


@pytest.mark.parametrize(
    ("roles", "address"),
    [
        (["patient"], "/today/"),
        (["therapist"], "/patients/"),
        (["admin"], "/people/"),
        (["patient", "therapist"], "/patients/"),
        (["admin", "therapist"], "/patients/"),
        (["patient", "admin"], "/people/"),
    ],
)
def test_by_role(as_, harbour, roles, address):
    person = make_user()
    for role in roles:
        make_membership(person, harbour, role)
    assert as_(person).get("/")["Location"] == address


def test_nobody_signs_in_first(as_):
    assert as_(None).get("/")["Location"] == "/account/login/?next=/"


def test_without_a_role_one_is_told_whom_to_ask(as_, sam):
    Membership.objects.update(ended_at=timezone.now())
    answer = as_(sam).get("/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "contact your clinic" in page
    assert 'href="/today/"' not in page
    assert 'href="/patients/"' not in page
