"""What locks the sessions, what opens them again, and that locked days ask for nothing (clinical-facts 5.1, 9.1)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_check, make_plan, make_set
from tests.support.checks import NO, entry, record
from tests.support.doses import dose_of
from therapy.base import clock
from therapy.logbook.actions import record_set
from therapy.logbook.entries import SetEntry
from therapy.logbook.models import Check, Set
from therapy.logbook.screening.checks import amend, open_again
from therapy.logbook.screening.locks import lock_of, locks_of
from therapy.logbook.validation import Refused
from therapy.plans.actions import end_plan, pause_plan, start_blank
from therapy.plans.models import Pause
from therapy.plans.schedule import history
from therapy.progress.adherence import dose_adherence, session_adherence
from therapy.progress.prescribed import PlanBook, Window

pytestmark = pytest.mark.usefixtures("thursday")
THURSDAY = date(2026, 11, 19)
FRIDAY, SATURDAY, SUNDAY = (THURSDAY + timedelta(days=n) for n in (1, 2, 3))


def stopped(patient, sign, **said) -> Check:
    """A check of today, from the full list, in which `sign` was found."""
    row = sign.partition(".")[0]
    return record(patient, entry(kind="wrong", day=patient.today, answers={row: sign}, **said))


def clean(patient) -> Check:
    return record(patient, entry(day=patient.today, answered_at=clock.now()))


def asks_on(patient, day: date) -> bool:
    """Whether the day asks for anything; both readers of the schedule have to say the same."""
    by_day = bool(history(patient).on(day).due)
    by_stretch = bool(PlanBook.load({patient.pk: Window(day, day)}).prescribed_on(patient.pk, day))
    assert by_day == by_stretch
    return by_day


def test_nothing_locks_who_has_answered_with_no(margaret, revision):
    clean(margaret)
    assert lock_of(margaret) is None
    assert asks_on(margaret, THURSDAY)


@pytest.mark.parametrize(("sign", "urgency"), [("R1.heart", "E"), ("R5.pop", "S")])
def test_an_emergency_and_a_same_day_sign_lock_until_the_therapist_opens(
    margaret, sam, revision, thursday, sign, urgency
):
    check = stopped(margaret, sign)
    thursday.shift(timedelta(days=3))
    clean(margaret)
    lock = lock_of(margaret)
    assert (lock.check, lock.urgency, lock.opens_by_a_check) == (check, urgency, False)
    assert not any(asks_on(margaret, day) for day in (THURSDAY, FRIDAY, SUNDAY))
    open_again(margaret, by=sam, note="Seen at the hospital, all clear.")
    assert lock_of(margaret) is None
    assert [asks_on(margaret, day) for day in (THURSDAY, FRIDAY, SATURDAY, SUNDAY)] == [False] * 3 + [True]
    opened = Check.objects.get(pk=check.pk)
    assert (opened.unlocked_at, opened.unlocked_by) == (clock.now(), sam)
    assert opened.unlock_note == "Seen at the hospital, all clear."


def test_a_mistake_does_not_open_an_emergency_or_a_same_day_sign(margaret, revision):
    for sign in ("R1.heart", "R5.pop"):
        amend(stopped(margaret, sign), mistaken_at=clock.now())
    assert lock_of(margaret).urgency == "E"
    assert not asks_on(margaret, THURSDAY)


def test_what_the_therapist_has_to_hear_locks_until_the_next_clean_day(margaret, revision, thursday):
    stopped(margaret, "R14.burning")
    clean(margaret)
    assert lock_of(margaret).opens_by_a_check, "not on the same day"
    thursday.shift(timedelta(days=1))
    assert lock_of(margaret), "no check yet"
    record(margaret, entry(day=FRIDAY, answers=NO | {"G1": "ANY.dizzy"}))
    assert lock_of(margaret), "not a clean one"
    thursday.shift(timedelta(days=1))
    clean(margaret)
    assert lock_of(margaret) is None
    assert [asks_on(margaret, day) for day in (THURSDAY, FRIDAY, SATURDAY)] == [False, False, True]


def test_a_mistake_opens_what_waits_for_the_next_day(margaret, revision):
    amend(stopped(margaret, "R14.burning"), mistaken_at=clock.now())
    assert lock_of(margaret) is None
    assert asks_on(margaret, THURSDAY)
    stopped(margaret, "R14.burning", mistaken_at=clock.now())
    assert lock_of(margaret) is None
    assert asks_on(margaret, THURSDAY)


def test_the_most_urgent_check_is_the_one_that_is_shown(margaret, revision, thursday):
    worst = stopped(margaret, "R1.heart")
    thursday.shift(timedelta(minutes=5))
    stopped(margaret, "R5.pop")
    assert lock_of(margaret).check == worst


def test_opened_on_the_day_it_was_stopped_the_day_asks_again(margaret, sam, revision):
    stopped(margaret, "R5.pop")
    open_again(margaret, by=sam, note="A slip, no pop.")
    assert asks_on(margaret, THURSDAY)
    assert not Pause.objects.exists()


def test_a_second_opening_opens_nothing(margaret, sam, revision):
    assert open_again(margaret, by=sam, note="Just in case.") == []


@pytest.mark.parametrize("note", ["", "  ", "x" * 501, "\0"])
def test_opening_asks_for_a_reason(margaret, sam, revision, note):
    stopped(margaret, "R5.pop")
    with pytest.raises(Refused) as raised:
        open_again(margaret, by=sam, note=note)
    assert list(raised.value.errors) == ["note"]
    assert lock_of(margaret)


def test_a_check_that_arrives_after_the_one_that_opened_it_locks_nothing(margaret, revision, thursday):
    thursday.shift(timedelta(days=3))
    clean(margaret)
    record(margaret, entry(kind="wrong", day=THURSDAY, answers={"R14": "R14.burning"}))
    assert lock_of(margaret) is None
    assert [asks_on(margaret, day) for day in (THURSDAY, SATURDAY, SUNDAY)] == [False, False, True]


def test_locked_days_leave_the_denominator(margaret, sam, revision, thursday):
    dose = dose_of(revision, "heel-raise-single", "L")
    thursday.shift(timedelta(days=-4))  # Sunday
    before = dose_adherence([margaret], days=4)[margaret.pk]["L"].prescribed_sets
    stopped(margaret, "R5.pop", answered_at=clock.now())
    thursday.shift(timedelta(days=4))
    assert dose_adherence([margaret], days=4)[margaret.pk] == {}
    assert session_adherence(margaret, days=4).due_days == 0
    assert dose_adherence([margaret], days=5)[margaret.pk]["L"].prescribed_sets == before / 4
    open_again(margaret, by=sam, note="All clear.")
    thursday.shift(timedelta(days=1))
    assert dose_adherence([margaret], days=5)[margaret.pk]["L"].prescribed_sets == before / 4
    assert dose.sets == 3


def test_what_was_done_before_the_stop_can_still_be_logged(margaret, revision):
    dose = dose_of(revision, "heel-raise-single", "L")
    stopped(margaret, "R5.pop")
    record_set(
        patient=margaret,
        day=THURSDAY,
        entry=SetEntry(id=uuid4(), dose=dose, number=1, outcome="as_prescribed"),
        by=margaret.user,
    )
    assert Set.objects.get().credit == 1


def test_what_was_logged_stays(margaret, revision):
    from tests.factories import make_session

    logged = make_set(make_session(margaret, revision), dose_of(revision, "heel-raise-single", "L"))
    stopped(margaret, "R1.heart")
    assert Set.objects.get() == logged


def test_a_plan_that_is_made_while_it_is_locked_is_stopped_too(margaret, sam, revision, thursday):
    stopped(margaret, "R5.pop")
    end_plan(revision.plan, on=THURSDAY, reason="Hospital.", by=sam)
    new = start_blank(patient=margaret, title="Next", affected="L", weeks=4, starts_on=THURSDAY, by=sam)
    stop = new.plan.pauses.get()
    assert (stop.first_day, stop.last_day, stop.stopped_by) == (THURSDAY, None, lock_of(margaret).check.pk)
    thursday.shift(timedelta(days=2))
    open_again(margaret, by=sam, note="All clear.")
    assert {pause.last_day for pause in Pause.objects.all()} == {FRIDAY}


def test_a_therapists_pause_may_lie_over_a_stop(margaret, sam, revision):
    stopped(margaret, "R5.pop")
    pause_plan(revision.plan, first_day=THURSDAY, last_day=SUNDAY, reason="Holiday", by=sam)
    assert Pause.objects.count() == 2


def test_without_a_plan_it_is_locked_all_the_same(margaret):
    stopped(margaret, "R5.pop")
    assert lock_of(margaret).urgency == "S"
    assert not Pause.objects.exists()


def test_a_plan_that_has_ended_is_not_stopped(margaret):
    make_plan(margaret, ended_on=THURSDAY)
    stopped(margaret, "R5.pop")
    assert not Pause.objects.exists()


def test_the_locks_of_many_are_one_query(margaret, tomasz):
    make_check(margaret, sign="R5.pop", kind="wrong")
    make_check(tomasz, sign="R14.burning", kind="wrong")
    with CaptureQueriesContext(connection) as captured:
        found = locks_of([margaret.pk, tomasz.pk])
    assert len(captured) == 1
    assert {patient: lock.urgency for patient, lock in found.items()} == {margaret.pk: "S", tomasz.pk: "T"}
