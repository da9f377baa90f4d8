"""A check before a session, as a test records it."""

from datetime import UTC, date, datetime
from uuid import uuid4

from therapy.care.models import Patient
from therapy.logbook.models import Check
from therapy.logbook.screening.checks import CheckEntry, record_check

THURSDAY = date(2026, 11, 19)
NOW = datetime(2026, 11, 19, 9, 10, tzinfo=UTC)


NO = {f"G{n}": "no" for n in range(1, 7)}


def entry(**said) -> CheckEntry:
    return CheckEntry(
        **{"id": uuid4(), "kind": "before", "day": THURSDAY, "answered_at": NOW, "answers": NO} | said
    )


def record(patient: Patient, one: CheckEntry) -> Check:
    return record_check(patient=patient, entry=one, by=patient.user)
