"""The reference data of the budgets: a clinic of 500 patients, a year of one, ten years of another; one of 50.

Rows go in in bulk, past the app's actions: it is their number that matters here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import uuid4

from django.db import transaction

from accounts.models import Clinic, User
from accounts.tenancy import walls
from tests.benchmarks.progress import step
from tests.factories import (
    make_clinic,
    make_condition,
    make_exercise,
    make_patient,
    make_plan,
    make_prescription,
    make_revision,
    make_user,
    shipped_figure,
)
from therapy.base import clock
from therapy.care.models import Patient
from therapy.library.figures.pictures import Picture
from therapy.library.models import Exercise
from therapy.logbook.models import Session, Set
from therapy.plans.models import Dose, Revision

ZONE = "Europe/London"
PATIENTS = 500
FEW_PATIENTS = 50
SESSIONS_A_YEAR = 300
BATCH = 5000
CLINIC = "Benchmark clinic"


@dataclass(frozen=True)
class Reference:
    """The people that the measured requests are made as, and about."""

    therapist: User
    small_therapist: User
    year: Patient
    decade: Patient
    writer: Patient
    figure: str


def today() -> date:
    """The day that the data are made for: the patients' own."""
    return clock.today(ZONE)


def reference() -> Reference:
    """The reference data, with nothing logged yet by the one who writes."""
    clinic = Clinic.objects.get(name=CLINIC)
    with walls.inside(clinic):
        patients = Patient.objects.filter(clinic=clinic, name__startswith="History").select_related("user")
        found = {patient.name: patient for patient in patients}
        writer = found["History to be written"]
        Set.objects.filter(session__patient=writer).delete()
        Session.objects.filter(patient=writer).delete()
        return Reference(
            therapist=User.objects.get(email="bench-therapist@example.org"),
            small_therapist=User.objects.get(email="bench-few@example.org"),
            year=found["History of a year"],
            decade=found["History of ten years"],
            writer=writer,
            figure=Picture(Exercise.objects.get(slug="bench-1"), "R").address,
        )


@transaction.atomic
def fill(today: date) -> None:
    """Make the reference data as of `today` in an empty database, all or nothing."""
    rng = Random(20260101)  # noqa: S311 - made-up data, not a secret
    # As large a figure as there is: somebody walks.
    figure = shipped_figure("walk-steady")
    exercises = [
        make_exercise(name=f"Exercise {n}", slug=f"bench-{n}", number=n, figure=figure) for n in range(1, 6)
    ]
    few = _clinic("Small benchmark clinic")
    _small_histories(few, _therapist(few, "few"), exercises, FEW_PATIENTS, today, rng)
    clinic = _clinic(CLINIC)
    therapist = _therapist(clinic, "therapist")
    _small_histories(clinic, therapist, exercises, PATIENTS - 3, today, rng)
    step("a year, and ten years")
    _long_history(clinic, therapist, exercises, "History of a year", today, years=1, rng=rng)
    _long_history(clinic, therapist, exercises, "History of ten years", today, years=10, rng=rng)
    user = make_user(clinic, "patient", name="Writer", email="bench-writer@example.org")
    writer = make_patient(clinic, therapist, user, name="History to be written")
    _revision(writer, exercises, today - timedelta(days=28), sets=3)


def _clinic(name: str) -> Clinic:
    clinic = make_clinic(name=name, time_zone=ZONE)
    walls.enter(scopes=[walls.Scope.CLINIC], clinics=[clinic.pk], person=None)
    return clinic


def _therapist(clinic: Clinic, name: str) -> User:
    return make_user(clinic, "therapist", name=f"Bench {name}", email=f"bench-{name}@example.org")


def _small_histories(
    clinic: Clinic, therapist: User, exercises: list[Exercise], patients: int, today: date, rng: Random
) -> None:
    for n in range(patients):
        if n % 100 == 0:
            step(f"{n} of {patients} patients of {clinic.name}")
        _small_history(clinic, therapist, exercises[:4], n, today, rng)


def _revision(
    patient: Patient, exercises: list[Exercise], starts: date, sets: int, revisions: int = 1
) -> Revision:
    plan = make_plan(patient, starts_on=starts)
    step = (patient.today - starts) // revisions
    for n in range(revisions):
        revision = make_revision(plan, effective_from=starts + n * step)
        for exercise in exercises:
            dose = {"sets": sets, "reps": 10, "rest_s": 60}
            make_prescription(revision, exercise, {"L": dose, "R": dose})
    return revision


def _small_history(
    clinic: Clinic, therapist: User, exercises: list[Exercise], n: int, today: date, rng: Random
) -> None:
    """Four weeks, three sessions a week, sixteen sets each."""
    patient = make_patient(clinic, therapist, name=f"Patient {n:03}")
    make_condition(patient)
    revision = _revision(patient, exercises, today - timedelta(days=28), sets=2)
    _log(patient, revision, [today - timedelta(days=d) for d in range(1, 29) if d % 7 in (1, 3, 5)], rng)


def _long_history(
    clinic: Clinic,
    therapist: User,
    exercises: list[Exercise],
    name: str,
    today: date,
    years: int,
    rng: Random,
) -> None:
    """300 sessions a year of 30 sets each, a new revision every two months."""
    user = make_user(clinic, "patient", name=name, email=f"bench-{years}@example.org")
    patient = make_patient(clinic, therapist, user, name=name)
    make_condition(patient)
    starts = today - timedelta(days=365 * years)
    revision = _revision(patient, exercises, starts, sets=3, revisions=6 * years)
    days = rng.sample([starts + timedelta(days=d) for d in range(365 * years)], SESSIONS_A_YEAR * years)
    _log(patient, revision, sorted(days), rng)


def _log(patient: Patient, revision: Revision, days: list[date], rng: Random) -> None:
    doses = list(Dose.objects.filter(prescription__phase__revision=revision).select_related("prescription"))
    by = patient.user or patient.created_by
    sessions = [
        Session(
            id=uuid4(),
            clinic=patient.clinic,
            patient=patient,
            revision=revision,
            local_day=day,
            time_zone="Europe/London",
            logged_by=by,
            pain_after=rng.randint(0, 4),
        )
        for day in days
    ]
    Session.objects.bulk_create(sessions, batch_size=BATCH)
    Set.objects.bulk_create(
        [
            _set(session, dose, number, rng)
            for session in sessions
            for dose in doses
            for number in range(1, dose.sets + 1)
        ],
        batch_size=BATCH,
    )


def _set(session: Session, dose: Dose, number: int, rng: Random) -> Set:
    return Set(
        id=uuid4(),
        clinic_id=session.clinic_id,
        patient_id=session.patient_id,
        session=session,
        dose=dose,
        exercise_id=dose.prescription.exercise_id,
        side=dose.side,
        number=number,
        outcome="done",
        reps=rng.randint(6, 10),
        pain=rng.randint(0, 4),
        target_reps=dose.reps,
    )


def thirty_sets(patient: Patient) -> Callable[[], object]:
    """Makes what a device sends for a session of 30 sets of today, with new ids each time."""
    with walls.inside(patient.clinic):
        doses: list[Dose] = list(
            Dose.objects.filter(prescription__phase__revision__plan__patient=patient)
            .order_by("-prescription__phase__revision__number")
            .select_related("prescription")[:10]
        )

    def document() -> object:
        now = clock.now().isoformat().replace("+00:00", "Z")
        told = {"outcome": "done", "reps": 9, "pain": 1, "logged_at": now}
        return {
            "person": str(patient.user_id),
            "version": 1,
            "day": patient.today.isoformat(),
            "sent_at": now,
            "started_at": now,
            "sets": [
                {"id": str(uuid4()), "dose": str(dose.pk), "number": number} | told
                for dose in doses
                for number in range(1, 4)
            ],
        }

    return document
