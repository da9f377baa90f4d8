"""The series behind the charts: best sets, sets a week, pain."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import (
    make_condition,
    make_exercise,
    make_plan,
    make_prescription,
    make_revision,
    make_session,
    make_set,
)
from therapy.plans.schedule import history
from therapy.progress.pain import PainRule, pain_rule_of
from therapy.progress.prescribed import PlanBook, Window
from therapy.progress.series import best_sets, pain_by_side, sets_a_week, span_of

WED, THU = date(2026, 11, 18), date(2026, 11, 19)
pytestmark = pytest.mark.usefixtures("thursday")


def dose(revision, slug, side):
    return revision.phases.get().prescriptions.get(exercise__slug=slug).doses.get(side=side)


def span(patient, weeks=12):
    plan = PlanBook.load({}).plans  # no patients, no plans
    assert plan == {}
    window = span_of(None, patient.today, weeks).window
    return span_of(
        PlanBook.load({patient.pk: window}).plan_on(patient.pk, patient.today), patient.today, weeks
    )


def test_weeks_are_counted_from_the_plans_first_day(margaret, revision):
    # The plan began on Thursday 22 October, so its fifth week begins today.
    four = span(margaret, 4)
    assert four.window == (date(2026, 10, 29), THU)
    assert four.week_number(THU) == 5
    assert four.week_number(date(2026, 10, 21)) is None


def test_weeks_begin_on_monday_without_a_plan(margaret):
    assert span(margaret, 4).first == date(2026, 10, 26)


def test_a_span_that_is_not_offered_is_refused(margaret):
    with pytest.raises(ValueError, match="not one of the spans"):
        span_of(None, THU, 5)


def test_the_best_set_of_a_session_has_the_most_reps(margaret, revision):
    session = make_session(margaret, revision, WED)
    left = dose(revision, "heel-raise-single", "L")
    make_set(session, left, 1, reps=6)
    make_set(session, left, 2, reps=9)
    make_set(session, left, 3, reps=None)
    (series,) = best_sets(margaret.pk, span(margaret))
    assert [(p.day, p.session, p.amount) for p in series.sides["L"]] == [(WED, session.pk, 9)]
    assert (series.name, series.unit) == ("One-leg heel raise", "reps")


def test_of_equal_sets_the_heavier_is_better(margaret, revision):
    session = make_session(margaret, revision, WED)
    left = dose(revision, "heel-raise-single", "L")
    make_set(session, left, 1, reps=8, load_kg=2)
    make_set(session, left, 2, reps=8, load_kg=4)
    make_set(session, left, 3, reps=8)
    (series,) = best_sets(margaret.pk, span(margaret))
    assert series.sides["L"][0].load == "4 kg"


def test_holds_of_five_seconds_and_more_count_seconds(margaret, revision):
    session = make_session(margaret, revision, WED)
    stretch = dose(revision, "wall-calf-stretch-straight", "L")
    make_set(session, stretch, reps=2, hold_s=25)
    (series,) = best_sets(margaret.pk, span(margaret))
    assert (series.unit, series.sides["L"][0].amount, series.sides["L"][0].target) == ("seconds", 50, 60)


def test_a_hold_without_its_seconds_is_not_known(margaret, revision):
    make_set(
        make_session(margaret, revision, WED), dose(revision, "wall-calf-stretch-straight", "L"), hold_s=None
    )
    (series,) = best_sets(margaret.pk, span(margaret))
    assert series.sides["L"][0].amount is None
    assert series.is_measured is False


def test_minutes_and_metres_are_their_own_units(margaret, plan):
    revision = make_revision(plan)
    bike, walk = make_exercise(name="Bike"), make_exercise(name="Walk")
    by_bike = make_prescription(revision, bike, {"B": {"sets": 1, "minutes": 15}}).doses.get()
    by_foot = make_prescription(revision, walk, {"B": {"sets": 1, "metres": 400}}).doses.get()
    session = make_session(margaret, revision, WED)
    make_set(session, by_bike, minutes="12.5")
    make_set(session, by_foot, metres=380)
    found = {s.name: (s.unit, s.sides["B"][0].amount) for s in best_sets(margaret.pk, span(margaret))}
    assert found == {"Bike": ("minutes", 12.5), "Walk": ("metres", 380)}


def test_a_skipped_session_is_a_gap_and_not_zero(margaret, revision):
    make_set(
        make_session(margaret, revision, WED), dose(revision, "heel-raise-single", "L"), outcome="skipped"
    )
    (series,) = best_sets(margaret.pk, span(margaret))
    assert [(p.amount, p.skipped) for p in series.sides["L"]] == [(None, True)]


def test_a_long_span_has_one_point_a_week(margaret, revision):
    left = dose(revision, "heel-raise-single", "L")
    for back, reps in ((7, 5), (6, 9), (5, 7), (0, 8)):
        make_set(make_session(margaret, revision, THU - timedelta(days=back)), left, reps=reps)
    (series,) = best_sets(margaret.pk, span(margaret, 26))
    assert [(p.day, p.amount) for p in series.sides["L"]] == [(date(2026, 11, 13), 9), (THU, 8)]


def test_what_is_older_than_the_span_is_not_read(margaret, revision):
    left = dose(revision, "heel-raise-single", "L")
    make_set(make_session(margaret, revision, THU - timedelta(days=28)), left)
    assert best_sets(margaret.pk, span(margaret, 4)) == []


def test_sets_a_week_by_side_with_what_was_asked(margaret, revision):
    session = make_session(margaret, revision, WED)
    left = dose(revision, "heel-raise-single", "L")
    make_set(session, left, 1)
    make_set(session, left, 2, outcome="partial", reps=2)
    make_set(session, left, 3, outcome="skipped")
    make_set(session, dose(revision, "sit-to-stand", "B"))
    shown = span(margaret)
    bars = sets_a_week(margaret.pk, shown, PlanBook.load({margaret.pk: Window(shown.first, shown.last)}))
    assert [bar.week for bar in bars] == [1, 2, 3, 4, 5]
    assert bars[3].done == {"L": 2, "B": 1}
    assert bars[3].prescribed == {"L": 28, "R": 14, "B": 14}
    assert bars[4].done == {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT st.side, count(*) FROM logbook_set st JOIN logbook_session s ON s.id = st.session_id"
            " WHERE s.patient_id = %s AND s.local_day BETWEEN '2026-11-12' AND '2026-11-18'"
            " AND st.outcome IN ('done', 'partial') GROUP BY 1",
            [margaret.pk],
        )
        assert dict(cursor.fetchall()) == bars[3].done


def test_a_long_span_has_bars_of_four_weeks(margaret, revision):
    shown = span(margaret, 26)
    bars = sets_a_week(margaret.pk, shown, PlanBook.load({margaret.pk: Window(shown.first, shown.last)}))
    assert [(bar.last - bar.first).days for bar in bars] == [27] * len(bars)
    assert bars[-1].last == shown.last


def test_pain_is_the_highest_of_the_day_by_side(margaret, revision):
    session = make_session(margaret, revision, WED)
    left = dose(revision, "heel-raise-single", "L")
    make_set(session, left, 1, pain=2)
    make_set(session, left, 2, pain=5)
    make_set(session, left, 3)
    make_set(session, dose(revision, "heel-raise-single", "R"))
    found = pain_by_side(margaret.pk, span(margaret), PainRule())
    assert {side: [p.pain for p in points] for side, points in found.items()} == {"L": [5], "R": [None]}


@pytest.mark.parametrize(("code", "cause"), [("I70.213", "artery"), ("E11.51", "diabetes")])
def test_walking_pain_is_left_out_with_artery_disease(margaret, plan, code, cause):
    make_condition(margaret, code=code, cause=cause, side="B")
    revision = make_revision(plan)
    walk = make_exercise(category="gait-aerobic")
    made = make_prescription(revision, walk, {"B": {"sets": 1, "minutes": 30}}).doses.get()
    make_set(make_session(margaret, revision, WED), made, pain=7)
    assert pain_by_side(margaret.pk, span(margaret), pain_rule_of(margaret.pk)) == {}
    assert pain_by_side(margaret.pk, span(margaret), PainRule())["B"][0].pain == 7


def test_queries_do_not_grow_with_history(margaret, revision, django_assert_num_queries):
    left = dose(revision, "heel-raise-single", "L")
    for back in range(25):
        make_set(make_session(margaret, revision, THU - timedelta(days=back)), left)
    shown = span(margaret)
    book = PlanBook.load({margaret.pk: Window(shown.first, shown.last)})
    with django_assert_num_queries(3):
        assert len(best_sets(margaret.pk, shown)[0].sides["L"]) == 25
        sets_a_week(margaret.pk, shown, book)
        pain_by_side(margaret.pk, shown, PainRule())


@pytest.mark.slow("stores and reads back 25 logbooks")
@pytest.mark.always
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    entries=st.lists(st.tuples(st.integers(0, 20), st.sampled_from("LRB"), st.integers(1, 30)), max_size=12)
)
def test_both_never_counts_into_left_or_right(margaret, revision, entries):
    from django.db import transaction

    slug = {"L": "heel-raise-single", "R": "heel-raise-single", "B": "sit-to-stand"}

    def numbers():
        shown = span(margaret)
        book = PlanBook.load({margaret.pk: Window(shown.first, shown.last)})
        best = {(s.name, side): s.sides[side] for s in best_sets(margaret.pk, shown) for side in s.sides}
        bars = {
            (b.first, side): n for b in sets_a_week(margaret.pk, shown, book) for side, n in b.done.items()
        }
        return best, bars

    with transaction.atomic():
        for back, side, reps in entries:
            if side != "B":
                session = make_session(margaret, revision, THU - timedelta(days=back))
                make_set(session, dose(revision, slug[side], side), reps=reps)
        best, bars = numbers()
        for back, side, reps in entries:
            if side == "B":
                session = make_session(margaret, revision, THU - timedelta(days=back))
                make_set(session, dose(revision, slug[side], side), reps=reps)
        best_after, bars_after = numbers()
        assert {k: v for k, v in best_after.items() if k[1] != "B"} == best
        assert {k: v for k, v in bars_after.items() if k[1] != "B"} == bars
        transaction.set_rollback(True)


def test_a_new_plan_that_asks_for_nothing_yet_hides_nothing_of_the_old_one(margaret, revision):
    revision.plan.ended_on = date(2026, 11, 30)
    revision.plan.save()
    make_revision(make_plan(margaret, starts_on=date(2026, 11, 16)), published=False)
    book = PlanBook.load({margaret.pk: Window(WED, THU)})
    assert book.plan_on(margaret.pk, THU).id == history(margaret).plan_on(THU).pk == revision.plan.pk
    assert book.prescribed_on(margaret.pk, WED)
