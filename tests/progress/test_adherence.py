"""Dose adherence: what counts, what does not, and that the fast way answers as the slow one does."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import (
    make_clinic,
    make_patient,
    make_plan,
    make_prescription,
    make_revision,
    make_session,
    make_set,
    make_user,
)
from tests.progress import model
from therapy.care.models import Patient
from therapy.plans.models import Pause
from therapy.progress.adherence import dose_adherence, session_adherence

WED = date(2026, 11, 18)
TUE = date(2026, 11, 17)
pytestmark = pytest.mark.usefixtures("thursday")


def of(patient: Patient, days: int = 28) -> dict:
    return dose_adherence([patient], days)[patient.pk]


def dose(revision, slug, side):
    return revision.phases.get().prescriptions.get(exercise__slug=slug).doses.get(side=side)


def test_asked_is_every_due_day_of_the_window_without_today(margaret, revision):
    asked = of(margaret, 7)
    # heel raise 3 and stretch 1 on seven days; heel raise 1 and stretch 1; sit to stand 2
    assert {side: a.prescribed_sets for side, a in asked.items()} == {"L": 28, "R": 14, "B": 14}
    assert asked["L"].percent == 0


def test_todays_sets_do_not_count_yet(margaret, revision):
    make_set(make_session(margaret, revision), dose(revision, "heel-raise-single", "L"))
    assert of(margaret, 7)["L"].credited_sets == 0


def test_a_partial_set_counts_by_its_share(margaret, revision):
    session = make_session(margaret, revision, WED)
    make_set(session, dose(revision, "heel-raise-single", "L"), outcome="partial", reps=4)
    assert of(margaret, 7)["L"].credited_sets == pytest.approx(0.5)


def test_more_reps_than_asked_is_no_bonus(margaret, revision):
    session = make_session(margaret, revision, WED)
    make_set(session, dose(revision, "heel-raise-single", "L"), reps=80)
    assert of(margaret, 7)["L"].credited_sets == 1


def test_a_day_counts_at_most_its_dose(margaret, revision):
    session = make_session(margaret, revision, WED)
    for number in range(1, 7):
        make_set(session, dose(revision, "heel-raise-single", "L"), number)
    assert of(margaret, 7)["L"].credited_sets == 3


def test_more_of_one_exercise_makes_not_up_for_another(margaret, revision):
    for back in range(1, 8):
        session = make_session(margaret, revision, WED - timedelta(days=back - 1))
        for number in range(1, 4):
            make_set(session, dose(revision, "heel-raise-single", "L"), number)
    # All 21 heel raises, none of the 7 stretches.
    assert of(margaret, 7)["L"].percent == pytest.approx(75)


def test_a_moved_day_is_still_done(margaret, plan, heel_raise):
    revision = make_revision(plan)
    make_prescription(revision, heel_raise, {"L": {"sets": 3, "reps": 8}}, days_per_week=1, weekdays=[1])
    session = make_session(margaret, revision, TUE)
    for number in (1, 2, 3):
        make_set(session, dose(revision, "heel-raise-single", "L"), number)
    assert of(margaret, 7)["L"].percent == 100


def test_a_window_counts_at_most_what_it_asked(margaret, plan, heel_raise):
    revision = make_revision(plan)
    make_prescription(revision, heel_raise, {"L": {"sets": 3, "reps": 8}}, days_per_week=1, weekdays=[1])
    for day in (TUE, WED):
        session = make_session(margaret, revision, day)
        for number in (1, 2, 3):
            make_set(session, dose(revision, "heel-raise-single", "L"), number)
    left = of(margaret, 7)["L"]
    assert (left.prescribed_sets, left.credited_sets) == (3, 3)


def test_an_amount_not_said_leaves_the_denominator(margaret, revision):
    session = make_session(margaret, revision, WED)
    make_set(session, dose(revision, "heel-raise-single", "L"), 1)
    make_set(session, dose(revision, "heel-raise-single", "L"), 2, reps=None, hold_s=None)
    left = of(margaret, 1)["L"]
    # 3 heel raises and 1 stretch asked, one of them unknown: 1 of 3.
    assert (left.prescribed_sets, left.credited_sets, left.unknown_sets) == (4, 1, 1)
    assert left.percent == pytest.approx(100 / 3)


def test_only_unknown_sets_is_none_and_not_zero(margaret, plan, heel_raise):
    revision = make_revision(plan)
    make_prescription(revision, heel_raise, {"L": {"sets": 1, "reps": 8}})
    make_set(make_session(margaret, revision, WED), dose(revision, "heel-raise-single", "L"), reps=None)
    assert of(margaret, 1)["L"].percent is None


def test_an_unknown_set_beyond_the_dose_takes_nothing_away(margaret, plan, heel_raise):
    revision = make_revision(plan)
    make_prescription(revision, heel_raise, {"L": {"sets": 1, "reps": 8}}, days_per_week=1, weekdays=[3])
    make_set(make_session(margaret, revision, WED), dose(revision, "heel-raise-single", "L"))
    make_set(make_session(margaret, revision, TUE), dose(revision, "heel-raise-single", "L"), reps=None)
    left = of(margaret, 7)["L"]
    assert (left.percent, left.unknown_sets) == (100, 0)


def test_a_skipped_set_is_known_and_zero(margaret, revision):
    session = make_session(margaret, revision, WED)
    make_set(session, dose(revision, "heel-raise-single", "L"), outcome="skipped")
    left = of(margaret, 1)["L"]
    assert (left.percent, left.unknown_sets) == (0, 0)


def test_a_set_skipped_in_illness_is_excused(margaret, revision):
    session = make_session(margaret, revision, WED)
    heel = dose(revision, "heel-raise-single", "L")
    make_set(session, heel, 1)
    for number in (2, 3):
        make_set(session, heel, number, outcome="skipped", skip_reason="ill")
    left = of(margaret, 1)["L"]
    # 3 heel raises and 1 stretch asked, two of them excused: 1 of 2.
    assert (left.prescribed_sets, left.credited_sets, left.unknown_sets, left.percent) == (4, 1, 2, 50)


def test_a_day_of_illness_is_excused_and_not_missed(margaret, plan, heel_raise):
    revision = make_revision(plan)
    make_prescription(revision, heel_raise, {"L": {"sets": 1, "reps": 8}})
    heel = dose(revision, "heel-raise-single", "L")
    make_set(make_session(margaret, revision, WED), heel, outcome="skipped", skip_reason="ill")
    make_set(make_session(margaret, revision, TUE), heel)
    found = session_adherence(margaret, 2)
    assert (found.excused, found.completed, found.missed, found.unsaid) == (1, 1, 0, 0)
    assert (found.due_days, found.percent) == (2, 100)


def test_paused_days_are_left_out(margaret, plan, revision, sam):
    Pause.objects.create(
        clinic=plan.clinic, patient=plan.patient, plan=plan, first_day=TUE, last_day=WED, reason="ill", by=sam
    )
    make_set(make_session(margaret, revision, WED), dose(revision, "heel-raise-single", "L"))
    left = of(margaret, 3)["L"]
    assert (left.prescribed_sets, left.credited_sets) == (4, 0)


def test_nothing_asked_has_no_side(margaret):
    assert of(margaret) == {}


def test_both_legs_never_count_into_left_or_right(margaret, revision):
    before = of(margaret)
    session = make_session(margaret, revision, WED)
    for number in (1, 2):
        make_set(session, dose(revision, "sit-to-stand", "B"), number)
    after = of(margaret)
    assert (after["L"], after["R"]) == (before["L"], before["R"])
    assert after["B"].credited_sets == 2


def test_the_window_ends_before_the_patients_own_today(nils, otto, heel_raise):
    # 19 November 9:10 in London is 4:10 in New York; Nils' user lives by London time, so give him his own.
    nils.user.time_zone = "Pacific/Kiritimati"
    nils.user.save()
    revision = make_revision(make_plan(nils))
    make_prescription(revision, heel_raise, {"L": {"sets": 1, "reps": 8}})
    make_set(make_session(nils, revision, WED), dose(revision, "heel-raise-single", "L"))
    assert nils.today == date(2026, 11, 19)
    assert of(nils, 1)["L"].percent == 100


def test_agrees_with_sql_by_hand(margaret, revision):
    for back in range(1, 20, 2):
        session = make_session(margaret, revision, date(2026, 11, 19) - timedelta(days=back))
        make_set(session, dose(revision, "heel-raise-single", "L"), 1)
        make_set(session, dose(revision, "heel-raise-single", "L"), 2, outcome="partial", reps=5)
        make_set(session, dose(revision, "heel-raise-single", "R"), 1, outcome="skipped")
    with connection.cursor() as cursor:
        # The plan is daily and never changed, so a day's dose times 28 is what it asked.
        cursor.execute(
            """
            SELECT st.side, sum(least(st.reps::float8 / st.target_reps, 1.0)) / (28 * 4) * 100
            FROM logbook_set st JOIN logbook_session s ON s.id = st.session_id
            WHERE s.patient_id = %s AND s.local_day >= '2026-10-22' AND s.local_day < '2026-11-19'
              AND st.side = 'L'
            GROUP BY st.side
            """,
            [margaret.pk],
        )
        rows = cursor.fetchall()
    assert of(margaret)["L"].percent == pytest.approx(rows[0][1])
    assert of(margaret)["R"].percent == 0


def test_queries_do_not_grow_with_patients(harbour, sam, heel_raise, django_assert_num_queries):
    patients = []
    for _ in range(30):
        patient = make_patient(harbour, sam)
        revision = make_revision(make_plan(patient))
        make_prescription(revision, heel_raise, {"L": {"sets": 1, "reps": 8}})
        make_set(make_session(patient, revision, WED), dose(revision, "heel-raise-single", "L"))
        patients.append(patient)
    with django_assert_num_queries(4):
        found = dose_adherence(patients)
    assert {a["L"].credited_sets for a in found.values()} == {1}
    with django_assert_num_queries(4):
        dose_adherence(patients[:1])


def test_days_are_completed_partial_or_missed(margaret, revision):
    heel_l, heel_r = dose(revision, "heel-raise-single", "L"), dose(revision, "heel-raise-single", "R")
    sit = dose(revision, "sit-to-stand", "B")
    full = make_session(margaret, revision, WED)
    for number in (1, 2, 3):
        make_set(full, heel_l, number)
    for d in (
        dose(revision, "wall-calf-stretch-straight", "L"),
        dose(revision, "wall-calf-stretch-straight", "R"),
    ):
        make_set(full, d)
    make_set(full, heel_r)
    make_set(full, sit)  # 7 of 8
    make_set(make_session(margaret, revision, TUE), heel_l)
    found = session_adherence(margaret, 7)
    assert (found.completed, found.partial, found.missed, found.unsaid) == (1, 1, 5, 0)
    assert found.percent == pytest.approx(100 / 7)


def test_a_day_of_which_no_amount_is_known_is_neither_done_nor_missed(margaret, plan, heel_raise):
    revision = make_revision(plan)
    make_prescription(revision, heel_raise, {"L": {"sets": 1, "reps": 8}})
    make_set(make_session(margaret, revision, WED), dose(revision, "heel-raise-single", "L"), reps=None)
    found = session_adherence(margaret, 1)
    assert (found.unsaid, found.missed, found.percent) == (1, 0, None)


# --- against the slow model ------------------------------------------------------------------

doses = st.dictionaries(
    st.sampled_from("LRB"),
    st.fixed_dictionaries({"sets": st.integers(1, 3), "reps": st.integers(1, 12)}),
    min_size=1,
    max_size=3,
)
prescriptions = st.tuples(
    st.integers(0, 1),  # which exercise
    doses,
    st.integers(1, 7),  # days a week
    st.lists(st.integers(1, 7), max_size=3),  # weekdays
    st.integers(1, 2),  # times a day
)
revisions = st.tuples(st.integers(0, 24), st.lists(prescriptions, min_size=1, max_size=3))
logged = st.tuples(
    st.integers(0, 22),  # days ago
    st.integers(0, 8),  # which dose
    st.lists(st.sampled_from(["done", "partial", "skipped", "ill", "unsaid"]), min_size=1, max_size=4),
)


@pytest.mark.slow("many logs, each counted twice")
@pytest.mark.always
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.lists(revisions, min_size=1, max_size=3),
    second=st.none() | st.tuples(st.integers(0, 20), st.lists(revisions, max_size=2)),
    # Without a length it is a stop that nobody has ended.
    pauses=st.lists(st.tuples(st.integers(0, 22), st.integers(0, 6) | st.none()), max_size=2),
    sessions=st.lists(logged, min_size=2, max_size=10),
    days=st.sampled_from([7, 20]),
)
def test_answers_as_the_slow_model_does(
    heel_raise, wall_stretch, harbour, sam, first, second, pauses, sessions, days
):
    with transaction.atomic():
        patient = make_patient(harbour, sam)
        today = patient.today
        ended = today - timedelta(days=second[0]) if second else None
        plans = [(make_plan(patient, starts_on=today - timedelta(days=22), ended_on=ended), first)]
        if second:
            plans.append((make_plan(patient, starts_on=ended), second[1]))
        given_doses = []
        for plan, tree in plans:
            for back, items in tree:
                revision = make_revision(plan, effective_from=today - timedelta(days=back))
                for which, by_side, per_week, weekdays, times in items:
                    made = make_prescription(
                        revision,
                        (heel_raise, wall_stretch)[which],
                        by_side,
                        days_per_week=per_week,
                        weekdays=weekdays,
                        times_per_day=times,
                    )
                    given_doses += [(revision, d) for d in made.doses.all()]
        for back, length in pauses:
            start = today - timedelta(days=back)
            Pause.objects.create(
                clinic=harbour,
                patient=plans[0][0].patient,
                plan=plans[0][0],
                first_day=start,
                last_day=None if length is None else start + timedelta(days=length),
                stopped_by=uuid4() if length is None else None,
                reason="ill",
                by=sam,
            )
        for back, which, outcomes in sessions if given_doses else []:
            revision, chosen = given_doses[which % len(given_doses)]
            session = make_session(patient, revision, today - timedelta(days=back))
            for number, outcome in enumerate(outcomes, 1):
                fields = {
                    "done": {},
                    "partial": {"outcome": "partial", "reps": 1},
                    "skipped": {"outcome": "skipped"},
                    "ill": {"outcome": "skipped", "skip_reason": "ill"},
                    "unsaid": {"reps": None},
                }[outcome]
                make_set(session, chosen, number, **fields)
        fast = {s: (a.prescribed_sets, a.credited_sets, a.unknown_sets) for s, a in of(patient, days).items()}
        slow = model.adherence(patient, days)
        assert fast.keys() == slow.keys()
        for side, numbers in slow.items():
            assert fast[side] == pytest.approx(numbers)
        transaction.set_rollback(True)


def test_another_clinics_patient_changes_nothing(margaret, revision, heel_raise):
    other = make_clinic()
    stranger = make_patient(other, make_user(other, "therapist"))
    theirs = make_revision(make_plan(stranger))
    make_prescription(theirs, heel_raise, {"L": {"sets": 1, "reps": 8}})
    make_set(make_session(stranger, theirs, WED), dose(theirs, "heel-raise-single", "L"))
    found = dose_adherence([margaret, stranger])
    assert found[margaret.pk]["L"].credited_sets == 0
    assert found[stranger.pk]["L"].credited_sets == 1
