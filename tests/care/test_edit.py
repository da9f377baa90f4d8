"""`/patients/<id>/edit/`: the details of a person."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from therapy.care import actions
from therapy.care.models import Patient

As = Callable[[User | Patient | None], Client]

DETAILS = {"name": "Margaret Hale", "birth_date": "1959-03-15", "email": "m.hale@example.org", "sex": ""}


def test_details_are_shown_and_saved(as_: As, sam: User, margaret: Patient) -> None:
    client = as_(sam)
    address = f"/patients/{margaret.pk}/edit/"
    page = client.get(address).text
    assert 'value="Margaret Doyle"' in page
    assert 'value="1959-03-14"' in page
    answer = client.post(address, DETAILS)
    assert (answer.status_code, answer["Location"]) == (302, f"/patients/{margaret.pk}/")
    margaret.refresh_from_db()
    assert (margaret.name, margaret.birth_date) == ("Margaret Hale", date(1959, 3, 15))
    assert (margaret.email, margaret.sex) == ("m.hale@example.org", "")
    assert margaret.user is not None
    assert margaret.user.email == "margaret@example.org"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": ""}, "name"), ({"birth_date": "2027-01-01"}, "birth_date"), ({"email": "m@"}, "email")],
)
def test_a_mistake_keeps_what_was_typed_and_changes_nothing(
    as_: As,
    sam: User,
    margaret: Patient,
    thursday: time_machine.Traveller,
    changes: dict[str, str],
    field: str,
) -> None:
    answer = as_(sam).post(f"/patients/{margaret.pk}/edit/", DETAILS | changes)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "<h1>Margaret Doyle</h1>" in answer.text
    margaret.refresh_from_db()
    assert (margaret.name, margaret.email) == ("Margaret Doyle", "margaret@example.org")


def test_the_action_refuses_too(margaret: Patient, sam: User) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.change_patient(margaret, by=sam, name="  ", birth_date=date(1959, 3, 14), email="", sex="")
    assert set(refused.value.message_dict) == {"name"}
    with pytest.raises(ValidationError) as refused:
        actions.add_patient(clinic=margaret.clinic, by=sam, name="Old", birth_date=date(1800, 1, 1))
    assert set(refused.value.message_dict) == {"birth_date"}
    assert Patient.objects.get().name == "Margaret Doyle"


def test_only_a_therapist_of_the_clinic_adds(margaret: Patient, otto: User, ruth: User) -> None:
    for person in (otto, ruth):
        with pytest.raises(ValidationError, match="Only a therapist of the clinic"):
            actions.add_patient(clinic=margaret.clinic, by=person, name="Edith", birth_date=date(1960, 1, 1))
    assert Patient.objects.count() == 1
