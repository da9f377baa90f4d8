"""Jobs: queued with the transaction, done by a real worker inside the walls, as of the moment when they run."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.jobs import clinic_job, person_job
from tests.walls import walled_everywhere
from therapy.care.models import Condition, Patient

seen: list[tuple[list[str], int]] = []


def look(**kwargs: object) -> None:
    seen.append((list(Patient.objects.values_list("name", flat=True)), Condition.objects.count()))


@clinic_job
def look_as_the_clinic() -> None:
    look()


@person_job("therapist")
def look_as_a_therapist(*, user: object) -> None:
    look()


@pytest.fixture(autouse=True)
def nothing_seen(transactional_db: None) -> Iterator[None]:
    seen.clear()
    yield
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "TRUNCATE procrastinate_jobs CASCADE"
        )  # not a table of Django's, which empties its own


def work_off() -> list[str]:
    """What a worker does until the queue is empty; the states of all jobs after it."""
    quickly = {"wait": False, "install_signal_handlers": False, "listen_notify": False}
    with (
        walled_everywhere(),
        app.replace_connector(app.connector.get_worker_connector()) as worker,
        ThreadPoolExecutor(max_workers=1) as thread,  # in this one, browser tests leave an event loop behind
    ):
        thread.submit(worker.run_worker, **quickly).result()
    return list(ProcrastinateJob.objects.values_list("status", flat=True).order_by("id"))


def test_a_clinics_job_sees_its_clinic_and_no_other(harbour, margaret, tomasz, nils):
    look_as_the_clinic.defer(clinic_id=str(harbour.pk))
    assert work_off() == ["succeeded"]
    assert seen == [(["Margaret Doyle", "Tomasz Wrona"], 2)]


def test_a_therapists_job_sees_whom_she_treats(leah, margaret, tomasz):
    look_as_a_therapist.defer(person_id=str(leah.pk))
    assert work_off() == ["succeeded"]
    assert seen == [(["Tomasz Wrona"], 1)]


def test_a_place_that_ends_while_the_job_waits_closes_the_record_to_it(leah, tomasz):
    look_as_a_therapist.defer(person_id=str(leah.pk))
    tomasz.care_team.update(until=tomasz.today)
    assert work_off() == ["succeeded"]
    assert seen == [([], 0)]


def test_a_role_that_ends_while_the_job_waits_closes_all(leah, tomasz):
    look_as_a_therapist.defer(person_id=str(leah.pk))
    leah.memberships.update(ended_at=tomasz.created_at)
    assert work_off() == ["succeeded"]
    assert seen == [([], 0)]


def test_for_who_was_deactivated_nothing_is_done(leah, tomasz):
    look_as_a_therapist.defer(person_id=str(leah.pk))
    leah.is_active = False
    leah.save()
    assert work_off() == ["succeeded"]
    assert seen == []


def test_what_is_rolled_back_is_not_queued(harbour):
    with transaction.atomic():
        look_as_the_clinic.defer(clinic_id=str(harbour.pk))
        transaction.set_rollback(True)
    assert work_off() == []
    assert mail.outbox == []


def test_a_role_that_sees_no_record_is_refused(leah):
    @person_job("admin")
    def wrong(*, user: object) -> None:
        look()

    with pytest.raises(ValueError, match="admin"):
        wrong(person_id=str(leah.pk))
