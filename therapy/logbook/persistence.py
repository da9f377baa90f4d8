"""The rows behind `logbook.actions`: how sessions and sets are made and changed, in a few statements.

Only `actions` uses this, inside its transactions and after its checks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from accounts.models import User
from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook import corrections, limits
from therapy.logbook.entries import AMOUNTS, SAID, SetEntry, said_by, targets_of
from therapy.logbook.loggable_doses import Place, Slot, places_on, revisions_seen
from therapy.logbook.models import Session, Set
from therapy.plans.models import Revision
from therapy.plans.schedule import PlanHistory

# Which set, new columns, and the id under which they came.
SetChange = tuple[Set, Mapping[str, Any], UUID | None]
SET_COLUMNS = ("dose", "side", "number", *SAID, *(f"target_{name}" for name in AMOUNTS))


@dataclass(frozen=True)
class Workout:
    """What every write about one local day of one patient needs."""

    patient: Patient
    day: date
    by: User
    plans: PlanHistory

    @cached_property
    def places(self) -> dict[UUID, Place]:
        """The doses that can be logged on the day, by id."""
        return places_on(self.plans, self.day, self.patient.time_zone)

    def revision_of(self, used: Sequence[Place]) -> Revision:
        """The newest revision among `used`, or else of the day. Raises ValueError without a plan on the day."""
        seen = revisions_seen(self.plans, self.day, self.patient.time_zone)
        if not seen:
            raise ValueError(f"no plan on {self.day}")
        among = {place.revision.pk for place in used}
        return next((revision for revision in seen if revision.pk in among), seen[0])

    def slot(self, entry: SetEntry) -> Slot:
        """Which set of the day the entry is about."""
        return slot_of(self.places[entry.dose.pk].prescription.key, entry.dose.side, entry.number)


def slot_of(key: UUID, side: str, number: int) -> Slot:
    """One set of a day across sessions and revisions: which exercise of the plan, which leg, which number."""
    return key, side, number


def lock(patient: Patient) -> None:
    """Lets this transaction alone write to the patient's logbook until it ends."""
    Patient.objects.select_for_update(no_key=True).only("pk").get(pk=patient.pk)


def is_recalled(received: datetime, day: date, zone: str) -> bool:
    """Whether it came more than 48 hours after the local day was over (clinical-facts 9.1)."""
    return received > clock.day_ends(day, zone) + timedelta(hours=limits.RECALLED_AFTER_HOURS)


def new_session(
    workout: Workout,
    session_id: UUID | None,
    entries: Sequence[SetEntry],
    source: str,
    answers: Mapping[str, Any],
) -> Session:
    """Stores an empty session of the revision that the entries' doses belong to, or else of the one in force."""
    received, zone = clock.now(), workout.patient.time_zone
    return Session.objects.create(
        id=session_id or uuid4(),
        clinic=workout.patient.clinic,
        patient=workout.patient,
        revision=workout.revision_of([workout.places[entry.dose.pk] for entry in entries]),
        local_day=workout.day,
        time_zone=zone,
        received_at=received,
        recalled=is_recalled(received, workout.day, zone),
        source=source,
        logged_by=workout.by,
        **answers,
    )


def new_sets(workout: Workout, session: Session, entries: Sequence[SetEntry]) -> list[Set]:
    """Stores new sets in one statement; in one more, marks those that came long after the session's day."""
    sets = Set.objects.bulk_create(
        [new_set(session, workout.places[entry.dose.pk], entry) for entry in entries]
    )
    if sets:
        mark_if_late(session, sets, workout.by)
    return sets


def mark_if_late(session: Session, sets: Sequence[Set], by: User) -> None:
    """Keeps, of sets added to a session long after its day, that they were; a session that came late says so itself."""
    if not session.recalled and is_recalled(clock.now(), session.local_day, session.time_zone):
        corrections.store(corrections.set_added(logged, by) for logged in sets)


def new_set(session: Session, place: Place, entry: SetEntry) -> Set:
    """An unsaved set of the session with what the entry says and the target of its place."""
    return Set(
        id=entry.id or uuid4(),
        clinic_id=session.clinic_id,
        patient_id=session.patient_id,
        session=session,
        dose=place.dose,
        exercise=place.prescription.exercise,
        side=place.dose.side,
        number=entry.number,
        logged_at=entry.logged_at or clock.now(),
        **said_by(entry),
        **targets_of(place.dose),
    )


def change_sets(session: Session, changes: Sequence[SetChange], by: User) -> None:
    """Gives stored sets of one session new values and keeps the old ones; what does not differ is not written."""
    differing = [(logged, corrections.differences(logged, new), came_as) for logged, new, came_as in changes]
    differing = [change for change in differing if change[1]]
    if not differing:
        return
    corrections.next_version(session)
    corrections.store(
        [corrections.set_changed(session, logged, by, d, came_as) for logged, d, came_as in differing]
    )
    write_changes([(logged, differences) for logged, differences, _came_as in differing])


def write_changes(changes: Sequence[tuple[Set, Mapping[str, corrections.Change]]]) -> None:
    """Gives sets their new values in one statement, or none; the old ones are the caller's to keep."""
    for logged, differences in changes:
        for name, (_old, new) in differences.items():
            setattr(logged, name, new)
    if changes:
        Set.objects.bulk_update([logged for logged, _differences in changes], SET_COLUMNS)


def change_session(session: Session, new: Mapping[str, Any], by: User, what: str) -> None:
    """Gives a session new values. An answer that gives way to another is kept, and so is any change after its end."""
    changes = corrections.differences(session, new)
    if not changes:
        return
    session.version += 1
    if session.finished_at is not None or corrections.replaces_something(changes):
        corrections.store([corrections.correction(session, by, what, changes, None)])
    for name, (_old, value) in changes.items():
        setattr(session, name, value)
    session.save(update_fields=[*changes, "version"])


def moved_to(place: Place, logged: Set, number: int) -> dict[str, Any]:
    """The columns of a set that is put elsewhere: the target is the new place's, and decides anew what is done."""
    entry = SetEntry.of(logged).changed(dose=place.dose)
    return {
        "dose_id": place.dose.pk,
        "side": place.dose.side,
        "number": number,
        "outcome": said_by(entry)["outcome"],
        **targets_of(place.dose),
    }
