"""Jobs: queued with the transaction, done by a real worker inside the walls, as of the moment when they run."""

import pytest
from django.core import mail
from django.db import transaction

from accounts.tenancy.jobs import clinic_job
from tests.support.jobs import work_off
from therapy.care.models import Condition, Patient

seen: list[tuple[list[str], int]] = []


def look(**kwargs: object) -> None:
    seen.append((list(Patient.objects.values_list("name", flat=True)), Condition.objects.count()))


@clinic_job
def look_as_the_clinic() -> None:
    look()


@pytest.fixture(autouse=True)
def nothing_seen(transactional_db: None) -> None:
    seen.clear()


def test_a_clinics_job_sees_its_clinic_and_no_other(harbour, margaret, tomasz, nils):
    look_as_the_clinic.defer(clinic_id=str(harbour.pk))
    assert work_off() == ["succeeded"]
    assert seen == [(["Margaret Doyle", "Tomasz Wrona"], 2)]


def test_what_is_rolled_back_is_not_queued(harbour):
    with transaction.atomic():
        look_as_the_clinic.defer(clinic_id=str(harbour.pk))
        transaction.set_rollback(True)
    assert work_off() == []
    assert mail.outbox == []
