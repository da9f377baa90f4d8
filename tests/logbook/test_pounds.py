"""A person who thinks in pounds reads and types pounds; what is stored is kilograms."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_session, make_set
from tests.support.doses import sent
from therapy.care.models import Patient
from therapy.logbook.models import Correction, Set
from therapy.plans.models import Dose

As = Callable[[User | Patient | None], Client]


@pytest.fixture
def pounds(margaret: Patient) -> Patient:
    assert margaret.user is not None
    margaret.user.units = "imperial"
    margaret.user.save(update_fields=["units"])
    return margaret


def test_a_load_typed_in_pounds_is_stored_in_kilograms(as_: As, pounds: Patient, heel_left: Dose) -> None:
    client, address = as_(pounds), f"/days/2026-11-19/{heel_left.pk}/1/"
    assert "Extra load, lb" in client.get(address).content.decode()
    client.post(address, sent(heel_left, did="done", reps="8", load_kg="11"))
    assert Set.objects.get().load_kg == Decimal("4.99")
    assert "11 lb" in client.get(f"/sessions/{Set.objects.get().session_id}/").content.decode()


def test_opening_and_saving_a_set_does_not_change_its_load(as_: As, pounds: Patient, heel_left: Dose) -> None:
    session = make_session(pounds, heel_left.prescription.phase.revision)
    logged = make_set(session, heel_left, load_kg=Decimal("5.00"))
    client, address = as_(pounds), f"/sessions/{session.pk}/sets/{logged.pk}/"
    assert 'value="11.02"' in client.get(address).content.decode()
    client.post(
        address, sent(heel_left, did="done", reps="8", hold_s="1", load_kg="11.02", set_id=str(logged.pk))
    )
    logged.refresh_from_db()
    assert logged.load_kg == Decimal("5.00")
    assert not Correction.objects.filter(before__has_key="load_kg").exists()


def test_too_much_is_refused_and_what_was_typed_is_kept(as_: As, pounds: Patient, heel_left: Dose) -> None:
    address = f"/days/2026-11-19/{heel_left.pk}/1/"
    answer = as_(pounds).post(address, sent(heel_left, did="done", reps="8", load_kg="700"))
    assert 'value="700"' in answer.content.decode()
    assert Set.objects.count() == 0
