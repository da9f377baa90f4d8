"""Every write of the logbook. Sending anything twice is harmless, and nothing that was logged is ever lost.

All of them raise `validation.Refused` with field and message, and have then stored nothing. A patient's writes wait for
each other, so two taps at once make one set.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from therapy.care.models import Patient
from therapy.logbook import corrections, persistence
from therapy.logbook.entries import SESSION_FIELDS, SESSION_MOMENTS, SetEntry, to_columns
from therapy.logbook.loggable_doses import LoggableDose, SlotKey, day_before
from therapy.logbook.logged_late import is_logged_late
from therapy.logbook.models import Session, Set
from therapy.logbook.persistence import Workout
from therapy.logbook.validation import (
    Refused,
    day_errors,
    entries_errors,
    entry_errors,
    raise_if,
    said_errors,
    session_errors,
)
from therapy.plans.schedule import history


def record_sets(
    *,
    patient: Patient,
    day: date,
    entries: Sequence[SetEntry],
    by: User,
    session_id: UUID | None = None,
    replace: bool = True,
) -> list[Set]:
    """Log single sets of a day into the day's session, which is made (under `session_id`) when there is none.

    A set of that exercise, leg and number that the day already has is corrected, or with `replace` false left alone.
    Answers with the stored sets in the order of `entries`. Raises Refused; errors of entries are named "sets.0.reps".
    """
    with persistence.writing(patient, entries):
        workout = Workout(patient, day, by, history(patient, since=day_before(day)))
        tidied = dict(enumerate(entry.tidy() for entry in entries))
        raise_if(day_errors(day, patient, workout.plans) | entries_errors(tidied, workout.doses))
        known = _known_sets(workout, list(tidied.values()))
        new = [entry for entry in tidied.values() if workout.slot(entry) not in known]
        if replace:
            _replace(workout, known, list(tidied.values()))
        if new:
            session = _session_of_day(workout, new, session_id)
            known |= {
                workout.slot(SetEntry.of(logged)): logged
                for logged in persistence.new_sets(session, new, workout.doses, by)
            }
        return [known[workout.slot(entry)] for entry in tidied.values()]


def record_set(
    *,
    patient: Patient,
    day: date,
    entry: SetEntry,
    by: User,
    session_id: UUID | None = None,
) -> Set:
    """Log one set of a day, or correct it where the day has it; see `record_sets`. Raises Refused with plain names."""
    try:
        return record_sets(patient=patient, day=day, entries=[entry], by=by, session_id=session_id)[0]
    except Refused as refused:
        raise refused.of_set(0) from refused


def _known_sets(workout: Workout, entries: Sequence[SetEntry]) -> dict[SlotKey, Set]:
    """The day's sets by slot; an entry whose id is stored already stands for that set, wherever it has moved."""
    ids = [entry.id for entry in entries if entry.id]
    found = (
        Set.objects.filter(session__patient=workout.patient)
        .filter(Q(session__local_day=workout.day) | Q(pk__in=ids))
        .select_related("session", "exercise", "dose__prescription")
        .order_by("logged_at")
    )
    known = {
        (logged.dose.prescription.key, logged.side, logged.number): logged
        for logged in found
        if logged.session.local_day == workout.day
    }
    by_id = {logged.pk: logged for logged in found}
    return known | {workout.slot(entry): by_id[entry.id] for entry in entries if entry.id in by_id}


def _replace(workout: Workout, known: dict[SlotKey, Set], entries: Sequence[SetEntry]) -> None:
    """Corrects the stored sets that the entries are about, session by session."""
    changes: dict[UUID, list[persistence.SetChange]] = {}
    for entry in entries:
        logged = known.get(workout.slot(entry))
        if logged is not None:
            changes.setdefault(logged.session_id, []).append((logged, to_columns(entry)))
    for of_session in changes.values():
        persistence.change_sets(of_session[0][0].session, of_session, workout.by)


def _session_of_day(workout: Workout, entries: Sequence[SetEntry], session_id: UUID | None) -> Session:
    """The day's session under the revision of the entries; made where there is none."""
    revision = workout.doses[entries[0].dose.pk].revision
    session = (
        Session.objects.filter(patient=workout.patient, local_day=workout.day, revision=revision)
        .order_by("received_at")
        .first()
    )
    if session is not None:
        corrections.next_version(session)
        return session
    if session_id and Session.objects.filter(pk=session_id).exists():
        session_id = None  # an old page: its session has moved to another day since
    return persistence.new_session(
        session_id=session_id,
        patient=workout.patient,
        revision=workout.revision_of([workout.doses[entry.dose.pk] for entry in entries]),
        day=workout.day,
        by=workout.by,
        source=Session.Source.FORM,
    )


def correct_set(*, logged: Set, entry: SetEntry, by: User) -> Set:
    """Give a stored set new answers, or another leg of its exercise, and keep what it said before.

    On another leg it takes its own number, or the next free one. An unchanged save writes nothing. Raises Refused with
    plain field names; Set.DoesNotExist if it was taken back meanwhile.
    """
    patient = logged.session.patient
    with persistence.writing(patient):
        stored = _stored_set(logged.pk)
        entry = entry.tidy()
        new = to_columns(entry)
        if entry.dose.pk == stored.dose_id:
            raise_if(said_errors(entry))
        else:
            loggable = _other_leg(patient, stored, entry, by)
            new |= persistence.moved_to(loggable, stored, _free_number(stored, loggable)) | {
                "outcome": new["outcome"]
            }
        persistence.change_sets(stored.session, [(stored, new)], by)
    return stored


def _stored_set(set_id: UUID) -> Set:
    return Set.objects.select_related("session", "exercise", "dose__prescription").get(pk=set_id)


def _other_leg(patient: Patient, stored: Set, entry: SetEntry, by: User) -> LoggableDose:
    """The dose that the entry moves the set to. Raises Refused unless the plan trains it on that day."""
    workout = Workout(patient, stored.session.local_day, by, history(patient))
    raise_if(entry_errors(entry, workout.doses))
    return workout.doses[entry.dose.pk]


def _free_number(stored: Set, loggable: LoggableDose) -> int:
    """The set's own number, or the first one that is free for the other dose. Raises Refused when all are taken."""
    taken = set(
        Set.objects.filter(session=stored.session_id, dose=loggable.dose).values_list("number", flat=True)
    )
    if stored.number not in taken and stored.number <= loggable.highest_number:
        return stored.number
    free = [number for number in range(1, loggable.highest_number + 1) if number not in taken]
    if not free:
        raise Refused({"side": _("This leg has all its sets of this exercise on that day.")})
    return free[0]


def take_back_set(*, logged: Set, by: User) -> None:
    """Remove a set that was logged by mistake; all it said stays in a correction. Doing it twice is harmless."""
    with persistence.writing(logged.session.patient):
        stored = Set.objects.select_related("session", "exercise").filter(pk=logged.pk).first()
        if stored is None:
            return
        corrections.next_version(stored.session)
        corrections.store([corrections.set_taken_back(stored.session, stored, by)])
        stored.delete()


def change_session(*, session: Session, by: User, day: date | None = None, **fields: Any) -> Session:
    """Change what is said about a session, or with `day` move it to the local day on which it was done.

    `fields` are of `SESSION_FIELDS` and `SESSION_MOMENTS`.
    A first answer is written as it comes; one that replaces another, and any change after the session's end, keeps
    what was there. Moving gives every set the target of that day. Raises Refused, and TypeError for another name.
    """
    names = (*SESSION_FIELDS, *SESSION_MOMENTS)
    if unknown := set(fields) - set(names):
        raise TypeError(f"a session has no answer {', '.join(sorted(unknown))}")
    if "note" in fields:
        fields["note"] = fields["note"].strip()
    with persistence.writing(session.patient):
        stored = Session.objects.select_related("patient__clinic", "patient__user").get(pk=session.pk)
        raise_if(session_errors({name: fields.get(name, getattr(stored, name)) for name in names}))
        if day is not None and day != stored.local_day:
            fields |= _move(stored, day, by)
        persistence.change_session(stored, fields, by)
    return stored


def _move(session: Session, day: date, by: User) -> dict[str, Any]:
    """Moves the sets to the doses of another day; answers with the session's new columns. Raises Refused."""
    workout = Workout(session.patient, day, by, history(session.patient))
    raise_if(day_errors(day, session.patient, workout.plans))
    sets = list(session.sets.select_related("exercise", "dose__prescription"))
    moved = [(logged, _dose_on_day(workout, logged)) for logged in sets]
    if len({(loggable.dose.pk, logged.number) for logged, loggable in moved}) < len(moved):
        raise Refused({"day": _("On that day your plan had fewer items of the same exercise.")})
    persistence.change_sets(
        session,
        [(logged, persistence.moved_to(loggable, logged, logged.number)) for logged, loggable in moved],
        by,
    )
    return {
        "local_day": day,
        "revision_id": workout.revision_of([loggable for _logged, loggable in moved]).pk,
        "logged_late": is_logged_late(session.received_at, day, session.time_zone),
    }


def _dose_on_day(workout: Workout, logged: Set) -> LoggableDose:
    """Where the set belongs on the workout's day: its own item and leg, or in another plan its exercise and leg."""
    same_leg = [loggable for loggable in workout.doses.values() if loggable.dose.side == logged.side]
    for loggable in same_leg:
        if loggable.prescription.key == logged.dose.prescription.key:
            return loggable
    for loggable in same_leg:
        if loggable.prescription.exercise_id == logged.exercise_id:
            return loggable
    what = corrections.name_of(logged)
    raise Refused({"day": _("On that day your plan did not have: %(what)s.") % {"what": what}})
