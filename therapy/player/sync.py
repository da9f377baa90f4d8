"""Storing a whole session as a device without a network has kept it: safe to repeat for ever, and never lost.

A document has a version. The first time it is stored. Under the version that is stored, the same content changes
nothing, and other content is a conflict; a higher version replaces, and what it replaces is kept as corrections; a
lower one is a conflict. Every other way of writing to a session raises its version, so a device that does not know of
it is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook import corrections, persistence
from therapy.logbook.entries import SAID, SESSION_FIELDS, SetEntry, to_columns
from therapy.logbook.loggable_doses import LoggableDose
from therapy.logbook.models import Session, Set
from therapy.logbook.validation import Errors, entries_errors, raise_if, session_errors
from therapy.plans import in_force
from therapy.plans.models import Dose, Revision
from therapy.player.device_clock import DeviceClock


@dataclass(frozen=True, kw_only=True)
class DeviceSet:
    """One set as a device tells it: its id, the dose and number that it is of, and what `SetEntry` has of it."""

    id: UUID
    dose_id: UUID
    said: Mapping[str, Any]

    @classmethod
    def of(cls, entry: SetEntry) -> Self:
        """The same set as a device would tell it. Raises ValueError for an entry without an id."""
        if entry.id is None:
            raise ValueError("a device's set has an id")
        said = {name: getattr(entry, name) for name in ("number", *SAID, "logged_at")}
        return cls(id=entry.id, dose_id=entry.dose.pk, said=said)


@dataclass(frozen=True, kw_only=True)
class Document:
    """A session as a device knows it. Its moments are by the device's own clock; `clock` tells how wrong that is.

    `fields` holds the `SESSION_FIELDS`. Its moments are facts of the clock, and no content that could conflict.
    """

    id: UUID
    version: int
    day: date
    clock: DeviceClock
    sets: Sequence[DeviceSet]
    fields: Mapping[str, Any]
    started_at: datetime | None = None
    finished_at: datetime | None = None
    check_id: UUID | None = None


class Conflict(ValueError):  # noqa: N818  "raise Conflict" says it
    """The document is not newer than what is stored, and says something else."""

    def __init__(self, session: Session, sets: Sequence[Set]) -> None:
        self.session, self.sets = session, list(sets)
        super().__init__(f"version {session.version} is stored")


@dataclass(frozen=True)
class Stored:
    """What is stored of a document, and with it what a device may forget."""

    session: Session
    set_ids: list[UUID]


def store_session(*, patient: Patient, document: Document, by: User) -> Stored:
    """Store the document, in at most nine statements however many sets it has.

    A day that is over, a plan that has changed or ended meanwhile, a clock that is wrong: all of it is taken, marked,
    and what the device said is kept. Raises Conflict, and Refused with errors named "sets.0.reps", or "session" where
    its id is another patient's; nothing is stored then.
    """
    doses = _doses_of(patient, document)
    entries = _entries(document, doses)
    with persistence.writing(patient, list(entries.values())):
        session = Session.objects.filter(pk=document.id).first()
        if session is not None and session.patient_id != patient.pk:
            raise persistence.session_id_taken()
        sets = _sets_of(document, {entry.id for entry in entries.values()})
        raise_if(_document_errors(document, entries, doses, sets))
        if session is None:
            session = _first_time(patient, document, list(entries.values()), doses, by)
        elif document.version > session.version:
            _replace(session, _own(sets, session), document, list(entries.values()), doses, by)
        elif document.version < session.version or _differs(
            session, _own(sets, session), document, list(entries.values())
        ):
            raise Conflict(session, _own(sets, session))
    return Stored(session, sorted(entry.id for entry in entries.values() if entry.id))


# --- what the document is about ---------------------------------------------------------------


def _doses_of(patient: Patient, document: Document) -> dict[UUID, LoggableDose]:
    """The doses of the document that were ever prescribed to this patient, by id.

    A device without a network cannot know that a plan has changed since: every published revision counts.
    """
    wanted = {one.dose_id for one in document.sets}
    doses = Dose.objects.filter(
        pk__in=wanted,
        patient=patient,
        prescription__phase__is_current=True,
        prescription__phase__revision__published_at__isnull=False,
    ).select_related("prescription__exercise", "prescription__phase__revision__plan")
    return {
        dose.pk: LoggableDose(dose, dose.prescription, dose.prescription.phase.revision) for dose in doses
    }


def _entries(document: Document, doses: Mapping[UUID, LoggableDose]) -> dict[int, SetEntry]:
    """The sets as entries, by their index in the document. Raises Refused for a dose of nobody's, or another's."""
    raise_if(
        {
            f"sets.{index}.dose": _("This is in no plan of yours.")
            for index, one in enumerate(document.sets)
            if one.dose_id not in doses
        }
    )
    return {
        index: SetEntry(
            id=one.id,
            dose=doses[one.dose_id].dose,
            **{**one.said, "logged_at": document.clock.correct(one.said["logged_at"])},
        ).tidy()
        for index, one in enumerate(document.sets)
    }


def _sets_of(document: Document, ids: set[UUID | None]) -> list[Set]:
    """The sets of the stored session, and any that have an id of the document."""
    return list(Set.objects.filter(Q(session=document.id) | Q(pk__in=ids)).select_related("exercise"))


def _own(sets: Sequence[Set], session: Session) -> list[Set]:
    return [logged for logged in sets if logged.session_id == session.pk]


def _document_errors(
    document: Document,
    entries: Mapping[int, SetEntry],
    doses: Mapping[UUID, LoggableDose],
    sets: Sequence[Set],
) -> Errors:
    elsewhere = {logged.pk for logged in sets if logged.session_id != document.id}
    errors = {
        f"sets.{index}.id": _("This set belongs to another session.")
        for index, entry in entries.items()
        if entry.id in elsewhere
    }
    exercises = {logged.pk: logged.exercise_id for logged in sets}
    errors |= {
        f"sets.{index}.dose": _("A set stays with its exercise.")
        for index, entry in entries.items()
        if exercises.get(entry.id, entry.dose.prescription.exercise_id)  # type: ignore[arg-type]
        != entry.dose.prescription.exercise_id
    }
    return errors | entries_errors(entries, doses) | session_errors(document.fields)


# --- writing ----------------------------------------------------------------------------------


def _plan_then(revision: Revision, day: date, zone: str) -> str:
    """Whether the plan was still what the device knew: it may have ended, or a newer revision taken its place."""
    if in_force.was_over(revision.plan, day):
        return Session.PlanThen.ENDED
    newer = Revision.objects.published().filter(plan=revision.plan_id, number__gt=revision.number)
    if in_force.was_replaced(revision, newer, day, clock.day_starts(day, zone)):
        return Session.PlanThen.REVISED
    return Session.PlanThen.IN_FORCE


def _first_time(
    patient: Patient,
    document: Document,
    entries: Sequence[SetEntry],
    doses: Mapping[UUID, LoggableDose],
    by: User,
) -> Session:
    """Stores a session that was not there. Raises Refused where it has no set, and so no plan."""
    raise_if({} if entries else {"sets": _("A session begins with its first set.")})
    revisions = [doses[entry.dose.pk].revision for entry in entries]
    began = document.clock.correct(document.started_at)
    in_force_from = max(one.effective_from for one in revisions if one.effective_from)
    day = document.clock.day_of(patient, said=document.day, moment=began, not_before=in_force_from)
    revision = max(revisions, key=lambda one: (one.effective_from or day, one.number))
    session = persistence.new_session(
        session_id=document.id,
        patient=patient,
        revision=revision,
        day=day,
        by=by,
        source=Session.Source.PLAYER,
        plan_then=_plan_then(revision, day, patient.time_zone),
        started_at=began,
        finished_at=document.clock.correct(document.finished_at),
        device_clock=_device_clock(document),
        screening={"check": str(document.check_id)} if document.check_id else None,
        version=document.version,
        **document.fields,
    )
    persistence.new_sets(session, entries, doses, by)
    return session


def _device_clock(document: Document) -> dict[str, Any]:
    return {
        "day": document.day.isoformat(),
        "started_at": corrections.plain(document.started_at),
        "sent_at": corrections.plain(document.clock.sent_at),
    }


def _new_fields(session: Session, document: Document) -> dict[str, Any]:
    """The columns of the session that the document gives other values. The first moment that was told stays."""
    new = {name: document.fields[name] for name in SESSION_FIELDS}
    if session.started_at is None:
        new["started_at"] = document.clock.correct(document.started_at)
    if (session.finished_at is None) != (document.finished_at is None):
        new["finished_at"] = document.clock.correct(document.finished_at)
    if session.screening is None and document.check_id is not None:
        new["screening"] = {"check": str(document.check_id)}
    return {name: value for name, value in new.items() if getattr(session, name) != value}


def _columns(entry: SetEntry, loggable: LoggableDose) -> dict[str, Any]:
    """What a set of the document has to say in its row; when it was done stays as it was first told."""
    return to_columns(entry) | {
        "dose_id": loggable.dose.pk,
        "side": loggable.dose.side,
        "number": entry.number,
    }


def _differs(session: Session, sets: Sequence[Set], document: Document, entries: Sequence[SetEntry]) -> bool:
    """Whether a document of the stored version says anything else than what is stored."""
    stored = {logged.pk: logged for logged in sets}
    if set(stored) != {entry.id for entry in entries} or _new_fields(session, document):
        return True
    return any(
        (entry.dose.pk, entry.number) != (stored[entry.id].dose_id, stored[entry.id].number)
        or corrections.differences(stored[entry.id], to_columns(entry))
        for entry in entries
        if entry.id
    )


def _replace(
    session: Session,
    sets: Sequence[Set],
    document: Document,
    entries: Sequence[SetEntry],
    doses: Mapping[UUID, LoggableDose],
    by: User,
) -> None:
    """Makes the session say what the document says, and keeps what it said before."""
    session.version = document.version
    stored = {logged.pk: logged for logged in sets}
    wanted = {entry.id: entry for entry in entries}
    gone = [logged for logged in sets if logged.pk not in wanted]
    changes = [
        (stored[entry.id], changed)
        for entry in entries
        if entry.id in stored and (changed := _changes(stored[entry.id], entry, doses))
    ]
    made = [corrections.set_taken_back(session, logged, by) for logged in gone]
    if gone:
        Set.objects.filter(pk__in=[logged.pk for logged in gone]).delete()
    made += persistence.write_changes(session, changes, by)
    changed = corrections.differences(session, _new_fields(session, document))
    made += persistence.write_session(session, changed, by)
    persistence.new_sets(session, [entry for entry in entries if entry.id not in stored], doses, by)
    corrections.store(made)


def _changes(
    logged: Set, entry: SetEntry, doses: Mapping[UUID, LoggableDose]
) -> dict[str, corrections.Change]:
    new = _columns(entry, doses[entry.dose.pk])
    if entry.dose.pk != logged.dose_id:
        new |= persistence.moved_to(doses[entry.dose.pk], logged, entry.number) | {"outcome": new["outcome"]}
    return corrections.differences(logged, new)
