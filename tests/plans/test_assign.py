"""Starting a plan, writing its draft, ending and pausing it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.factories import make_exercise, make_plan, make_revision
from therapy.library.models import Exercise
from therapy.plans import actions
from therapy.plans.actions import PlanError
from therapy.plans.models import Dose, Pause, Phase, Plan, Prescription, Programme, Revision
from therapy.plans.schedule import history

pytestmark = pytest.mark.usefixtures("thursday")

THURSDAY = date(2026, 11, 19)
MONDAY = date(2026, 11, 23)


@pytest.fixture
def blank(margaret, sam):
    return actions.start_blank(
        patient=margaret, title="Own plan", affected="L", weeks=6, starts_on=THURSDAY, by=sam
    )


def sides(revision, slug):
    doses = Dose.objects.filter(prescription__phase__revision=revision, prescription__exercise__slug=slug)
    return sorted(set(doses.values_list("side", flat=True)))


# Assigning


def test_a_programme_becomes_a_draft_with_all_its_phases(margaret, sam, calf_rebuild):
    revision = actions.assign_programme(
        patient=margaret, programme=calf_rebuild, affected="L", starts_on=MONDAY, by=sam
    )
    plan = Plan.objects.get()
    assert (plan.title, plan.affected_side, plan.weeks, plan.starts_on) == (
        calf_rebuild.title,
        "L",
        12,
        MONDAY,
    )
    assert (plan.programme, plan.created_by, plan.clinic) == (calf_rebuild, sam, margaret.clinic)
    assert (revision.number, revision.published_at, revision.author) == (1, None, sam)
    assert [(p.number, p.is_current) for p in revision.phases.all()] == [
        (1, True),
        (2, False),
        (3, False),
        (4, False),
    ]
    first = revision.phases.first()
    assert first.go_on_when == calf_rebuild.phases.first().go_on_when
    assert Prescription.objects.filter(phase__revision=revision).count() == 31
    assert not Dose.objects.exclude(clinic=margaret.clinic).exists()
    band = Dose.objects.get(prescription__phase=first, prescription__exercise__slug="band-plantarflexion")
    assert (band.side, band.sets, band.reps, band.hold_s, band.band) == ("L", 3, 12, 1, "yellow")
    assert (band.rest_s, band.tempo, band.load_note) == (60, "2-1-3", "yellow band, effort 3-4")
    assert band.prescription.days_per_week == 5


@pytest.mark.parametrize(("affected", "single"), [("L", ["L"]), ("R", ["R"]), ("B", ["L", "R"])])
def test_sides_are_resolved(margaret, sam, calf_rebuild, affected, single):
    revision = actions.assign_programme(
        patient=margaret, programme=calf_rebuild, affected=affected, starts_on=MONDAY, by=sam
    )
    assert sides(revision, "heel-raise-single") == single
    assert sides(revision, "heel-raise-double") == ["B"]
    assert sides(revision, "walk-steady") == ["B"]  # "both" in the file, but one movement of both legs


def test_each_leg_on_its_own(margaret, sam, programmes):
    revision = actions.assign_programme(
        patient=margaret,
        programme=programmes["pad-diabetes-gentle-12wk"],
        affected="L",
        starts_on=MONDAY,
        by=sam,
        title="Gentle",
    )
    assert revision.plan.title == "Gentle"
    assert sides(revision, "single-leg-stance") == ["L", "R"]
    assert sides(revision, "seated-heel-raise") == ["B"]


def test_assigning_takes_as_many_queries_for_a_long_programme_as_for_a_short_one(
    django_assert_max_num_queries, margaret, sam, calf_rebuild
):
    with django_assert_max_num_queries(14):
        actions.assign_programme(
            patient=margaret, programme=calf_rebuild, affected="L", starts_on=MONDAY, by=sam
        )


def test_one_plan_at_a_time(margaret, sam, plan, calf_rebuild):
    with pytest.raises(PlanError, match="A plan is running"):
        actions.assign_programme(
            patient=margaret, programme=calf_rebuild, affected="L", starts_on=MONDAY, by=sam
        )
    assert Plan.objects.count() == 1


def test_the_days_of_an_earlier_plan_stay_its_own(margaret, sam, plan):
    Plan.objects.update(ended_on=date(2026, 11, 25))
    start = {"patient": margaret, "title": "Next", "affected": "L", "weeks": None, "by": sam}
    with pytest.raises(PlanError, match="An earlier plan still ran"):
        actions.start_blank(starts_on=date(2026, 11, 24), **start)
    assert actions.start_blank(starts_on=date(2026, 11, 25), **start).number == 1


def test_a_programme_or_exercise_of_another_clinic_is_refused(margaret, sam, northgate, blank):
    other = Programme.objects.create(clinic=northgate, slug="theirs", title="Theirs")
    with pytest.raises(PlanError, match="another clinic"):
        actions.assign_programme(patient=margaret, programme=other, affected="L", starts_on=MONDAY, by=sam)
    with pytest.raises(PlanError, match="another clinic"):
        actions.add_prescription(
            revision=blank, phase=blank.phases.get(), exercise=make_exercise(clinic=northgate), by=sam
        )


def test_a_blank_plan_has_one_empty_phase(blank):
    phase = blank.phases.get()
    assert (phase.number, phase.is_current, phase.prescriptions.count()) == (1, True, 0)
    assert (blank.plan.title, blank.plan.weeks, blank.plan.programme) == ("Own plan", 6, None)


# Writing


def test_an_exercise_comes_with_its_own_dose_for_the_affected_leg(blank, leah, library):
    stretch = actions.add_prescription(
        revision=blank,
        phase=blank.phases.get(),
        exercise=Exercise.objects.get(slug="wall-calf-stretch-straight"),
        by=leah,
    )
    dose = stretch.doses.get()
    assert (dose.side, dose.sets, dose.reps, dose.hold_s, dose.rest_s) == ("L", 1, 2, 30, 15)
    assert (stretch.days_per_week, stretch.order, stretch.clinic) == (5, 1, blank.clinic)
    walk = actions.add_prescription(
        revision=blank,
        phase=blank.phases.get(),
        exercise=Exercise.objects.get(slug="walk-interval-pad"),
        by=leah,
    )
    dose = walk.doses.get()
    assert (dose.side, dose.minutes, dose.reps, dose.rest_s, walk.order) == ("B", 30, None, None, 2)
    blank.refresh_from_db()
    assert blank.author == leah


def test_an_exercise_without_a_dose_gets_two_sets_of_ten(blank, sam, harbour):
    own = make_exercise(clinic=harbour, dose={}, laterality="either")
    made = actions.add_prescription(revision=blank, phase=blank.phases.get(), exercise=own, by=sam)
    dose = made.doses.get()
    assert (dose.sets, dose.reps, dose.rest_s, made.days_per_week) == (2, 10, None, 3)


@pytest.fixture
def raises(blank, sam, heel_raise):
    return actions.add_prescription(revision=blank, phase=blank.phases.get(), exercise=heel_raise, by=sam)


def test_a_dose_is_changed_and_the_other_leg_added(raises):
    actions.set_dose(raises, "L", reps=8)
    actions.set_dose(raises, "R", sets=1, reps=8, load_kg=2)
    assert list(raises.doses.values_list("side", "sets", "reps")) == [("L", 3, 8), ("R", 1, 8)]
    actions.remove_dose(raises, "L")
    assert raises.doses.get().side == "R"
    with pytest.raises(Dose.DoesNotExist):
        actions.remove_dose(raises, "L")


def test_a_new_kind_of_amount_replaces_the_old_one(raises):
    actions.set_dose(raises, "L", minutes=5)
    dose = raises.doses.get()
    assert (dose.reps, dose.minutes) == (None, 5)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reps": 5000}, "reps"),
        ({"sets": 0}, "sets"),
        ({"band": "pink"}, "band"),
        ({"reps": None}, "__all__"),
    ],
)
def test_nonsense_in_a_dose_is_refused_and_changes_nothing(raises, fields, field):
    with pytest.raises(ValidationError) as refusal:
        actions.set_dose(raises, "L", **fields)
    assert field in refusal.value.message_dict
    assert list(raises.doses.values_list("sets", "reps", "band")) == [(3, 12, "")]


def test_a_dose_fits_the_exercise(blank, sam, raises, sit_to_stand):
    with pytest.raises(PlanError, match="each leg on its own"):
        actions.set_dose(raises, "B", sets=1, reps=8)
    both = actions.add_prescription(revision=blank, phase=blank.phases.get(), exercise=sit_to_stand, by=sam)
    assert both.doses.get().side == "B"
    with pytest.raises(PlanError, match="one movement of both legs"):
        actions.set_dose(both, "L", sets=1, reps=8)
    either = actions.add_prescription(
        revision=blank, phase=blank.phases.get(), exercise=make_exercise(laterality="either"), by=sam
    )
    with pytest.raises(PlanError, match="Take out the doses of the single legs"):
        actions.set_dose(either, "B", sets=1, reps=8)
    actions.remove_dose(either, "L")
    actions.set_dose(either, "B", sets=1, reps=8)
    with pytest.raises(PlanError, match="Take out the dose of both legs"):
        actions.set_dose(either, "L", sets=1, reps=8)


def test_weekdays_decide_how_many_days(raises):
    actions.change_prescription(raises, weekdays=[5, 1, 1, 3, 6], note="Hold the wall.")
    raises.refresh_from_db()
    assert (raises.weekdays, raises.days_per_week, raises.note) == ([1, 3, 5, 6], 4, "Hold the wall.")
    for nonsense in (
        {"weekdays": [8]},
        {"note": "x" * 301},
        {"times_per_day": 9},
        {"effort_max": 11},
        {"days_per_week": 0},
    ):
        with pytest.raises(ValidationError):
            actions.change_prescription(raises, **nonsense)
    with pytest.raises(TypeError, match="exercise"):
        actions.change_prescription(raises, exercise=raises.exercise)


def test_exercises_change_places(blank, sam):
    phase = blank.phases.get()
    a, b, c = (
        actions.add_prescription(revision=blank, phase=phase, exercise=make_exercise(), by=sam) for _ in "abc"
    )

    def order():
        return list(phase.prescriptions.values_list("pk", flat=True))

    actions.move_prescription(c, up=True)
    assert order() == [a.pk, c.pk, b.pk]
    actions.move_prescription(a, up=False)
    assert order() == [c.pk, a.pk, b.pk]
    actions.move_prescription(c, up=True)
    actions.move_prescription(b, up=False)
    assert order() == [c.pk, a.pk, b.pk]
    actions.remove_prescription(a)
    assert order() == [c.pk, b.pk]


def test_phases_are_added_changed_made_current_and_taken_out(blank):
    second = actions.add_phase(blank, title="Stand", weeks="3-5", go_on_when=["no pain"])
    assert (second.number, second.is_current, second.go_on_when) == (2, False, ["no pain"])
    actions.change_phase(second, title="Stand and load", aim="Even weight")
    actions.set_current_phase(blank, second)
    assert list(blank.phases.values_list("title", "is_current")) == [
        ("Phase 1", False),
        ("Stand and load", True),
    ]
    with pytest.raises(PlanError, match="current phase"):
        actions.remove_phase(second)
    actions.remove_phase(blank.phases.get(number=1))
    assert blank.phases.get().number == 2


def test_a_phase_of_another_plan_is_refused(blank, tomasz, sam, heel_raise):
    theirs = make_revision(make_plan(tomasz), published=False).phases.get()
    with pytest.raises(ValueError, match="another revision"):
        actions.set_current_phase(blank, theirs)
    with pytest.raises(ValueError, match="another revision"):
        actions.add_prescription(revision=blank, phase=theirs, exercise=heel_raise, by=sam)


# Discarding, ending, pausing


def test_a_plan_that_nobody_saw_goes_with_its_draft(blank, raises):
    actions.discard_draft(blank)
    assert [model.objects.count() for model in (Plan, Revision, Phase, Prescription, Dose)] == [0, 0, 0, 0, 0]


def test_discarding_keeps_what_was_published(plan, revision, sam):
    draft = actions.open_draft(plan, sam)
    actions.discard_draft(draft)
    assert plan.revisions.get() == revision
    with pytest.raises(actions.Published):
        actions.discard_draft(revision)


def test_ending_a_plan(plan, revision, sam, margaret):
    actions.open_draft(plan, sam)
    actions.end_plan(plan, on=date(2026, 11, 20), reason="Goals reached", by=sam)
    ended = Plan.objects.get()
    assert (ended.ended_on, ended.end_reason, ended.ended_by) == (date(2026, 11, 20), "Goals reached", sam)
    assert plan.revisions.get() == revision
    assert history(margaret).on(THURSDAY).due
    assert history(margaret).on(date(2026, 11, 20)).plan is None
    for again in (
        lambda: actions.end_plan(plan, on=MONDAY, reason="x", by=sam),
        lambda: actions.open_draft(plan, sam),
    ):
        with pytest.raises(PlanError, match="has ended"):
            again()


@pytest.mark.parametrize(("starts_in", "on"), [(-28, date(2026, 11, 18)), (7, date(2026, 11, 25))])
def test_a_plan_does_not_end_in_the_past_or_before_it_starts(margaret, sam, starts_in, on):
    plan = make_plan(margaret, starts_on=THURSDAY + timedelta(days=starts_in))
    with pytest.raises(PlanError, match="The earliest day possible"):
        actions.end_plan(plan, on=on, reason="x", by=sam)
    assert Plan.objects.get().ended_on is None


def test_pausing_a_plan(plan, revision, sam, margaret):
    first, last = date(2026, 11, 18), date(2026, 11, 20)
    pause = actions.pause_plan(plan, first_day=first, last_day=last, reason="A cold", by=sam)
    assert (pause.clinic, pause.by, pause.reason) == (plan.clinic, sam, "A cold")
    assert [bool(d.due) for d in history(margaret).days(date(2026, 11, 17), date(2026, 11, 21))] == [
        True,
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (date(2026, 11, 20), date(2026, 11, 19), "comes before"),
        (date(2026, 10, 21), date(2026, 10, 25), "does not run"),
        (date(2026, 11, 30), date(2026, 12, 1), "does not run"),
        (date(2026, 11, 10), date(2026, 11, 12), "paused on some"),
    ],
)
def test_a_pause_that_cannot_be(plan, sam, first, last, says):
    Plan.objects.update(ended_on=date(2026, 12, 1))
    actions.pause_plan(
        plan, first_day=date(2026, 11, 12), last_day=date(2026, 11, 14), reason="A cold", by=sam
    )
    with pytest.raises(PlanError, match=says):
        actions.pause_plan(plan, first_day=first, last_day=last, reason="x", by=sam)
    assert Pause.objects.count() == 1
