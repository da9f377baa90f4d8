"""Every write of a check: its answers once and for ever, what is said later, and the therapist's "open again".

All of them raise `validation.Refused` with field and message, and have then stored nothing. A patient's writes wait for
each other. What follows from a check for a therapist is `attention.actions`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook import persistence
from therapy.logbook.models import Check, Session
from therapy.logbook.screening.judging import judge
from therapy.logbook.screening.urgency import Urgency
from therapy.logbook.screening.validation import check_errors
from therapy.logbook.validation import Refused, raise_if
from therapy.plans.stops import end_stops, stop_plans


@dataclass(frozen=True)
class Morning:
    """What was said of the morning after `session`, which may not have arrived yet. Pain is 0 to 10 or not said."""

    session: UUID
    pain: int | None = None
    compared: str = ""
    stiff_longer: bool | None = None


@dataclass(frozen=True)
class CheckEntry:
    """A check as it is sent. `answers` maps a question, or a row of the full list, to "no" or the id of a sign."""

    id: UUID
    kind: str
    day: date
    answered_at: datetime
    answers: Mapping[str, str] = field(default_factory=dict)
    foot: Mapping[str, bool] | None = None
    glucose: Mapping[str, Any] | None = None
    morning: Morning | None = None
    called_at: datetime | None = None
    mistaken_at: datetime | None = None
    device_clock: Mapping[str, str] | None = None

    def content(self) -> dict[str, Any]:
        """The columns that never change once they are stored."""
        morning = self.morning
        return {
            "kind": self.kind,
            "answers": dict(self.answers),
            "foot": None if self.foot is None else dict(self.foot),
            "glucose": None if self.glucose is None else _as_json(self.glucose),
            "morning_of": morning.session if morning else None,
            "morning_pain": morning.pain if morning else None,
            "morning_compared": morning.compared if morning else "",
            "morning_stiff_longer": morning.stiff_longer if morning else None,
        }


def _as_json(said: Mapping[str, Any]) -> dict[str, Any]:
    """A reading may come as a Decimal, which JSON does not know."""
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in said.items()}


LATER = ("called_at", "mistaken_at")


def record_check(
    *, patient: Patient, entry: CheckEntry, by: User, source: str = Session.Source.FORM
) -> Check:
    """Store a check, judged by its answers alone, and lock the sessions where they say so.

    Sending it again changes nothing, for ever; only that somebody called or pressed it by mistake is filled in. Raises
    Refused where anything cannot be true, where other answers are stored under its id, and where the id is taken.
    """
    with persistence.writing(patient):
        stored = Check.objects.filter(pk=entry.id).first()
        if stored is not None:
            return _again(patient, stored, entry)
        raise_if(check_errors(patient, entry))
        check = _new(patient, entry, by, source)
        _stop_or_open(patient, check, by)
        return check


def _new(patient: Patient, entry: CheckEntry, by: User, source: str) -> Check:
    judged = judge(entry.answers, entry.foot, entry.glucose)
    return Check.objects.create(
        id=entry.id,
        clinic_id=patient.clinic_id,
        patient=patient,
        local_day=entry.day,
        time_zone=patient.time_zone,
        answered_at=entry.answered_at,
        received_at=clock.now(),
        source=source,
        answered_by=by,
        device_clock=entry.device_clock,
        urgency=judged.urgency,
        rules=list(judged.rules),
        called_at=entry.called_at,
        mistaken_at=entry.mistaken_at,
        **entry.content(),
    )


def _again(patient: Patient, stored: Check, entry: CheckEntry) -> Check:
    """A check that is there already: the same answers, and perhaps what was said later."""
    if stored.patient_id != patient.pk:
        raise persistence.check_id_taken()
    if any(getattr(stored, name) != value for name, value in entry.content().items()):
        raise Refused({"answers": _("This check is stored with other answers. Answer a new one.")})
    return _fill_in(patient, stored, {name: getattr(entry, name) for name in LATER})


def amend(check: Check, *, called_at: datetime | None = None, mistaken_at: datetime | None = None) -> Check:
    """Say of a stored check that somebody called, or that it was pressed by mistake; what was said first stays.

    A mistake opens what only waits for the next day, never E or S.
    """
    with persistence.writing(check.patient):
        stored = Check.objects.select_related("patient__clinic", "patient__user").get(pk=check.pk)
        return _fill_in(stored.patient, stored, {"called_at": called_at, "mistaken_at": mistaken_at})


def _fill_in(patient: Patient, stored: Check, said: Mapping[str, datetime | None]) -> Check:
    now = clock.now()
    new = {name: min(at, now) for name, at in said.items() if at and getattr(stored, name) is None}
    for name, at in new.items():
        setattr(stored, name, at)
    if new:
        stored.save(update_fields=list(new))
    if "mistaken_at" in new and stored.urgency == Urgency.TELL:
        end_stops(patient, [stored.pk], open_again=patient.today)
    return stored


def _stop_or_open(patient: Patient, check: Check, by: User) -> None:
    """Days on which exercises are stopped ask for nothing; a clean check on a later day ends what waited for it."""
    if check.urgency:
        last = _last_day(check)
        stop_plans(patient, check=check.pk, first_day=check.local_day, last_day=last, by=by)
    elif check.kind == Check.Kind.BEFORE:
        waited = Check.objects.filter(
            patient=patient, urgency=Urgency.TELL, unlocked_at=None, local_day__lt=check.local_day
        )
        end_stops(patient, waited.values_list("pk", flat=True), open_again=check.local_day)


def _last_day(check: Check) -> date | None:
    """The last day that a check stops, where that is known: it came after the check that opened the exercises again."""
    if check.urgency != Urgency.TELL:
        return None
    if check.mistaken_at:
        return check.local_day - timedelta(days=1)
    clean = Check.objects.filter(
        patient=check.patient_id,
        kind=Check.Kind.BEFORE,
        urgency=Urgency.NONE,
        local_day__gt=check.local_day,
    )
    opened = clean.order_by("local_day").values_list("local_day", flat=True).first()
    return opened - timedelta(days=1) if opened else None


def open_again(patient: Patient, *, by: User, note: str) -> list[Check]:
    """Open the exercises of a patient again, whatever has locked them; answers with the checks that had.

    From the patient's today on the plan asks for exercises. Raises Refused without a note, or with one too long.
    """
    note = note.strip()
    longest = 500
    if not note:
        raise Refused({"note": _("Say why the exercises may go on.")})
    if len(note) > longest or "\0" in note:
        raise Refused({"note": _("At most %(longest)d characters.") % {"longest": longest}})
    with persistence.writing(patient):
        locking = list(Check.objects.filter(patient=patient).locking())
        for check in locking:
            check.unlocked_at, check.unlocked_by, check.unlock_note = clock.now(), by, note
        Check.objects.bulk_update(locking, ["unlocked_at", "unlocked_by", "unlock_note"])
        end_stops(patient, [check.pk for check in locking], open_again=patient.today)
    return locking
