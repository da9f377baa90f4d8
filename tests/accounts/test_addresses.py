"""Addresses that look like one, but to which no mail can be written."""

import pytest

from accounts.models import Invitation
from tests.support.jobs import sent_mails
from therapy.care.models import Patient

# The first has a label that is too long in its ASCII form, the second one that is empty.
UNREACHABLE = ["a@" + "é" * 60 + ".example", "a@\u200d.example"]
pytestmark = pytest.mark.parametrize("address", UNREACHABLE)
SAID = "No mail can be sent to this address"


def test_nobody_is_invited(as_, ruth, address):
    said = {"name": "Una Reed", "email": address, "role": "therapist"}
    answer = as_(ruth).post("/people/invite/", said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email"])
    assert SAID in answer.content.decode()
    assert not Invitation.objects.exists()


def test_no_patient_gets_it(as_, margaret, sam, address):
    said = {"name": "Margaret Doyle", "birth_date": "1959-03-14", "email": address, "sex": "F"}
    answer = as_(sam).post(f"/patients/{margaret.pk}/edit/", said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email"])
    assert Patient.objects.get().email == "margaret@example.org"


@pytest.mark.parametrize("page", ["/account/email/", "/account/password/reset/"])
def test_no_mail_is_tried(as_, sam, page, address):
    client = as_(sam if page == "/account/email/" else None)
    assert SAID in client.post(page, {"email": address, "action_add": ""}).content.decode()
    assert sent_mails() == []
