"""A whole session is stored in one go, in a few statements, and sending it again is harmless."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_exercise, make_prescription
from therapy.care.models import Patient
from therapy.logbook.actions import record_session, record_set
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Correction, Session, Set
from therapy.logbook.validation import Refused
from therapy.plans.models import Dose, Revision

SESSION = UUID("5e551071-0000-4000-8000-000000000001")


def entries_of(revision: Revision) -> list[SetEntry]:
    doses = Dose.objects.filter(prescription__phase__revision=revision).select_related(
        "prescription__exercise"
    )
    return [
        SetEntry(dose=dose, number=n, outcome="as_prescribed")
        for dose in doses
        for n in range(1, dose.sets + 1)
    ]


def thirty_sets(revision: Revision) -> list[SetEntry]:
    for slug in ("one", "two", "three", "four", "five"):
        make_prescription(revision, make_exercise(slug=slug), {side: {"sets": 3, "reps": 8} for side in "LR"})
    entries = [entry for entry in entries_of(revision) if entry.dose.sets == 3 and entry.dose.reps == 8]
    entries = [
        entry
        for entry in entries
        if entry.dose.prescription.exercise.slug in ("one", "two", "three", "four", "five")
    ]
    assert len(entries) == 30
    return entries


@pytest.mark.usefixtures("thursday")
def test_thirty_sets_take_at_most_fifteen_statements(margaret: Patient, revision: Revision) -> None:
    entries = thirty_sets(revision)
    for _ in range(2):
        with CaptureQueriesContext(connection) as statements:
            record_session(
                patient=margaret,
                session_id=SESSION,
                day=date(2026, 11, 19),
                entries=entries,
                by=margaret.user,
                pain_before=1,
                pain_after=2,
                effort=6,
                note="Steady.",
                started_at=datetime(2026, 11, 19, 8, 30, tzinfo=UTC),
                finished_at=datetime(2026, 11, 19, 9, 0, tzinfo=UTC),
            )
        assert len(statements) <= 15
    assert Set.objects.count() == 30


@pytest.mark.usefixtures("thursday")
def test_the_number_of_statements_does_not_depend_on_the_sets(margaret: Patient, revision: Revision) -> None:
    entries, counts = thirty_sets(revision), []
    for part in (entries[:1], entries):
        with CaptureQueriesContext(connection) as statements:
            record_session(
                patient=margaret, session_id=uuid4(), day=date(2026, 11, 19), entries=part, by=margaret.user
            )
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("thursday")
def test_a_session_says_all_that_was_said(margaret: Patient, revision: Revision) -> None:
    session = record_session(
        patient=margaret,
        session_id=SESSION,
        day=date(2026, 11, 18),
        entries=entries_of(revision),
        by=margaret.user,
        source="player",
        pain_before=0,
        pain_after=3,
        effort=7,
        note="  Long day. ",
        started_at=datetime(2026, 11, 18, 8, 30, tzinfo=UTC),
        finished_at=datetime(2026, 11, 18, 9, 0, tzinfo=UTC),
    )
    session = Session.objects.get(pk=session.pk)
    assert (session.pk, session.local_day, session.source) == (SESSION, date(2026, 11, 18), "player")
    assert (session.pain_before, session.pain_after, session.effort, session.note) == (0, 3, 7, "Long day.")
    assert session.received_at == datetime(2026, 11, 19, 9, 10, tzinfo=UTC)
    asked = sorted(Set.objects.values_list("side", "number", "credit"))
    assert asked == [
        ("B", 1, 1.0),
        ("B", 2, 1.0),
        ("L", 1, 1.0),
        ("L", 1, 1.0),
        ("L", 2, 1.0),
        ("L", 3, 1.0),
        ("R", 1, 1.0),
        ("R", 1, 1.0),
    ]


def test_a_session_grows_as_its_sets_come(margaret: Patient, heel_left: Dose) -> None:
    """As the player sends it: after each set all sets so far, at the end the answers."""
    entries = [SetEntry(id=uuid4(), dose=heel_left, number=n, outcome="as_prescribed") for n in (1, 2, 3)]
    for upto in (1, 2, 3, 2):
        record_session(
            patient=margaret, session_id=SESSION, day=margaret.today, entries=entries[:upto], by=margaret.user
        )
    record_session(
        patient=margaret,
        session_id=SESSION,
        day=margaret.today,
        entries=entries,
        by=margaret.user,
        pain_after=2,
    )
    session = Session.objects.get()
    assert {s.pk for s in session.sets.all()} == {entry.id for entry in entries}
    assert (session.pain_after, session.version) == (2, 4)
    assert not Correction.objects.exists()


def test_an_answer_that_is_there_is_not_unsaid_by_a_repeat(margaret: Patient, heel_left: Dose) -> None:
    entry = SetEntry(dose=heel_left, number=1, outcome="as_prescribed")
    for pain in (3, None):
        record_session(
            patient=margaret,
            session_id=SESSION,
            day=margaret.today,
            entries=[entry],
            by=margaret.user,
            pain_after=pain,
        )
    assert Session.objects.get().pain_after == 3


def test_a_number_that_comes_under_a_new_id_replaces_once_and_keeps(
    margaret: Patient, heel_left: Dose
) -> None:
    first = SetEntry(id=uuid4(), dose=heel_left, number=1, outcome="as_prescribed")
    second = SetEntry(id=uuid4(), dose=heel_left, number=1, outcome="done", reps=6)
    for entry in (first, second, first, second):
        record_session(
            patient=margaret, session_id=SESSION, day=margaret.today, entries=[entry], by=margaret.user
        )
    logged, correction = Set.objects.get(), Correction.objects.get()
    assert (logged.pk, logged.reps) == (first.id, 6)
    assert (correction.set_id, correction.before["reps"], correction.after["reps"]) == (second.id, 8, 6)


def test_someone_elses_session_id_is_refused(margaret: Patient, tomasz: Patient, heel_left: Dose) -> None:
    entry = SetEntry(dose=heel_left, number=1, outcome="as_prescribed")
    record_session(
        patient=margaret, session_id=SESSION, day=margaret.today, entries=[entry], by=margaret.user
    )
    with pytest.raises(Refused) as refused:
        record_session(patient=tomasz, session_id=SESSION, day=tomasz.today, entries=[], by=tomasz.user)
    assert list(refused.value.errors) == ["session"]
    assert Session.objects.get().patient == margaret


def test_a_set_id_of_another_session_is_refused(margaret: Patient, heel_left: Dose) -> None:
    entry = SetEntry(id=uuid4(), dose=heel_left, number=1, outcome="as_prescribed")
    record_set(patient=margaret, day=margaret.today, entry=entry, by=margaret.user)
    with pytest.raises(Refused) as refused:
        record_session(
            patient=margaret, session_id=SESSION, day=date(2026, 11, 18), entries=[entry], by=margaret.user
        )
    assert list(refused.value.errors) == ["sets.0.id"]


def test_an_end_before_the_start_is_refused(margaret: Patient, heel_left: Dose) -> None:
    with pytest.raises(Refused) as refused:
        record_session(
            patient=margaret,
            session_id=SESSION,
            day=margaret.today,
            entries=[],
            by=margaret.user,
            started_at=datetime(2026, 11, 19, 9, 0, tzinfo=UTC),
            finished_at=datetime(2026, 11, 19, 8, 0, tzinfo=UTC),
        )
    assert list(refused.value.errors) == ["finished_at"]
