"""A trail that has been committed, and the owner of the database, who tampers with it."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from tests.factories import make_session, make_set
from tests.support.tampering import OWNER
from therapy.care.models import Patient
from therapy.logbook.models import Session
from therapy.plans.models import Dose, Revision
from therapy.trail.models import Entry


@pytest.fixture
def looked(
    transactional_db: None,
    as_: Callable[[User | Patient | None], Client],
    margaret: Patient,
    tomasz: Patient,
    sam: User,
    leah: User,
    revision: Revision,
) -> Session:
    """Margaret has logged two sets; Sam has opened her record five times, Leah that of Tomasz three times."""
    with transaction.atomic():
        session = make_session(margaret, revision, pain_after=3)
        dose = Dose.objects.filter(prescription__phase__revision=revision, side="L").first()
        assert dose is not None
        make_set(session, dose, 1)
        make_set(session, dose, 2)
    for tail in ("", "plan/", "progress/", "sessions/", "team/"):
        assert as_(sam).get(f"/patients/{margaret.pk}/{tail}").status_code == 200
    for tail in ("", "plan/", "team/"):
        assert as_(leah).get(f"/patients/{tomasz.pk}/{tail}").status_code == 200
    assert as_(sam).get("/patients/").status_code == 200
    return session


@pytest.fixture
def reads_of(looked: Session) -> Callable[[Patient], list[Entry]]:
    """The entries of who opened a patient's record, oldest first."""

    def found(patient: Patient) -> list[Entry]:
        return list(Entry.objects.using(OWNER).filter(patient_id=patient.pk, kind="read").order_by("id"))

    return found
