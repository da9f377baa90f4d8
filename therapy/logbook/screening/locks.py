"""Whether a patient's sessions are locked, since when and why (clinical-facts 5.1). Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from therapy.care.models import Patient
from therapy.logbook.models import Check
from therapy.logbook.screening.judging import Stop, stop
from therapy.logbook.screening.urgency import Urgency, rank


@dataclass(frozen=True)
class Lock:
    """What keeps sessions from beginning. `check` is the most urgent one of those that do, the latest of its urgency.

    The therapist was told when the check came (`attention.actions`): its `received_at`.
    """

    check: Check

    @property
    def urgency(self) -> str:
        """T, S or E."""
        return self.check.urgency

    @property
    def opens_by_a_check(self) -> bool:
        """Whether a clean check opens it, on a day after its own; else a therapist does."""
        return self.check.urgency == Urgency.TELL

    @property
    def stop(self) -> Stop:
        """The STOP screen in words."""
        return stop(self.check.urgency, self.check.rules)


@dataclass(frozen=True)
class SessionStart:
    """Whether a session of today may begin: a lock, or the check that opened it, or neither."""

    lock: Lock | None
    passed: Check | None


def session_start(patient: Patient, today: date) -> SessionStart:
    """Whether a session of `today`, the patient's own, may begin. One query: what locks, and today's checks before."""
    todays = Q(local_day=today, kind=Check.Kind.BEFORE)
    checks = Check.objects.filter(patient=patient).with_locks().filter(Q(locks=True) | todays)
    found = list(checks.order_by("received_at"))
    passed = [check for check in found if check.local_day == today and check.may_start]
    lock = _most_urgent(check for check in found if check.locks).get(patient.pk)
    return SessionStart(lock, passed[-1] if passed and not lock else None)


def lock_of(patient: Patient) -> Lock | None:
    """The lock of one patient, in one query."""
    return locks_of([patient.pk]).get(patient.pk)


def locks_of(patients: Iterable[UUID]) -> dict[UUID, Lock]:
    """The locks of those patients who have one, in one query."""
    return _most_urgent(Check.objects.filter(patient__in=list(patients)).locking().order_by("received_at"))


def _most_urgent(locking: Iterable[Check]) -> dict[UUID, Lock]:
    """The lock of each patient by the most urgent of their checks; of one urgency by the last."""
    found: dict[UUID, Check] = {}
    for check in locking:
        before = found.get(check.patient_id)
        if before is None or rank(check.urgency) >= rank(before.urgency):
            found[check.patient_id] = check
    return {patient: Lock(check) for patient, check in found.items()}
