"""The end of a session, what was said about it, and the day that it was logged on by mistake."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_plan, make_prescription, make_revision
from tests.support.doses import dose_of
from tests.support.logging import log_session
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.logbook.actions import change_session
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Correction, Session, Set
from therapy.logbook.validation import Refused
from therapy.plans.models import Dose, Revision

As = Callable[[User | Patient | None], Client]


def two_sets(patient: Patient, dose: Dose) -> Session:
    """Left set 1 as prescribed and set 2 in part, today."""
    entries = [
        SetEntry(dose=dose, number=1, outcome="as_prescribed"),
        SetEntry(dose=dose, number=2, outcome="done", reps=6),
    ]
    return log_session(patient, entries)


def logged_today(patient: Patient, revision: Revision, exercise: Exercise, **kw: Any) -> Session:
    """The same under a revision that asks for 3 sets of 8."""
    make_prescription(revision, exercise, {"L": {"sets": 3, "reps": 8}}, **kw)
    return two_sets(patient, dose_of(revision, exercise.slug, "L"))


@pytest.fixture
def session(margaret: Patient, heel_left: Dose) -> Session:
    return two_sets(margaret, heel_left)


def test_the_end_of_a_session_is_no_correction(as_: As, margaret: Patient, session: Session) -> None:
    as_(margaret).post(
        "/days/2026-11-19/finish/", {"pain_before": "", "pain_after": "0", "effort": "6", "note": "ok"}
    )
    session.refresh_from_db()
    assert (session.pain_before, session.pain_after, session.effort, session.note) == (None, 0, 6, "ok")
    assert session.finished_at == datetime(2026, 11, 19, 9, 10, tzinfo=UTC)
    assert session.version == 2
    assert not Correction.objects.exists()


def test_a_later_answer_keeps_the_earlier_one(as_: As, margaret: Patient, session: Session) -> None:
    client, page = as_(margaret), "/days/2026-11-19/finish/"
    client.post(page, {"pain_before": "", "pain_after": "3", "effort": "", "note": ""})
    client.post(page, {"pain_before": "", "pain_after": "5", "effort": "7", "note": ""})
    correction = Correction.objects.get()
    assert correction.before == {"pain_after": 3, "effort": None}
    assert correction.after == {"pain_after": 5, "effort": 7}
    client.post(page, {"pain_before": "", "pain_after": "5", "effort": "7", "note": ""})
    assert Correction.objects.count() == 1


def test_a_day_without_a_set_has_no_end(as_: As, margaret: Patient, heel_left: Dose) -> None:
    answer = as_(margaret).get("/days/2026-11-18/finish/")
    assert answer["Location"] == "/days/2026-11-18/"
    assert not Session.objects.exists()


def test_a_session_moves_to_its_true_day(as_: As, margaret: Patient, session: Session) -> None:
    said = {"day": "2026-11-16", "pain_before": "", "pain_after": "", "effort": "", "note": ""}
    as_(margaret).post(f"/sessions/{session.pk}/change/", said)
    session.refresh_from_db()
    assert (session.local_day, session.logged_late, session.version) == (date(2026, 11, 16), True, 2)
    correction = Correction.objects.get()
    assert correction.before == {"local_day": "2026-11-19", "logged_late": False}
    assert correction.after == {"local_day": "2026-11-16", "logged_late": True}
    assert Set.objects.filter(session=session).count() == 2


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-11-20", "This day has not come yet. Choose today or a day before it."),
        ("2026-10-21", "You had no plan on this day."),
        ("the 16th", "Enter a valid date."),
        ("", "This field is required."),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(
    as_: As, margaret: Patient, session: Session, day: str, message: str
) -> None:
    said = {"day": day, "pain_before": "", "pain_after": "4", "effort": "", "note": "kept"}
    answer = as_(margaret).post(f"/sessions/{session.pk}/change/", said)
    form = answer.context["form"]
    assert form.errors == {"day": [message]}
    assert (form["pain_after"].value(), form["note"].value(), form["day"].value()) == ("4", "kept", day)
    session.refresh_from_db()
    assert (session.local_day, session.pain_after, session.note) == (date(2026, 11, 19), None, "")


@pytest.mark.usefixtures("thursday")
def test_on_another_plans_day_the_sets_take_its_target(margaret: Patient, heel_raise: Exercise) -> None:
    """The plan before it asked for 6; what was a part today was all of it then."""
    earlier = make_revision(make_plan(margaret, starts_on=date(2026, 10, 22), ended_on=date(2026, 11, 15)))
    make_prescription(earlier, heel_raise, {"L": {"sets": 3, "reps": 6}})
    session = logged_today(
        margaret, make_revision(make_plan(margaret, starts_on=date(2026, 11, 15))), heel_raise
    )
    change_session(session=session, by=margaret.user, day=date(2026, 11, 10))
    session.refresh_from_db()
    assert session.revision == earlier
    found = {
        s.number: (s.outcome, s.reps, s.target_reps, s.dose.prescription.phase.revision)
        for s in Set.objects.all()
    }
    assert found == {1: ("done", 8, 6, earlier), 2: ("done", 6, 6, earlier)}
    kept = Correction.objects.get(what="One-leg heel raise, Left leg, set 2")
    assert (kept.before["target_reps"], kept.before["outcome"]) == (8, "partial")


@pytest.mark.usefixtures("thursday")
def test_on_another_revisions_day_the_item_is_found_by_its_key(
    margaret: Patient, heel_raise: Exercise
) -> None:
    plan = make_plan(margaret)
    earlier = make_revision(plan)
    make_prescription(earlier, heel_raise, {"L": {"sets": 1, "reps": 20}})
    item = make_prescription(earlier, heel_raise, {"L": {"sets": 3, "reps": 6}})
    later = make_revision(plan, effective_from=date(2026, 11, 15))
    session = logged_today(margaret, later, heel_raise, key=item.key)
    change_session(session=session, by=margaret.user, day=date(2026, 11, 10))
    assert {logged.dose.prescription for logged in Set.objects.all()} == {item}


@pytest.mark.usefixtures("thursday")
def test_a_day_whose_plan_lacks_the_exercise_is_refused(
    margaret: Patient, heel_raise: Exercise, sit_to_stand: Exercise
) -> None:
    plan = make_plan(margaret)
    make_prescription(make_revision(plan), sit_to_stand, {"B": {"sets": 1, "reps": 5}})
    session = logged_today(margaret, make_revision(plan, effective_from=date(2026, 11, 15)), heel_raise)
    with pytest.raises(Refused) as refused:
        change_session(session=session, by=margaret.user, day=date(2026, 11, 10))
    message = "On that day your plan did not have: One-leg heel raise, Left leg, set 1."
    assert refused.value.errors == {"day": message}
    session.refresh_from_db()
    assert session.local_day == date(2026, 11, 19)
    assert not Correction.objects.exists()


def test_only_answers_of_a_session_can_be_changed(margaret: Patient, session: Session) -> None:
    with pytest.raises(TypeError):
        change_session(session=session, by=margaret.user, patient=None)
