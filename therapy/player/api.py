"""The addresses for a patient's own device: today’s exercises, and the sessions that it sends."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, cast
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router, Schema
from pydantic import Field

from accounts.models import User
from therapy.base import clock
from therapy.base.payloads import ApiError, Day, Id, Moment, Number, Payload, Text
from therapy.base.units import load_unit, to_kg
from therapy.care.access import get_own_record_or_404, own_record_with_lead_or_404
from therapy.care.models import Patient
from therapy.logbook.entries import SAID, SESSION_FIELDS
from therapy.logbook.models import Session, Set
from therapy.logbook.screening.last_session import MORNING_ASKED_DAYS, trained_before
from therapy.logbook.validation import Refused
from therapy.plans.schedule import history
from therapy.player.check import check_for_player
from therapy.player.device_clock import DeviceClock
from therapy.player.sync import Conflict, DeviceSet, Document, store_session
from therapy.player.today import days_for_player

router = Router()

# As the database holds them; what they may be at most is said by `validation`, in words.
SMALL = 32767
HIGHEST_VERSION = 1_000_000
MOST_SETS = 300

Small = Annotated[int, Field(ge=-SMALL, le=SMALL)]


class SetIn(Payload):
    """One set of one exercise by one side. What was not said is null or empty, never 0."""

    id: Id
    dose: Id
    number: Annotated[int, Field(ge=1, le=SMALL)]
    outcome: Text
    skip_reason: Text = ""
    reps: Small | None = None
    hold_s: Small | None = None
    minutes: Number | None = None
    metres: Annotated[int, Field(ge=-SMALL, le=2_000_000_000)] | None = None
    load_kg: Number | None = None
    band: Text = ""
    pain: Small | None = None
    pain_kind: Text = ""
    effort: Small | None = None
    note: Text = ""
    logged_at: Moment

    def as_device_set(self) -> DeviceSet:
        """The same for `sync`."""
        said = {name: getattr(self, name) for name in ("number", *SAID, "logged_at")}
        return DeviceSet(id=self.id, dose_id=self.dose, said=said)


class SessionIn(Payload):
    """A whole session, as the device of `person` knows it."""

    person: Id
    version: Annotated[int, Field(ge=1, le=HIGHEST_VERSION)]
    day: Day
    sent_at: Moment
    check: Id | None = None
    started_at: Moment | None = None
    finished_at: Moment | None = None
    pain_before: Small | None = None
    pain_after: Small | None = None
    effort: Small | None = None
    note: Text = ""
    sets: Annotated[list[SetIn], Field(max_length=MOST_SETS)]

    def as_document(self, session_id: UUID) -> Document:
        """The same for `sync`."""
        return Document(
            id=session_id,
            version=self.version,
            day=self.day,
            clock=DeviceClock.read(self.sent_at),
            check_id=self.check,
            started_at=self.started_at,
            finished_at=self.finished_at,
            fields={name: getattr(self, name) for name in SESSION_FIELDS} | {"note": self.note.strip()},
            sets=[one.as_device_set() for one in self.sets],
        )


class SessionOut(Schema):
    """What is stored now. A device may forget the sets that are named, and none else."""

    session: UUID
    version: int
    day: date
    plan_then: str
    finished: bool
    sets: list[UUID]


@router.get("today", response=dict, url_name="today")
def today(request: HttpRequest) -> dict[str, Any]:
    """Everything that the player needs for today and the six days after it, with or without a network."""
    user = cast("User", request.user)
    day = clock.today(user.time_zone)
    patient = own_record_with_lead_or_404(user)
    conditions = list(patient.conditions.current().order_by("recorded_at"))
    plans = history(patient, since=day)
    logged, trained = _sets_of(patient, day)
    return {
        "now": clock.now().isoformat(),
        "person": str(user.pk),
        "token": get_token(request),
        "patient": {"first_name": patient.first_name, "time_zone": patient.time_zone},
        "clinic": {
            "name": patient.clinic.name,
            "phone": patient.clinic.phone,
            "emergency_number": patient.clinic.emergency_number,
        },
        "therapist": patient.lead_name or "",  # type: ignore[attr-defined]
        "unit": {"name": load_unit(), "kg": float(to_kg(Decimal(1)))},
        "today": day.isoformat(),
        **days_for_player(plans, day, conditions),
        **check_for_player(patient, day, conditions, trained),
        "logged": [{"session": str(one.session_id)} | set_as_stored(one) for one in logged],
    }


def _sets_of(patient: Patient, day: date) -> tuple[list[Set], list[Set]]:
    """The sets logged on `day`, and those of the session before whose morning is still to be asked. One query."""
    # The week that both lie in, said as well: PostgreSQL reads a whole logbook where it is told of either day alone.
    since = day - timedelta(days=MORNING_ASKED_DAYS)
    sets = Set.objects.filter(
        session__in=Session.objects.filter(patient=patient, local_day__range=(since, day))
    )
    sets = sets.filter(Q(session__local_day=day) | trained_before(patient, day))
    found = list(sets.select_related("session", "exercise").order_by("logged_at"))
    logged = [one for one in found if one.session.local_day == day]
    return logged, [one for one in found if one.session.local_day != day]


@router.put("sessions/{uuid:session_id}", response=SessionOut, url_name="session")
def put_session(request: HttpRequest, session_id: UUID, sent: SessionIn) -> dict[str, Any]:
    """Store a session. Safe to repeat; a higher version replaces and keeps what it replaces.

    403 if somebody else than `person` is signed in, 404 if the id is somebody else's, 409 with what is stored if the
    version is lower, or the same with other content, 422 with what is wrong by field.
    """
    user = cast("User", request.user)
    if sent.person != user.pk:
        raise ApiError(403, {"person": "somebody else is signed in"})
    patient = get_own_record_or_404(user)
    try:
        stored = store_session(patient=patient, document=sent.as_document(session_id), by=user)
    except Refused as refused:
        status = 404 if "session" in refused.errors else 422
        raise ApiError(status, refused.errors) from refused
    except Conflict as conflict:
        told = session_as_stored(conflict.session, conflict.sets)
        raise ApiError(409, {"version": str(conflict)}, stored=told) from conflict
    session = stored.session
    return {
        "session": session.pk,
        "version": session.version,
        "day": session.local_day,
        "plan_then": session.plan_then,
        "finished": session.finished_at is not None,
        "sets": stored.set_ids,
    }


def session_as_stored(session: Session, sets: list[Set]) -> dict[str, Any]:
    """A stored session in the form in which it is sent, as plain JSON."""
    return {
        "version": session.version,
        "day": session.local_day.isoformat(),
        "check": (session.screening or {}).get("check"),
        "started_at": session.started_at and session.started_at.isoformat(),
        "finished_at": session.finished_at and session.finished_at.isoformat(),
        **{name: getattr(session, name) for name in SESSION_FIELDS},
        "sets": [set_as_stored(logged) for logged in sets],
    }


def set_as_stored(logged: Set) -> dict[str, Any]:
    """A stored set in the form in which it is sent."""
    said = {name: getattr(logged, name) for name in SAID}
    said |= {name: None if said[name] is None else float(said[name]) for name in ("minutes", "load_kg")}
    return {
        "id": str(logged.pk),
        "dose": str(logged.dose_id),
        "number": logged.number,
        **said,
        "logged_at": logged.logged_at.isoformat(),
    }
