"""Today and the past of the plan can be logged; what comes late is welcome and marked."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_plan, make_prescription, make_revision
from tests.support.doses import dose_of, republished, sent
from tests.support.logging import log_session
from therapy.base import clock
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.logbook.actions import record_set
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Correction, Session, Set
from therapy.logbook.validation import Refused
from therapy.plans.actions import end_plan
from therapy.plans.models import Dose

As = Callable[[User | Patient | None], Client]


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-11-20", "This day has not come yet. Choose today or a day before it."),
        ("2062-11-19", "This day has not come yet. Choose today or a day before it."),
        ("2026-10-21", "You had no plan on this day."),
        ("2026-09-19", "This day is more than 60 days ago. Tell your therapist about it instead."),
    ],
)
def test_a_day_that_cannot_be_logged_is_refused(
    margaret: Patient, heel_left: Dose, day: str, message: str
) -> None:
    entry = SetEntry(dose=heel_left, number=1, outcome="as_prescribed")
    with pytest.raises(Refused) as refused:
        record_set(patient=margaret, day=date.fromisoformat(day), entry=entry, by=margaret.user)
    assert refused.value.errors["day"] == message
    assert not Session.objects.exists()


def test_the_first_day_of_the_plan_can_be_logged(margaret: Patient, heel_left: Dose) -> None:
    entry = SetEntry(dose=heel_left, number=1, outcome="as_prescribed")
    record_set(patient=margaret, day=date(2026, 10, 22), entry=entry, by=margaret.user)
    assert Session.objects.get().local_day == date(2026, 10, 22)


def test_a_future_day_says_so_and_offers_nothing_to_log(as_: As, margaret: Patient, heel_left: Dose) -> None:
    page = as_(margaret).get("/days/2026-11-20/").content.decode()
    assert "This day has not come yet" in page
    assert "dock-action" not in page
    exercise = as_(margaret).get(f"/days/2026-11-20/{heel_left.prescription_id}/").content.decode()
    assert "You cannot log on this day" in exercise
    assert "Done as prescribed" not in exercise


def test_a_tap_on_a_future_day_is_told_and_stores_nothing(
    as_: As, margaret: Patient, heel_left: Dose
) -> None:
    answer = as_(margaret).post(
        f"/days/2026-11-20/{heel_left.prescription_id}/", {"dose": heel_left.pk, "number": "1"}, follow=True
    )
    assert "This day has not come yet. Choose today or a day before it." in answer.content.decode()
    assert not Session.objects.exists()


def test_a_full_form_on_a_future_day_keeps_what_was_typed(
    as_: As, margaret: Patient, heel_left: Dose
) -> None:
    answer = as_(margaret).post(
        f"/days/2026-11-20/{heel_left.pk}/1/", sent(heel_left, did="done", reps="7", note="early")
    )
    form = answer.context["form"]
    assert form.non_field_errors() == ["This day has not come yet. Choose today or a day before it."]
    assert (form["reps"].value(), form["note"].value()) == ("7", "early")
    assert not Set.objects.exists()


def test_another_day_can_be_logged_late(as_: As, margaret: Patient, heel_left: Dose) -> None:
    as_(margaret).post(f"/days/2026-11-16/{heel_left.pk}/1/", sent(heel_left, did="done", reps="8"))
    session = Session.objects.get()
    assert (session.local_day, session.logged_late) == (date(2026, 11, 16), True)
    assert "from memory" in as_(margaret).get(f"/sessions/{session.pk}/").content.decode()


@pytest.mark.parametrize(
    ("moment", "logged_late"),
    [(datetime(2026, 11, 18, 0, 0, tzinfo=UTC), False), (datetime(2026, 11, 18, 0, 0, 1, tzinfo=UTC), True)],
)
def test_late_begins_48_hours_after_the_day_ended(
    margaret: Patient, heel_left: Dose, moment: datetime, logged_late: bool
) -> None:
    entry = SetEntry(dose=heel_left, number=1, outcome="as_prescribed")
    with clock.at(moment):
        record_set(patient=margaret, day=date(2026, 11, 15), entry=entry, by=margaret.user)
    assert Session.objects.get().logged_late is logged_late


def test_a_set_added_long_after_its_day_is_marked(margaret: Patient, heel_left: Dose) -> None:
    def log(number: int) -> None:
        entry = SetEntry(dose=heel_left, number=number, outcome="as_prescribed")
        record_set(patient=margaret, day=date(2026, 11, 10), entry=entry, by=margaret.user)

    with clock.at(datetime(2026, 11, 10, 9, 0, tzinfo=UTC)):
        log(1)
        log(2)
    assert not Correction.objects.exists()
    log(3)
    session = Session.objects.get()
    correction = Correction.objects.get()
    assert (session.logged_late, session.version) == (False, 3)
    assert (correction.before, correction.after["reps"], correction.version) == ({}, 8, 3)
    assert correction.set_id == Set.objects.get(number=3).pk


def test_an_exercise_can_be_done_on_a_day_on_which_it_is_not_due(
    as_: As, margaret: Patient, heel_left: Dose
) -> None:
    mondays = republished(heel_left.prescription.phase.revision, weekdays=[1])
    dose = dose_of(mondays, "heel-raise-single", "L")
    page = as_(margaret).get("/today/").content.decode()
    assert "3 exercises not scheduled for this day" in page
    as_(margaret).post(f"/days/2026-11-19/{dose.prescription_id}/", {"dose": dose.pk, "number": "1"})
    assert Set.objects.get().session.local_day == date(2026, 11, 19)


def test_the_morning_of_a_plan_change_is_not_lost(
    margaret: Patient, heel_left: Dose, heel_raise: Exercise
) -> None:
    """Done at 7 under the old revision, sent at 9:10, when the new one has been in force since 8."""
    old = heel_left.prescription.phase.revision
    new = make_revision(
        old.plan, effective_from=date(2026, 11, 19), published_at=datetime(2026, 11, 19, 8, tzinfo=UTC)
    )
    make_prescription(new, heel_raise, {"L": {"sets": 3, "reps": 10}})
    new_dose = dose_of(new, "heel-raise-single", "L")
    morning = SetEntry(dose=heel_left, number=1, outcome="as_prescribed")
    later = SetEntry(dose=new_dose, number=2, outcome="as_prescribed")
    log_session(margaret, [morning])
    record_set(patient=margaret, day=date(2026, 11, 19), entry=later, by=margaret.user)
    found = {logged.number: (logged.session.revision, logged.target_reps) for logged in Set.objects.all()}
    assert found == {1: (old, 8), 2: (new, 10)}


def test_a_day_after_the_plan_ended_has_no_plan(margaret: Patient, heel_left: Dose) -> None:
    plan = heel_left.prescription.phase.revision.plan
    plan.ended_on = margaret.today - timedelta(days=1)
    plan.save()
    entry = SetEntry(dose=heel_left, number=1, outcome="as_prescribed")
    record_set(patient=margaret, day=margaret.today - timedelta(days=2), entry=entry, by=margaret.user)
    with pytest.raises(Refused) as refused:
        record_set(patient=margaret, day=margaret.today, entry=entry, by=margaret.user)
    assert refused.value.errors["day"] == "You had no plan on this day."


def test_the_old_plan_is_used_for_its_own_days(
    margaret: Patient, heel_left: Dose, heel_raise: Exercise
) -> None:
    old = heel_left.prescription.phase.revision
    old.plan.ended_on = date(2026, 11, 10)
    old.plan.save()
    new = make_revision(make_plan(margaret, starts_on=date(2026, 11, 10)))
    make_prescription(new, heel_raise, {"L": {"sets": 2, "reps": 12}})
    entry = SetEntry(dose=heel_left, number=1, outcome="as_prescribed")
    record_set(patient=margaret, day=date(2026, 11, 9), entry=entry, by=margaret.user)
    assert Session.objects.get().revision == old
    with pytest.raises(Refused):
        record_set(patient=margaret, day=date(2026, 11, 11), entry=entry, by=margaret.user)


def test_the_morning_of_the_day_on_which_a_plan_ended_is_not_lost(
    as_: As, sam: User, margaret: Patient, heel_left: Dose
) -> None:
    """Done at 7, and sent when the therapist had ended the plan on the same day."""
    plan = heel_left.prescription.phase.revision.plan
    end_plan(plan, on=margaret.today, reason="moved away", by=sam)
    entries = [SetEntry(dose=heel_left, number=1, outcome="as_prescribed")]
    session = log_session(margaret, entries)
    assert session.revision == heel_left.prescription.phase.revision
    assert "The plan ended on this day" in as_(margaret).get(f"/sessions/{session.pk}/").content.decode()
    read = as_(sam).get(f"/patients/{margaret.pk}/sessions/{session.pk}/").content.decode()
    assert "The plan ended on this day" in read
    today = as_(margaret).get("/today/").content.decode()
    assert "The plan ended on this day" in today
    page = f"/days/2026-11-19/{heel_left.prescription_id}/"
    assert page in today
    as_(margaret).post(page, {"dose": heel_left.pk, "number": "2"})
    assert sorted(session.sets.values_list("number", flat=True)) == [1, 2]


def test_a_plan_that_began_as_the_other_ended_is_logged_into_as_well(
    margaret: Patient, heel_left: Dose, heel_raise: Exercise
) -> None:
    old = heel_left.prescription.phase.revision
    old.plan.ended_on = date(2026, 11, 19)
    old.plan.save()
    new = make_revision(make_plan(margaret, starts_on=date(2026, 11, 19)))
    make_prescription(new, heel_raise, {"L": {"sets": 2, "reps": 12}})
    for dose in (heel_left, dose_of(new, "heel-raise-single", "L")):
        entry = SetEntry(dose=dose, number=1, outcome="as_prescribed")
        record_set(patient=margaret, day=date(2026, 11, 19), entry=entry, by=margaret.user)
    assert {(logged.session.revision, logged.target_reps) for logged in Set.objects.all()} == {
        (old, 8),
        (new, 12),
    }
