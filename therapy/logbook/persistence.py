"""How sessions and sets are stored and changed, in a few statements: the one way for pages and for devices.

The pages' writes (`logbook.actions`) and the devices' (`player.sync`) use it inside `writing` and after their checks;
a check (`screening.checks`) is written inside `writing` too.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook import corrections
from therapy.logbook.entries import AMOUNTS, SAID, SetEntry, targets_of, to_columns
from therapy.logbook.loggable_doses import LoggableDose, SlotKey, loggable_doses_on, revisions_seen
from therapy.logbook.logged_late import is_logged_late
from therapy.logbook.models import Correction, Session, Set
from therapy.logbook.validation import Refused
from therapy.plans.models import Revision
from therapy.plans.schedule import PlanHistory

# Which set, and its new columns.
SetChange = tuple[Set, Mapping[str, Any]]
SET_COLUMNS = ("dose", "side", "number", *SAID, *(f"target_{name}" for name in AMOUNTS))


@dataclass(frozen=True)
class Workout:
    """What every write about one local day of one patient needs."""

    patient: Patient
    day: date
    by: User
    plans: PlanHistory

    @cached_property
    def doses(self) -> dict[UUID, LoggableDose]:
        """The doses that can be logged on the day, by id."""
        return loggable_doses_on(self.plans, self.day, self.patient.time_zone)

    def revision_of(self, used: Sequence[LoggableDose]) -> Revision:
        """The newest revision among `used`, or else of the day. Raises ValueError without a plan on the day."""
        seen = revisions_seen(self.plans, self.day, self.patient.time_zone)
        if not seen:
            raise ValueError(f"no plan on {self.day}")
        among = {loggable.revision.pk for loggable in used}
        return next((revision for revision in seen if revision.pk in among), seen[0])

    def slot(self, entry: SetEntry) -> SlotKey:
        """Which set of the day the entry is about."""
        return slot_of(self.doses[entry.dose.pk].prescription.key, entry.dose.side, entry.number)


def slot_of(key: UUID, side: str, number: int) -> SlotKey:
    """One set of a day across sessions and revisions: which exercise of the plan, which leg, which number."""
    return key, side, number


@contextmanager
def writing(patient: Patient, entries: Sequence[SetEntry] = ()) -> Iterator[None]:
    """A transaction that alone writes to the patient's logbook until it ends.

    Raises Refused where the id of a session, of a check or of one of `entries` is another patient's: the walls hide
    their row, and only the database's own keys know of it.
    """
    try:
        with transaction.atomic():
            Patient.objects.select_for_update(no_key=True).only("pk").get(pk=patient.pk)
            yield
    except IntegrityError as error:
        taken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if refused := _id_taken(taken, len(entries)):
            raise refused from error
        raise


def _id_taken(key: str | None, entries: int) -> Refused | None:
    if key == "logbook_session_pkey":
        return session_id_taken()
    if key == "logbook_check_pkey":
        return check_id_taken()
    if key == "logbook_set_pkey":
        named = "sets.0.id" if entries == 1 else "sets"
        return Refused({named: _("This set cannot be stored under this number.")})
    return None


def session_id_taken() -> Refused:
    """What is said where the id of a session is another patient's."""
    return Refused({"session": _("This session cannot be stored under this number.")})


def check_id_taken() -> Refused:
    """What is said where the id of a check is another patient's."""
    return Refused({"check": _("This check cannot be stored under this number.")})


def new_session(
    *,
    session_id: UUID | None,
    patient: Patient,
    revision: Revision,
    day: date,
    by: User,
    source: str,
    **more: Any,
) -> Session:
    """Stores a session without sets, with `more` of its columns; late if it comes long after its day."""
    received, zone = clock.now(), patient.time_zone
    return Session.objects.create(
        id=session_id or uuid4(),
        clinic=patient.clinic,
        patient=patient,
        revision=revision,
        local_day=day,
        time_zone=zone,
        received_at=received,
        logged_late=is_logged_late(received, day, zone),
        source=source,
        logged_by=by,
        **more,
    )


def new_sets(
    session: Session, entries: Sequence[SetEntry], doses: Mapping[UUID, LoggableDose], by: User
) -> list[Set]:
    """Stores new sets in one statement; in one more, marks those that came long after the session's day."""
    sets = Set.objects.bulk_create([_new_set(session, doses[entry.dose.pk], entry) for entry in entries])
    if sets:
        _mark_if_late(session, sets, by)
    return sets


def _mark_if_late(session: Session, sets: Sequence[Set], by: User) -> None:
    """Keeps, of sets added to a session long after its day, that they were; a session that came late says so itself."""
    if not session.logged_late and is_logged_late(clock.now(), session.local_day, session.time_zone):
        corrections.store(corrections.set_added(logged, by) for logged in sets)


def _new_set(session: Session, loggable: LoggableDose, entry: SetEntry) -> Set:
    """An unsaved set of the session with what the entry says and the target of its dose."""
    return Set(
        id=entry.id or uuid4(),
        clinic_id=session.clinic_id,
        patient_id=session.patient_id,
        session=session,
        dose=loggable.dose,
        exercise=loggable.prescription.exercise,
        side=loggable.dose.side,
        number=entry.number,
        logged_at=entry.logged_at or clock.now(),
        **to_columns(entry),
        **targets_of(loggable.dose),
    )


def change_sets(session: Session, changes: Sequence[SetChange], by: User) -> None:
    """Gives stored sets of one session new values and keeps the old ones; what does not differ is not written."""
    differing = [
        (logged, differences)
        for logged, new in changes
        if (differences := corrections.differences(logged, new))
    ]
    if not differing:
        return
    corrections.next_version(session)
    corrections.store(write_changes(session, differing, by))


def write_changes(
    session: Session, changes: Sequence[tuple[Set, Mapping[str, corrections.Change]]], by: User
) -> list[Correction]:
    """Gives sets their new values in one statement, or none. Answers with the unsaved corrections of the old ones."""
    made = [corrections.set_changed(session, logged, by, differences) for logged, differences in changes]
    for logged, differences in changes:
        for name, (_old, new) in differences.items():
            setattr(logged, name, new)
    if changes:
        Set.objects.bulk_update([logged for logged, _differences in changes], SET_COLUMNS)
    return made


def change_session(session: Session, new: Mapping[str, Any], by: User) -> None:
    """Gives a session new values under its next version, and keeps what they replace. No change writes nothing."""
    if changes := corrections.differences(session, new):
        session.version += 1
        corrections.store(write_session(session, changes, by))


def write_session(session: Session, changes: Mapping[str, corrections.Change], by: User) -> list[Correction]:
    """Saves a session with its version and new values.

    Answers with the unsaved correction, if one is due: an answer that gives way to another is kept, and so is any
    change after the session's end. Which check opened it is no answer.
    """
    was_over = session.finished_at is not None
    for name, (_old, value) in changes.items():
        setattr(session, name, value)
    session.save(update_fields=[*changes, "version"])
    told = {name: change for name, change in changes.items() if name != "screening"}
    if told and (was_over or corrections.replaces_something(told)):
        return [corrections.session_changed(session, by, told)]
    return []


def moved_to(loggable: LoggableDose, logged: Set, number: int) -> dict[str, Any]:
    """The columns of a set that is put elsewhere: the target is that of the new dose, and decides anew what is done."""
    entry = SetEntry.of(logged).changed(dose=loggable.dose)
    return {
        "dose_id": loggable.dose.pk,
        "side": loggable.dose.side,
        "number": number,
        "outcome": to_columns(entry)["outcome"],
        **targets_of(loggable.dose),
    }
