"""Every write of the logbook. Sending anything twice is harmless, and nothing that was logged is ever lost.

All of them raise `validation.Refused` with field and message, and have then stored nothing. A patient's writes wait for
each other, so two taps at once make one set.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib.postgres.expressions import ArraySubquery
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from therapy.care.models import Patient
from therapy.logbook import corrections, persistence
from therapy.logbook.entries import SetEntry, said_by
from therapy.logbook.loggable_doses import Place, Slot, day_before
from therapy.logbook.models import Correction, Session, Set
from therapy.logbook.persistence import Workout
from therapy.logbook.validation import (
    Refused,
    refuse_if,
    wrong_with_answers,
    wrong_with_day,
    wrong_with_entries,
    wrong_with_entry,
    wrong_with_said,
)
from therapy.plans.schedule import PlanHistory, history

ANSWERS = ("pain_before", "pain_after", "effort", "note", "started_at", "finished_at")


def record_session(
    *,
    patient: Patient,
    session_id: UUID,
    day: date,
    entries: Sequence[SetEntry],
    by: User,
    source: str = Session.Source.FORM,
    pain_before: int | None = None,
    pain_after: int | None = None,
    effort: int | None = None,
    note: str = "",
    started_at: datetime | None = None,
    finished_at: datetime | None = None,
    plans: PlanHistory | None = None,
) -> Session:
    """Store a whole session of one local day, in at most 15 statements however many sets it has; 18 if it corrects.

    Sending it again changes nothing: stored sets stay as they are, corrected or not, and one that was taken back stays
    away. What is new is added, and what the session had not said yet is filled in. A set that comes under a new id for
    a number that is taken replaces what is there once, and the replaced values are kept. `plans` spares the reading of
    the plan history to who has it at hand. Raises Refused; errors of entries are named "sets.0.reps".
    """
    said = (pain_before, pain_after, effort, note.strip(), started_at, finished_at)
    answers = dict(zip(ANSWERS, said, strict=True))
    with refusing_taken_ids(entries):
        persistence.lock(patient)
        session, corrected = _find_session(patient, session_id)
        stored, new = _sort_out(
            session_id, corrected, [_with_id(entry.tidy(), session_id) for entry in entries]
        )
        day = session.local_day if session else day
        workout = Workout(patient, day, by, plans or history(patient, since=day_before(day)))
        errors = {} if session else wrong_with_day(day, patient, workout.plans)
        refuse_if(errors | wrong_with_answers(answers) | wrong_with_entries(new, workout.places))
        if session is None:
            session = persistence.new_session(workout, session_id, list(new.values()), source, answers)
        else:
            persistence.change_session(session, _still_unsaid(session, answers), by, _("The session"))
        again = [
            (stored[slot], said_by(e), e.id)
            for e in new.values()
            if (slot := (e.dose.pk, e.number)) in stored
        ]
        persistence.change_sets(session, again, by)
        added = [e for e in new.values() if (e.dose.pk, e.number) not in stored]
        if added and stored:
            corrections.next_version(session)
        persistence.new_sets(workout, session, added)
    return session


def _find_session(patient: Patient, session_id: UUID) -> tuple[Session | None, set[UUID]]:
    """The session of that id, if there is one, with the ids of corrected sets. Raises Refused if someone else's."""
    seen = Correction.objects.filter(session=OuterRef("pk"), set_id__isnull=False).values("set_id")
    session = Session.objects.filter(pk=session_id).annotate(corrected_ids=ArraySubquery(seen)).first()
    if session is None:
        return None, set()
    if session.patient_id != patient.pk:
        raise Refused({"session": _("This session cannot be stored under this number.")})
    return session, set(session.corrected_ids)


def _with_id(entry: SetEntry, session_id: UUID) -> SetEntry:
    """The entry with an id: the client's, or one that sending it again gives again."""
    return entry if entry.id else entry.changed(id=uuid5(session_id, f"{entry.dose.pk}/{entry.number}"))


def _sort_out(
    session_id: UUID, corrected: set[UUID], entries: Sequence[SetEntry]
) -> tuple[dict[tuple[UUID, int], Set], dict[int, SetEntry]]:
    """The stored sets of the session by dose and number, and the entries that it has never seen by their place.

    Raises Refused where the id of an entry belongs to another session.
    """
    ids = [entry.id for entry in entries]
    found = list(Set.objects.filter(Q(session=session_id) | Q(pk__in=ids)).select_related("exercise"))
    elsewhere = {logged.pk for logged in found if logged.session_id != session_id}
    refuse_if(
        {
            f"sets.{index}.id": _("This set belongs to another session.")
            for index, entry in enumerate(entries)
            if entry.id in elsewhere
        }
    )
    seen = {logged.pk for logged in found} | corrected
    new = {index: entry for index, entry in enumerate(entries) if entry.id not in seen}
    return {(logged.dose_id, logged.number): logged for logged in found}, new


def _still_unsaid(session: Session, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers to what the session has not said yet."""
    return {name: value for name, value in answers.items() if getattr(session, name) in (None, "")}


def record_sets(
    *,
    patient: Patient,
    day: date,
    entries: Sequence[SetEntry],
    by: User,
    session_id: UUID | None = None,
    source: str = Session.Source.FORM,
    replace: bool = True,
) -> list[Set]:
    """Log single sets of a day into the day's session, which is made (under `session_id`) when there is none.

    A set of that exercise, leg and number that the day already has is corrected, or with `replace` false left alone.
    Answers with the stored sets in the order of `entries`. Raises Refused; errors are named as in `record_session`.
    """
    with refusing_taken_ids(entries):
        persistence.lock(patient)
        workout = Workout(patient, day, by, history(patient, since=day_before(day)))
        tidied = dict(enumerate(entry.tidy() for entry in entries))
        refuse_if(wrong_with_day(day, patient, workout.plans) | wrong_with_entries(tidied, workout.places))
        known = _known_sets(workout, list(tidied.values()))
        new = [entry for entry in tidied.values() if workout.slot(entry) not in known]
        if replace:
            _replace(workout, known, list(tidied.values()))
        if new:
            session = _session_of_day(workout, new, session_id, source)
            known |= {
                workout.slot(SetEntry.of(logged)): logged
                for logged in persistence.new_sets(workout, session, new)
            }
        return [known[workout.slot(entry)] for entry in tidied.values()]


def record_set(
    *,
    patient: Patient,
    day: date,
    entry: SetEntry,
    by: User,
    session_id: UUID | None = None,
    source: str = Session.Source.FORM,
) -> Set:
    """Log one set of a day, or correct it where the day has it; see `record_sets`. Raises Refused with plain names."""
    try:
        return record_sets(
            patient=patient, day=day, entries=[entry], by=by, session_id=session_id, source=source
        )[0]
    except Refused as refused:
        raise refused.of_set(0) from refused


@contextmanager
def refusing_taken_ids(entries: Sequence[SetEntry]) -> Iterator[None]:
    """A transaction that raises Refused where the id of its session, or of one of `entries`, is taken.

    The row that has it is another patient's: the walls hide it, and only the database's own keys know of it.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        taken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if taken == "logbook_session_pkey":
            raise Refused({"session": _("This session cannot be stored under this number.")}) from error
        if taken == "logbook_set_pkey":
            named = "sets.0.id" if len(entries) == 1 else "sets"
            raise Refused({named: _("This set cannot be stored under this number.")}) from error
        raise


def _known_sets(workout: Workout, entries: Sequence[SetEntry]) -> dict[Slot, Set]:
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


def _replace(workout: Workout, known: dict[Slot, Set], entries: Sequence[SetEntry]) -> None:
    """Corrects the stored sets that the entries are about, session by session."""
    changes: dict[UUID, list[persistence.SetChange]] = {}
    for entry in entries:
        logged = known.get(workout.slot(entry))
        if logged is not None:
            changes.setdefault(logged.session_id, []).append((logged, said_by(entry), logged.pk))
    for of_session in changes.values():
        persistence.change_sets(of_session[0][0].session, of_session, workout.by)


def _session_of_day(
    workout: Workout, entries: Sequence[SetEntry], session_id: UUID | None, source: str
) -> Session:
    """The day's session under the revision of the entries; made where there is none."""
    revision = workout.places[entries[0].dose.pk].revision
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
    return persistence.new_session(workout, session_id, entries, source, {})


def correct_set(*, logged: Set, entry: SetEntry, by: User) -> Set:
    """Give a stored set new answers, or another leg of its exercise, and keep what it said before.

    On another leg it takes its own number, or the next free one. An unchanged save writes nothing. Raises Refused with
    plain field names; Set.DoesNotExist if it was taken back meanwhile.
    """
    with transaction.atomic():
        patient = logged.session.patient
        persistence.lock(patient)
        stored = _stored_set(logged.pk)
        entry = entry.tidy()
        new = said_by(entry)
        if entry.dose.pk == stored.dose_id:
            refuse_if(wrong_with_said(entry))
        else:
            place = _other_leg(patient, stored, entry, by)
            new |= persistence.moved_to(place, stored, _free_number(stored, place)) | {
                "outcome": new["outcome"]
            }
        persistence.change_sets(stored.session, [(stored, new, stored.pk)], by)
    return stored


def _stored_set(set_id: UUID) -> Set:
    return Set.objects.select_related("session", "exercise", "dose__prescription").get(pk=set_id)


def _other_leg(patient: Patient, stored: Set, entry: SetEntry, by: User) -> Place:
    """The place that the entry moves the set to. Raises Refused unless the plan trains it on that day."""
    workout = Workout(patient, stored.session.local_day, by, history(patient))
    refuse_if(wrong_with_entry(entry, workout.places))
    return workout.places[entry.dose.pk]


def _free_number(stored: Set, place: Place) -> int:
    """The set's own number, or the first one that is free at the other place. Raises Refused when all are taken."""
    taken = set(
        Set.objects.filter(session=stored.session_id, dose=place.dose).values_list("number", flat=True)
    )
    if stored.number not in taken and stored.number <= place.highest_number:
        return stored.number
    free = [number for number in range(1, place.highest_number + 1) if number not in taken]
    if not free:
        raise Refused({"side": _("This leg has all its sets of this exercise on that day.")})
    return free[0]


def take_back_set(*, logged: Set, by: User) -> None:
    """Remove a set that was logged by mistake; all it said stays in a correction. Doing it twice is harmless."""
    with transaction.atomic():
        persistence.lock(logged.session.patient)
        stored = Set.objects.select_related("session", "exercise").filter(pk=logged.pk).first()
        if stored is None:
            return
        corrections.next_version(stored.session)
        corrections.store([corrections.set_taken_back(stored.session, stored, by)])
        stored.delete()


def change_session(*, session: Session, by: User, day: date | None = None, **answers: Any) -> Session:
    """Change the answers about a session (`ANSWERS`), or with `day` move it to the local day on which it was done.

    A first answer is written as it comes; one that replaces another, and any change after the session's end, keeps
    what was there. Moving gives every set the target of that day. Raises Refused, and TypeError for another name.
    """
    if unknown := set(answers) - set(ANSWERS):
        raise TypeError(f"a session has no answer {', '.join(sorted(unknown))}")
    if "note" in answers:
        answers["note"] = answers["note"].strip()
    with transaction.atomic():
        persistence.lock(session.patient)
        stored = Session.objects.select_related("patient__clinic", "patient__user").get(pk=session.pk)
        refuse_if(wrong_with_answers({name: answers.get(name, getattr(stored, name)) for name in ANSWERS}))
        if day is not None and day != stored.local_day:
            answers |= _move(stored, day, by)
        persistence.change_session(stored, answers, by, _("The session"))
    return stored


def _move(session: Session, day: date, by: User) -> dict[str, Any]:
    """Moves the sets to their places on another day; answers with the session's new columns. Raises Refused."""
    workout = Workout(session.patient, day, by, history(session.patient))
    refuse_if(wrong_with_day(day, session.patient, workout.plans))
    sets = list(session.sets.select_related("exercise", "dose__prescription"))
    moved = [(logged, _place_on(workout, logged)) for logged in sets]
    if len({(place.dose.pk, logged.number) for logged, place in moved}) < len(moved):
        raise Refused({"day": _("On that day your plan had fewer items of the same exercise.")})
    persistence.change_sets(
        session,
        [(logged, persistence.moved_to(place, logged, logged.number), logged.pk) for logged, place in moved],
        by,
    )
    return {
        "local_day": day,
        "revision_id": workout.revision_of([place for _logged, place in moved]).pk,
        "recalled": persistence.is_recalled(session.received_at, day, session.time_zone),
    }


def _place_on(workout: Workout, logged: Set) -> Place:
    """Where the set belongs on the workout's day: its own item and leg, or in another plan its exercise and leg."""
    same_leg = [place for place in workout.places.values() if place.dose.side == logged.side]
    for place in same_leg:
        if place.prescription.key == logged.dose.prescription.key:
            return place
    for place in same_leg:
        if place.prescription.exercise_id == logged.exercise_id:
            return place
    what = corrections.name_of(logged)
    raise Refused({"day": _("On that day your plan did not have: %(what)s.") % {"what": what}})
