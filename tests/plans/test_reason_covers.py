"""A reason against a rule covers what the plan prescribed when it was given, and less; never more."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_condition, make_exercise, make_revision
from tests.plans.facts import facts, item
from therapy.care.models import Condition
from therapy.plans import actions
from therapy.plans.actions import CannotPublish
from therapy.plans.models import Prescription, Revision, RuleOverride
from therapy.plans.rules import findings
from therapy.plans.rules.amounts import amounts_in, is_covered

THURSDAY = date(2026, 11, 19)


@pytest.fixture
def draft(thursday, plan, sam, heel_raise):
    """Margaret's plan with a first draft: heel raise, left 3 x 12, three days a week."""
    revision = make_revision(plan, published=False)
    actions.add_prescription(revision=revision, phase=revision.phases.get(), exercise=heel_raise, by=sam)
    return revision


def heel_of(revision):
    return Prescription.objects.get(phase__revision=revision, exercise__slug="heel-raise-single")


def found(revision, rule, field=""):
    return next(
        f
        for f in findings(Revision.objects.get(pk=revision.pk), THURSDAY)
        if (f.rule, f.field) == (rule, field)
    )


def keep(revision, rule, by, field=""):
    return actions.override(revision, found(revision, rule, field), "agreed with the team", by=by)


def stands(revision, rule, field=""):
    return found(revision, rule, field).overridden_by is not None


def test_a_reason_for_three_sets_does_not_cover_ten(draft, sam, margaret):
    make_condition(margaret, code="I70.212", cause="artery")
    made = keep(draft, "A10", sam, "sets")
    heel = heel_of(draft)
    assert RuleOverride.objects.get().amounts == {f"{heel.key}:L:sets": 3} == made.amounts
    actions.set_dose(heel, "L", sets=10)
    assert not stands(draft, "A10", "sets")
    actions.publish_revision(draft, by=sam)
    assert heel.doses.get().sets == 2


@pytest.mark.parametrize(("sets", "covered"), [(2, None), (3, True), (4, False)])
def test_as_many_sets_or_fewer_are_covered(draft, sam, margaret, sets, covered):
    make_condition(margaret, code="I70.212", cause="artery")
    actions.set_dose(heel_of(draft), "L", sets=3)
    keep(draft, "A10", sam, "sets")
    actions.set_dose(heel_of(draft), "L", sets=sets, reps=30, load_kg=Decimal(20))
    if covered is None:
        assert not [f for f in findings(Revision.objects.get(pk=draft.pk), THURSDAY) if f.field == "sets"]
    else:
        assert stands(draft, "A10", "sets") is covered


def test_a_reason_for_effort_6_does_not_cover_no_limit(draft, sam):
    type(draft.plan).objects.update(starts_on=THURSDAY)
    actions.change_prescription(heel_of(draft), effort_max=6)
    keep(draft, "2.4", sam, "effort_max")
    assert stands(draft, "2.4", "effort_max")
    actions.change_prescription(heel_of(draft), effort_max=None)
    assert not stands(draft, "2.4", "effort_max")


def test_a_reason_for_the_effort_does_not_cover_an_exercise_that_comes_later(draft, sam, sit_to_stand):
    type(draft.plan).objects.update(starts_on=THURSDAY)
    keep(draft, "2.4", sam, "effort_max")
    actions.add_prescription(revision=draft, phase=draft.phases.get(), exercise=sit_to_stand, by=sam)
    assert not stands(draft, "2.4", "effort_max")


def test_a_reason_for_a_blue_band_does_not_cover_a_gold_one(draft, sam, margaret):
    Condition.objects.filter(patient=margaret).update(code="G57.32", cause="nerve", muscle_grade="4-")
    band = make_exercise(primary_muscles=["tibialis anterior"], log_fields=["reps", "band_colour"])
    lift = actions.add_prescription(revision=draft, phase=draft.phases.get(), exercise=band, by=sam)
    actions.set_dose(lift, "L", band="blue")
    keep(draft, "N4", sam, "band")
    assert stands(draft, "N4", "band")
    actions.set_dose(lift, "L", band="gold")
    assert not stands(draft, "N4", "band")
    actions.set_dose(lift, "L", band="green")
    assert stands(draft, "N4", "band")


@pytest.mark.parametrize(
    "more",
    [
        {"sets": 4},
        {"reps": 13},
        {"minutes": 1},
        {"hold_s": 5},
        {"load_kg": Decimal("0.5")},
        {"band": "tan"},
        {"load_note": "a full rucksack"},
    ],
)
def test_a_reason_against_a_block_covers_no_greater_dose(draft, sam, margaret, more):
    Condition.objects.filter(patient=margaret).update(wb_status="NWB")
    keep(draft, "I1", sam)
    assert stands(draft, "I1")
    actions.set_dose(heel_of(draft), "L", **more)
    assert not stands(draft, "I1")
    with pytest.raises(CannotPublish):
        actions.publish_revision(draft, by=sam)


@pytest.mark.parametrize("more", [{"days_per_week": 4}, {"weekdays": [1, 2, 3, 4]}, {"times_per_day": 2}])
def test_a_reason_against_a_block_covers_no_more_days(draft, sam, margaret, more):
    Condition.objects.filter(patient=margaret).update(wb_status="NWB")
    keep(draft, "I1", sam)
    actions.change_prescription(heel_of(draft), **more)
    assert not stands(draft, "I1")


def test_a_reason_against_a_block_covers_less_and_the_other_leg_is_no_matter(draft, sam, margaret):
    Condition.objects.filter(patient=margaret).update(wb_status="NWB")
    keep(draft, "I1", sam)
    actions.set_dose(heel_of(draft), "L", sets=1, reps=5)
    actions.change_prescription(heel_of(draft), days_per_week=1, effort_max=3)
    actions.set_dose(heel_of(draft), "R", sets=5, reps=20)
    assert stands(draft, "I1")


def test_a_sign_off_covers_the_plan_as_it_was(draft, sam, margaret, sit_to_stand):
    make_condition(margaret, code="I74.3", side="", cause="artery")
    keep(draft, "C4", sam)
    assert stands(draft, "C4")
    actions.add_prescription(revision=draft, phase=draft.phases.get(), exercise=sit_to_stand, by=sam)
    assert not stands(draft, "C4")


def test_a_copied_draft_does_not_widen_a_reason(draft, sam, margaret):
    Condition.objects.filter(patient=margaret).update(wb_status="NWB")
    keep(draft, "I1", sam)
    published = actions.publish_revision(draft, by=sam)
    second = actions.open_draft(published.plan, sam)
    assert stands(second, "I1")
    actions.set_dose(heel_of(second), "L", reps=13)
    assert not stands(second, "I1")
    keep(second, "I1", sam)
    assert stands(second, "I1")


AMOUNT = st.fixed_dictionaries(
    {"sets": st.integers(1, 10), "reps": st.integers(1, 100)},
    optional={
        "hold_s": st.integers(0, 300),
        "load_kg": st.decimals(0, 300, places=2),
        "band": st.sampled_from(["tan", "red", "gold"]),
    },
)


@given(then=AMOUNT, now=AMOUNT)
def test_covered_is_exactly_what_is_nowhere_more(then, now):
    bands = ["", "tan", "red", "gold"]
    before = item("heel-raise-single", "L", **then)
    after = item("heel-raise-single", "L", **now)
    amounts = [
        amounts_in(facts(one), field="", prescription_key=None, side="")
        for one in (before, type(after)(**(vars(after) | {"key": before.key})))
    ]
    more = [
        now["sets"] > then["sets"],
        now["reps"] > then["reps"],
        (now.get("hold_s") or 0) > (then.get("hold_s") or 0),
        (now.get("load_kg") or 0) > (then.get("load_kg") or 0),
        bands.index(now.get("band", "")) > bands.index(then.get("band", "")),
    ]
    assert is_covered(amounts[1], amounts[0]) is not any(more)
