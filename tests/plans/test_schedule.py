"""What a day asks for: the schedule against a brute-force reading of the same history."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_plan, make_prescription, make_revision
from therapy.plans.models import Dose, Pause, Phase, Plan, Prescription, Revision
from therapy.plans.schedule import PlanHistory, histories, history, sets_due, weekdays_of

MONDAY = date(2026, 11, 16)
FIRST = date(2026, 1, 1)
days_of_the_year = st.dates(FIRST, date(2026, 12, 31))


def prescription(days_per_week=3, weekdays=(), **kw):
    made = Prescription(days_per_week=days_per_week, weekdays=list(weekdays), **kw)
    made._prefetched_objects_cache = {"doses": [Dose(side="L", sets=2), Dose(side="R", sets=1)]}
    return made


@given(st.integers(1, 7), days_of_the_year)
def test_seven_days_in_a_row_hold_as_many_due_days_as_prescribed(days_per_week, start):
    week = {(start + timedelta(days=n)).isoweekday() for n in range(7)}
    assert len(week & set(weekdays_of(prescription(days_per_week)))) == days_per_week


@given(st.sets(st.integers(1, 7), min_size=1), days_of_the_year)
def test_named_weekdays_are_the_days(weekdays, start):
    item = prescription(len(weekdays), weekdays)
    days = [start + timedelta(days=n) for n in range(14)]
    assert {d.isoweekday() for d in days if d.isoweekday() in weekdays_of(item)} == weekdays


@pytest.mark.parametrize("days_per_week", [2, 3])
def test_hard_days_lie_apart(days_per_week):
    days = weekdays_of(prescription(days_per_week))
    assert all(later - earlier >= 2 for earlier, later in pairwise(days))


def sets_by_side(planned):
    """Sets that are due by side, sides that are not trained left out."""
    found = Counter()
    for item in planned.due:
        for dose in item.doses.all():
            found[dose.side] += sets_due(item, dose)
    return dict(found)


def published(number, effective_from, items, phases=2):
    """A revision in memory whose second phase is the current one."""
    made = Revision(
        number=number, effective_from=effective_from, published_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    tree = [Phase(number=n, is_current=n == phases) for n in range(1, phases + 1)]
    for phase in tree:
        phase._prefetched_objects_cache = {"prescriptions": items if phase.is_current else [prescription(7)]}
    made._prefetched_objects_cache = {"phases": tree}
    return made


@st.composite
def plans(draw):
    """Up to three plans one after the other, with gaps, revisions in any order of days, drafts, and pauses."""
    made, day = [], FIRST
    for number in range(draw(st.integers(0, 3))):
        starts_on = day + timedelta(days=draw(st.integers(0, 30)))
        ended_on = starts_on + timedelta(days=draw(st.integers(0, 60)))
        running = draw(st.booleans())
        plan = Plan(starts_on=starts_on, ended_on=None if running else ended_on)
        plan.created_at = datetime(2026, 1, 1 + number, tzinfo=UTC)
        revisions, since = [], starts_on
        for n in range(draw(st.integers(0, 4))):
            since += timedelta(days=draw(st.integers(0, 12)))
            items = [prescription(draw(st.integers(1, 7))) for _ in range(draw(st.integers(0, 3)))]
            revisions.append(published(n + 1, since, items))
        if draw(st.booleans()):
            revisions.append(Revision(number=len(revisions) + 1))
        first = starts_on + timedelta(days=draw(st.integers(0, 40)))
        pauses = [Pause(first_day=first, last_day=first + timedelta(days=draw(st.integers(0, 9))))]
        plan._prefetched_objects_cache = {
            "revisions": draw(st.permutations(revisions)),
            "pauses": pauses if draw(st.booleans()) else [],
        }
        made.append(plan)
        if running:
            break
        day = ended_on
    return made


def asked(plans, day):
    """The slow and plain reading: walk every plan, revision, pause and weekday."""
    revision_in_force, plan_in_force = None, None
    for plan in plans:
        if plan.starts_on <= day and not (plan.ended_on and plan.ended_on <= day):
            for revision in sorted(plan.revisions.all(), key=lambda r: r.number):
                if revision.published_at and revision.effective_from <= day:
                    revision_in_force, plan_in_force = revision, plan
    if revision_in_force is None:
        return None, set()
    if any(p.first_day <= day <= p.last_day for p in plan_in_force.pauses.all()):
        return revision_in_force, set()
    due = set()
    for phase in revision_in_force.phases.all():
        if phase.is_current:
            due = {p.pk for p in phase.prescriptions.all() if day.isoweekday() in weekdays_of(p)}
    return revision_in_force, due


@settings(max_examples=300, deadline=None)
@given(plans(), st.data())
def test_a_day_agrees_with_brute_force(made, data):
    ends = [day for plan in made for day in (plan.starts_on, plan.ended_on) if day]
    turns = [r.effective_from for plan in made for r in plan.revisions.all() if r.effective_from]
    day = data.draw(st.sampled_from([FIRST, *ends, *turns]) | days_of_the_year)
    planned = PlanHistory(made).on(day)
    revision, due = asked(made, day)
    assert planned.revision is revision
    assert {p.pk for p in planned.due} == due
    assert len(planned.due) == len(due)


def test_a_past_day_keeps_what_it_asked_for_when_the_plan_changes(thursday, margaret, heel_raise):
    plan = make_plan(margaret, starts_on=MONDAY - timedelta(days=14))
    first = make_revision(plan)
    make_prescription(first, heel_raise, {"L": {"sets": 3, "reps": 8}}, days_per_week=3)
    second = make_revision(plan, effective_from=MONDAY)
    make_prescription(
        second, heel_raise, {"L": {"sets": 4, "reps": 8}, "R": {"sets": 1, "reps": 8}}, days_per_week=3
    )
    past = history(margaret)
    assert sets_by_side(past.on(MONDAY - timedelta(days=3))) == {"L": 3}
    assert sets_by_side(past.on(MONDAY)) == {"L": 4, "R": 1}
    assert past.on(MONDAY + timedelta(days=1)).due == ()
    assert past.on(MONDAY - timedelta(days=15)).plan is None


def test_the_day_on_which_a_plan_ended_is_the_first_without_it(margaret, heel_raise):
    plan = make_plan(margaret, starts_on=MONDAY, ended_on=date(2026, 11, 25))
    make_prescription(make_revision(plan), heel_raise, {"L": {"sets": 3, "reps": 8}})
    assert history(margaret).on(date(2026, 11, 24)).due
    assert history(margaret).on(date(2026, 11, 25)).plan is None


def test_times_a_day_multiply_the_sets(margaret, heel_raise):
    revision = make_revision(make_plan(margaret, starts_on=MONDAY))
    make_prescription(revision, heel_raise, {"L": {"sets": 3, "reps": 8}}, times_per_day=2)
    assert sets_by_side(history(margaret).on(MONDAY)) == {"L": 6}


def test_a_pause_asks_for_nothing_on_both_its_days(margaret, sam, heel_raise):
    plan = make_plan(margaret, starts_on=MONDAY)
    make_prescription(make_revision(plan), heel_raise, {"L": {"sets": 3, "reps": 8}})
    Pause.objects.create(
        clinic=plan.clinic,
        patient=plan.patient,
        plan=plan,
        first_day=date(2026, 11, 18),
        last_day=date(2026, 11, 19),
        reason="cold",
        by=sam,
    )
    asks = [bool(day.due) for day in history(margaret).days(date(2026, 11, 17), date(2026, 11, 20))]
    assert asks == [True, False, False, True]


def test_a_new_plan_that_is_only_a_draft_hides_nothing_of_the_old_one(margaret, heel_raise):
    old = make_plan(margaret, starts_on=MONDAY, ended_on=date(2026, 11, 25))
    make_prescription(make_revision(old), heel_raise, {"L": {"sets": 3, "reps": 8}})
    make_revision(make_plan(margaret, starts_on=date(2026, 11, 20)), published=False)
    assert history(margaret).on(date(2026, 11, 21)).plan == old


def test_histories_of_many_patients_take_as_many_queries_as_of_one(
    django_assert_num_queries, margaret, tomasz, revision, heel_raise
):
    other = make_revision(make_plan(tomasz, affected_side="R"))
    make_prescription(other, heel_raise, {"R": {"sets": 3, "reps": 8}})
    with django_assert_num_queries(5):
        histories([margaret])
    with django_assert_num_queries(5):
        found = histories([margaret, tomasz])
    assert sets_by_side(found[tomasz.pk].on(tomasz.today)) == {"R": 3}


def test_only_the_current_phase_counts_and_a_revision_may_have_none(margaret, plan, heel_raise, wall_stretch):
    revision = make_revision(plan, published=False)
    make_prescription(revision, heel_raise, {"L": {"sets": 3, "reps": 8}})
    revision.phases.update(is_current=False)
    later = Phase.objects.create(
        clinic=plan.clinic, patient=margaret, revision=revision, number=2, is_current=True
    )
    make_prescription(revision, wall_stretch, {"R": {"sets": 2, "reps": 2}})
    Revision.objects.filter(pk=revision.pk).update(
        published_at=plan.created_at, effective_from=plan.starts_on
    )
    day = history(margaret).on(margaret.today)
    assert (day.phase, sets_by_side(day)) == (later, {"R": 2})

    newer = make_revision(plan, published=False)
    newer.phases.update(is_current=False)
    Revision.objects.filter(pk=newer.pk).update(published_at=plan.created_at, effective_from=plan.starts_on)
    day = history(margaret).on(margaret.today)
    assert (day.revision, day.phase, sets_by_side(day)) == (newer, None, {})


def test_a_history_since_a_day_answers_the_same_for_that_day_and_later(
    plan: Plan, revision: Revision
) -> None:
    """What was superseded before is left out, and makes no difference to anything asked from then on."""
    patient = plan.patient
    for weeks in (1, 2, 3):
        make_revision(plan, effective_from=plan.starts_on + timedelta(weeks=weeks))
    whole = history(patient)
    for since in (plan.starts_on + timedelta(days=n) for n in range(-2, 30)):
        part = history(patient, since)
        asked = [since + timedelta(days=n) for n in range(10)]
        assert [part.on(day).revision for day in asked] == [whole.on(day).revision for day in asked]
    assert len(history(patient, plan.starts_on + timedelta(weeks=3)).plans[0].revisions.all()) == 1
