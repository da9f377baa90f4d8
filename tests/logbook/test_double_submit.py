"""Sending anything twice makes one row: a double tap, a reload, two windows at the same moment."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.support.doses import sent
from therapy.care.models import Patient
from therapy.logbook.actions import record_set
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Correction, Session, Set
from therapy.plans.models import Dose

As = Callable[[User | Patient | None], Client]


def test_a_double_tap_makes_one_set(as_: As, margaret: Patient, heel_left: Dose) -> None:
    client, page = as_(margaret), f"/days/2026-11-19/{heel_left.prescription_id}/"
    said = {"dose": heel_left.pk, "number": "1", "set_id": uuid4(), "session_id": uuid4()}
    client.post(page, said)
    client.post(page, said)
    assert Set.objects.count() == 1
    assert Session.objects.get().pk == said["session_id"]
    assert Set.objects.get().pk == said["set_id"]
    assert not Correction.objects.exists()


def test_a_form_sent_twice_makes_one_set_and_no_correction(
    as_: As, margaret: Patient, heel_left: Dose
) -> None:
    client, page = as_(margaret), f"/days/2026-11-19/{heel_left.pk}/1/"
    said = sent(
        heel_left, did="done", reps="6", load_kg="2.50", pain="3", pain_kind="muscle", note=" steady "
    )
    client.post(page, said)
    client.post(page, said)
    assert Set.objects.get().note == "steady"
    assert not Correction.objects.exists()
    assert Session.objects.get().version == 1


def test_two_pages_with_different_ids_make_one_set(as_: As, margaret: Patient, heel_left: Dose) -> None:
    client, page = as_(margaret), f"/days/2026-11-19/{heel_left.prescription_id}/"
    for _ in range(2):
        client.post(page, {"dose": heel_left.pk, "number": "1", "set_id": uuid4(), "session_id": uuid4()})
    assert (Set.objects.count(), Session.objects.count()) == (1, 1)


def test_ids_of_a_form_that_mean_nothing_are_made_anew(as_: As, margaret: Patient, heel_left: Dose) -> None:
    page = f"/days/2026-11-19/{heel_left.prescription_id}/"
    as_(margaret).post(page, {"dose": heel_left.pk, "number": "1", "set_id": "x", "session_id": ""})
    assert Set.objects.count() == 1


def test_a_session_id_of_another_day_is_not_taken_twice(as_: As, margaret: Patient, heel_left: Dose) -> None:
    client, session_id = as_(margaret), uuid4()
    for day in ("2026-11-18", "2026-11-19"):
        client.post(
            f"/days/{day}/{heel_left.prescription_id}/",
            {"dose": heel_left.pk, "number": "1", "session_id": session_id},
        )
    assert {str(session.local_day) for session in Session.objects.all()} == {"2026-11-18", "2026-11-19"}


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_the_same_moment_make_one_set(margaret: Patient, heel_left: Dose) -> None:
    """Two server processes at once: the second waits for the first and finds its set."""
    ready, failures = Barrier(2), []

    def tap() -> None:
        try:
            ready.wait(timeout=10)
            record_set(
                patient=margaret,
                day=date(2026, 11, 19),
                entry=SetEntry(id=uuid4(), dose=heel_left, number=1, outcome="as_prescribed"),
                by=margaret.user,
                session_id=uuid4(),
            )
        except Exception as failure:  # noqa: BLE001  a thread's failure has to reach the test
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=tap) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert failures == []
    assert (Session.objects.count(), Set.objects.count()) == (1, 1)
