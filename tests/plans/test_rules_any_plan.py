"""Rules for any plan and on codes: 2.4, P8, 9.3, C1 to C4, and a plan that asks for nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.plans.facts import TODAY, condition, item, of_rule
from therapy.base.side import Side
from therapy.plans.rules.facts import DoseFacts, Step


@pytest.mark.parametrize(("days_ago", "capped"), [(0, 1), (13, 1), (14, 0), (-7, 1)])
def test_effort_is_at_most_5_in_the_first_two_weeks(days_ago, capped):
    starts_on = TODAY - timedelta(days=days_ago)
    found = of_rule("2.4", item("bridge", "B"), starts_on=starts_on)
    assert [(f.level, f.field, f.limit) for f in found] == [("cap", "effort_max", 5)] * capped


def test_effort_5_or_less_is_not_capped():
    assert of_rule("2.4", item("bridge", "B", effort_max=5), starts_on=TODAY) == []
    assert of_rule("2.4", item("bridge", "B", effort_max=6), starts_on=TODAY)


def test_an_empty_phase_and_an_exercise_without_a_dose_block():
    assert [f.level for f in of_rule("EMPTY")] == ["block"]
    assert [f.message for f in of_rule("EMPTY", item("bridge"))] == ["Bridge has no dose for any leg."]
    assert of_rule("EMPTY", item("bridge", "B")) == []


@pytest.mark.parametrize(("count", "found"), [(4, 0), (5, 1), (6, 1)])
def test_a_long_day_is_said(count, found):
    said = of_rule("9.3", *(item("bridge", "B", days=(1,)) for _ in range(count)))
    assert [f.level for f in said] == ["advice"] * found
    if count == 6:
        assert "too many" in said[0].message


def test_the_same_exercises_shared_between_days_are_no_long_day():
    shared = [item("bridge", "B", days=(1 + n % 2,)) for n in range(8)]
    assert of_rule("9.3", *shared) == []


def raised(old, **kw):
    """The same prescription with other values in its doses."""
    return replace(old, doses=tuple(replace(dose, **kw) for dose in old.doses))


def test_one_rise_is_fine_and_two_in_a_version_are_said():
    old = item("heel-raise-single", "L", "R", sets=2, reps=8)
    before = (Step(date(2026, 10, 19), {old.key: old}),)
    assert of_rule("P8", raised(old, reps=10), earlier=before) == []
    found = of_rule("P8", raised(old, reps=10, sets=3), earlier=before)
    assert [(f.level, f.prescription_key) for f in found] == [("advice", old.key)]
    assert "reps, sets" in found[0].message


@pytest.mark.parametrize(("days_ago", "found"), [(6, 1), (7, 0)])
def test_a_second_rise_within_a_week_is_said(days_ago, found):
    first = item("heel-raise-single", "L", sets=2, reps=8)
    second, third = raised(first, reps=10), raised(first, reps=10, sets=3)
    earlier = (
        Step(TODAY - timedelta(days=days_ago), {first.key: second}),
        Step(date(2026, 10, 19), {first.key: first}),
    )
    assert len(of_rule("P8", third, earlier=earlier)) == found


@pytest.mark.parametrize(
    ("before", "after", "rises"),
    [
        ({"load_kg": 5}, {"load_kg": 6}, True),
        ({"load_kg": None}, {"load_kg": 6}, True),
        ({"band": "red"}, {"band": "green"}, True),
        ({"band": "green"}, {"band": "red"}, False),
        ({"hold_s": 20}, {"hold_s": 30}, True),
        ({"reps": None, "minutes": 10}, {"reps": None, "minutes": 15}, True),
        ({"sets": 3}, {"sets": 2}, False),
    ],
)
def test_what_counts_as_a_rise(before, after, rises):
    old = replace(
        item("heel-raise-single"), doses=(DoseFacts(Side.LEFT, **({"reps": 8} | before)),), weekdays=(1,)
    )
    new = replace(old, doses=(DoseFacts(Side.LEFT, **({"reps": 8} | after)),), weekdays=(1, 3))
    found = of_rule("P8", new, earlier=(Step(date(2026, 10, 1), {old.key: old}),))
    assert bool(found) is rises  # together with the second day a week


@pytest.mark.parametrize("other", ["G12.21", "M62.84", "G54.5"])
def test_c1_wasting_excludes(other):
    clash = [condition(code="M62.562"), condition(code=other, side="")]
    assert [f.level for f in of_rule("C1", item("bridge", "B"), conditions=clash)] == ["advice"]
    assert of_rule("C1", item("bridge", "B"), conditions=clash[1:]) == []


def test_c2_two_codes_for_one_artery():
    clash = [condition(code="I73.9", side=""), condition(code="I70.212")]
    assert [f.level for f in of_rule("C2", item("bridge", "B"), conditions=clash)] == ["advice"]
    assert of_rule("C2", item("bridge", "B"), conditions=clash[:1]) == []


@pytest.mark.parametrize(
    ("affected", "side", "found"), [("L", "L", 0), ("R", "L", 1), ("B", "L", 1), ("B", "B", 0), ("L", "", 0)]
)
def test_c3_the_plan_and_the_diagnosis_name_the_same_leg(affected, side, found):
    conditions = [condition(side=side)]
    assert len(of_rule("C3", item("bridge", "B"), conditions=conditions, affected=affected)) == found


@pytest.mark.parametrize(("affected", "found"), [("L", 0), ("R", 1), ("B", 0)])
def test_c3_a_disease_of_both_legs_does_not_hide_the_wrong_leg(affected, found):
    conditions = [condition(side="L"), condition(code="E11.42", side="B", cause="diabetes")]
    assert len(of_rule("C3", item("bridge", "B"), conditions=conditions, affected=affected)) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("I70.221", 1),
        ("I70.235", 1),
        ("I70.241", 1),
        ("I70.263", 1),
        ("E11.52", 1),
        ("E11.621", 1),
        ("I74.3", 1),
        ("G12.21", 1),
        ("I70.213", 0),
        ("E11.51", 0),
        ("M62.562", 0),
    ],
)
def test_c4_asks_for_a_sign_off(code, found):
    signs = of_rule("C4", item("bridge", "B"), conditions=[condition(code=code, side="")])
    assert [(f.level, f.is_open_block) for f in signs] == [("signoff", True)] * found


# 2.1: 48 hours between sessions of one muscle


def test_two_exercises_of_one_muscle_on_days_in_a_row():
    one = item("heel-raise-double", "B", days=(1, 3, 5))
    other = item("heel-raise-single", "L", days=(2, 4))
    (found,) = of_rule("2.1", one, other)
    assert (found.level, found.prescription_key) == ("advice", one.key)
    assert found.message == (
        f"{one.name} (Mon, Wed, Fri) and {other.name} (Tue, Thu) train the same muscle on days in a row: "
        "gastrocnemius, soleus. Leave 48 hours between, by choosing the weekdays."
    )


@pytest.mark.parametrize(
    ("days", "advised"),
    [((1, 3, 5), 0), ((2, 4), 0), ((1, 7), 1), ((6, 7), 1), ((1, 2, 3, 4, 5, 6, 7), 1), ((3,), 0)],
)
def test_an_exercise_alone_on_days_in_a_row(days, advised):
    assert len(of_rule("2.1", item("heel-raise-single", "L", days=days))) == advised


@pytest.mark.parametrize(
    ("other", "days"),
    [
        (("heel-raise-single", "R"), (2, 4)),  # the other leg
        (("band-dorsiflexion", "L"), (2, 4)),  # another muscle
        (("wall-calf-stretch-straight", "L"), (2, 4)),  # no strength work
        (("seated-heel-raise", "L"), (2, 4)),  # tier 2 may be daily
        (("heel-raise-double", "B"), (1, 3, 5)),  # the same days
    ],
)
def test_what_needs_no_48_hours(other, days):
    lone = item("heel-raise-single", "L", days=(1, 3, 5))
    assert of_rule("2.1", lone, item(*other, days=days)) == []
