"""Logging a whole session as a device does, for tests that need one and are about something else."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook.entries import SESSION_FIELDS, SetEntry
from therapy.logbook.models import Session
from therapy.plans.models import Dose, Revision
from therapy.player.device_clock import DeviceClock
from therapy.player.sync import DeviceSet, Document, store_session

UNSAID: dict[str, Any] = dict.fromkeys(SESSION_FIELDS) | {"note": ""}


def log_session(
    patient: Patient,
    entries: Sequence[SetEntry],
    day: date | None = None,
    session_id: UUID | None = None,
    version: int = 1,
    **said: Any,
) -> Session:
    """The session stored of these sets, of today unless told otherwise. Under one id a set keeps its own."""
    session_id = session_id or uuid4()
    ids = (entry.id or uuid5(session_id, f"{entry.dose.pk}/{entry.number}") for entry in entries)
    document = Document(
        id=session_id,
        version=version,
        day=day or patient.today,
        clock=DeviceClock.read(clock.now()),
        sets=[DeviceSet.of(entry.changed(id=pk)) for entry, pk in zip(entries, ids, strict=True)],
        fields=UNSAID | said,
    )
    assert patient.user is not None
    return store_session(patient=patient, document=document, by=patient.user).session


def as_prescribed(revision: Revision) -> list[SetEntry]:
    """Every set that the revision's doses ask for, done as prescribed."""
    doses = Dose.objects.filter(prescription__phase__revision=revision).select_related(
        "prescription__exercise"
    )
    return [
        SetEntry(dose=dose, number=n, outcome="as_prescribed")
        for dose in doses
        for n in range(1, dose.sets + 1)
    ]
