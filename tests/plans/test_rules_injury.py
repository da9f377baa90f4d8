"""Immobility, fracture and tendon: what the team's limits block and cap (clinical-facts 4.2 I1 to I10)."""

from datetime import date

import pytest

from tests.plans.facts import TODAY, condition, item, of_rule

BEFORE, LATER = date(2026, 11, 18), date(2026, 11, 20)


def said(findings):
    return [finding.message for finding in findings]


# I1, I2: weight


@pytest.mark.parametrize(
    ("slug", "side", "NWB", "TTWB", "PWB", "WBAT"),
    [
        ("ankle-pumps", "L", 0, 0, 0, 0),
        ("band-plantarflexion", "L", 0, 0, 0, 0),
        ("seated-heel-raise", "L", 1, 1, 0, 0),  # part of the weight
        ("seated-heel-raise", "R", 0, 0, 0, 0),  # seated, the other leg alone
        ("weight-shift", "R", 1, 1, 0, 0),  # standing on both feet, whichever leg is trained
        ("heel-raise-double", "B", 1, 1, 1, 0),
        ("sit-to-stand", "B", 1, 1, 1, 0),
        ("wall-calf-stretch-straight", "R", 1, 1, 1, 0),  # two-leg standing
        ("heel-raise-single", "L", 1, 1, 1, 0),
        ("heel-raise-single", "R", 0, 0, 0, 0),  # standing on the other leg alone is allowed
        ("heel-raise-2up1down", "R", 1, 1, 1, 0),  # up on both feet
        ("walk-steady", "B", 1, 1, 1, 0),
        ("stationary-bike", "B", 0, 0, 0, 0),
    ],
)
def test_weight_bearing_of_the_left_leg(slug, side, NWB, TTWB, PWB, WBAT):  # noqa: N803
    for status, blocked in [("NWB", NWB), ("TTWB", TTWB), ("PWB", PWB), ("WBAT", WBAT), ("FWB", 0)]:
        rule = "I2" if status == "PWB" else "I1"
        found = of_rule(rule, item(slug, side), conditions=[condition(wb_status=status)])
        assert [f.level for f in found] == ["block"] * blocked, status


def test_a_limit_on_both_legs_blocks_the_right_one_too():
    found = of_rule("I1", item("heel-raise-single", "R"), conditions=[condition(side="B", wb_status="NWB")])
    assert said(found) == ["No weight on the right leg."]


def test_the_reason_says_until_when_and_who_set_it():
    limit = condition(wb_status="NWB", wb_until=date(2026, 12, 12), limits_set_by="Dr Vale")
    found = of_rule("I1", item("heel-raise-double", "B"), conditions=[limit])
    assert said(found) == ["No weight on the left leg until 12 December 2026, set by Dr Vale."]
    assert found[0].side == "B"


@pytest.mark.parametrize(("until", "blocked"), [(None, 1), (LATER, 1), (TODAY, 1), (BEFORE, 0)])
def test_a_status_counts_up_to_its_last_day(until, blocked):
    limit = condition(wb_status="NWB", wb_until=until)
    assert len(of_rule("I1", item("heel-raise-double", "B"), conditions=[limit])) == blocked


@pytest.mark.parametrize(
    ("cause", "blocked"),
    [("immobility", 1), ("fracture", 1), ("tendon", 1), ("nerve", 0), ("diabetes", 0), ("other", 0)],
)
@pytest.mark.parametrize("status", ["NWB", "TTWB", "PWB"])
def test_a_weight_limit_that_is_over_does_not_mean_full_weight(cause, blocked, status):
    over = condition(cause=cause, wb_status=status, wb_until=BEFORE)
    raises = item("heel-raise-double", "B")
    words = "The weight limit of the left leg ended on 18 November 2026. Record the new status first."
    assert said(of_rule("I1", raises, conditions=[over])) == [words] * blocked
    assert of_rule("I1", item("ankle-pumps", "L"), conditions=[over]) == []
    assert of_rule("I2", raises, conditions=[over]) == []


@pytest.mark.parametrize("status", ["WBAT", "FWB"])
def test_full_weight_that_was_allowed_until_a_day_stays_allowed(status):
    over = condition(cause="fracture", wb_status=status, wb_until=BEFORE)
    assert of_rule("I1", item("heel-raise-double", "B"), conditions=[over]) == []


@pytest.mark.parametrize(
    ("other", "blocked"),
    [({"wb_status": "FWB"}, 0), ({"wb_status": "NWB", "wb_until": BEFORE}, 1), ({"wb_status": ""}, 1)],
)
def test_another_condition_of_the_leg_may_say_the_new_status(other, blocked):
    over = condition(cause="fracture", wb_status="PWB", wb_until=BEFORE)
    found = of_rule("I1", item("heel-raise-double", "B"), conditions=[over, condition(**other)])
    assert len(found) == blocked


@pytest.mark.parametrize(
    ("cause", "blocked"),
    [("immobility", 1), ("fracture", 1), ("tendon", 1), ("nerve", 0), ("diabetes", 0), ("other", 0)],
)
def test_weight_waits_until_its_status_is_recorded(cause, blocked):
    unknown = condition(cause=cause, wb_status="")
    found = of_rule("I1", item("heel-raise-double", "B"), conditions=[unknown])
    assert said(found) == ["Record the weight-bearing status of the left leg first."] * blocked
    assert of_rule("I1", item("ankle-pumps", "L"), conditions=[unknown]) == []


def test_a_status_recorded_with_another_condition_of_the_leg_will_do_except_after_a_repair():
    known = condition(cause="fracture", code="S82.202D", wb_status="FWB")
    raises = item("heel-raise-double", "B")
    assert of_rule("I1", raises, conditions=[known, condition(cause="immobility", wb_status="")]) == []
    assert of_rule("I1", raises, conditions=[known, condition(cause="tendon", wb_status="")])


def test_two_limits_on_one_exercise_are_one_finding_with_both_reasons():
    limits = [condition(wb_status="NWB"), condition(side="R", wb_status="TTWB")]
    found = of_rule("I1", item("heel-raise-double", "B"), conditions=limits)
    assert said(found) == ["No weight on the left leg. Touch only, no weight on the right leg."]


def test_part_weight_is_written_for_the_patient():
    part = condition(wb_status="PWB", wb_percent=30)
    found = of_rule("I2", item("weight-shift", "L"), conditions=[part])
    assert [(f.level, f.field) for f in found] == [("cap", "limit_note")]
    assert found[0].limit == "Put at most 30 % of your weight on the left leg. Check it on a scale."
    assert of_rule("I2", item("weight-shift", "L"), conditions=[condition(wb_status="PWB")]) == []


# Toes up


@pytest.mark.parametrize(
    ("slug", "level"),
    [
        ("towel-calf-stretch", "block"),
        ("wall-calf-stretch-bent", "block"),
        ("knee-to-wall-rocks", "block"),
        ("heel-raise-single-step", "block"),
        ("ankle-pumps", "cap"),
        ("seated-toe-raise", "cap"),
        ("band-dorsiflexion", "cap"),
        ("assisted-dorsiflexion", "cap"),
        ("toe-arch-stretch", "cap"),
        ("heel-raise-single", None),
    ],
)
def test_a_toes_up_limit(slug, level):
    limit = condition(df_limit_deg=5, df_limit_until=TODAY, limits_set_by="Dr Vale")
    found = of_rule("DF", item(slug, "L"), conditions=[limit])
    assert [f.level for f in found] == ([level] if level else [])
    assert of_rule("DF", item(slug, "R"), conditions=[limit]) == []
    if level == "cap":
        assert found[0].limit == "Toes up no further than 5 degrees with the left leg."
        assert "until 19 November 2026, set by Dr Vale." in found[0].message


def test_a_toes_up_limit_ends():
    limit = condition(df_limit_deg=0, df_limit_until=BEFORE)
    assert of_rule("DF", item("towel-calf-stretch", "L"), conditions=[limit]) == []


def test_after_a_repair_an_unknown_toes_up_limit_blocks_even_open_moves():
    repair = condition(cause="tendon")
    found = of_rule("DF", item("ankle-pumps", "L"), conditions=[repair])
    assert [f.level for f in found] == ["block"]
    assert of_rule("DF", item("ankle-pumps", "L"), conditions=[condition(cause="fracture")]) == []


# I4 and the other dates


@pytest.mark.parametrize(
    ("rule", "name", "slug", "free"),
    [
        ("I4", "stretch_allowed_from", "towel-calf-stretch", "band-eversion"),
        ("PF", "resisted_pf_from", "band-plantarflexion", "seated-toe-raise"),
        ("SL", "single_leg_from", "single-leg-stance", "tandem-stance"),
    ],
)
def test_a_date_that_is_not_reached_blocks(rule, name, slug, free):
    waits = condition(**{name: LATER}, limits_set_by="Dr Vale")
    found = of_rule(rule, item(slug, "L"), conditions=[waits])
    assert [f.level for f in found] == ["block"]
    assert found[0].message.endswith("from 20 November 2026, set by Dr Vale.")
    assert of_rule(rule, item(free, "L"), conditions=[waits]) == []
    assert of_rule(rule, item(slug, "R"), conditions=[waits]) == []
    assert of_rule(rule, item(slug, "L"), conditions=[condition(**{name: TODAY})]) == []


@pytest.mark.parametrize(
    ("rule", "slug"),
    [("I4", "towel-calf-stretch"), ("PF", "band-plantarflexion"), ("SL", "single-leg-stance")],
)
def test_an_empty_date_blocks_after_a_repair_only(rule, slug):
    assert said(of_rule(rule, item(slug, "L"), conditions=[condition(cause="tendon")]))[0].startswith(
        "Record first"
    )
    assert of_rule(rule, item(slug, "L"), conditions=[condition(cause="fracture")]) == []


@pytest.mark.parametrize(("slug", "found"), [("heel-raise-2up1down", 1), ("band-plantarflexion", 0)])
def test_going_up_on_two_legs_loads_the_repaired_one_too(slug, found):
    repair = condition(cause="tendon", single_leg_from=TODAY)
    assert len(of_rule("PF", item(slug, "R"), conditions=[repair])) == found


def test_the_week_of_the_plan_unlocks_nothing():
    repair = condition(cause="tendon", onset=date(2026, 1, 1))
    for starts_on in (date(2025, 11, 19), TODAY):
        assert of_rule("I4", item("towel-calf-stretch", "L"), conditions=[repair], starts_on=starts_on)


# I6 impact


@pytest.mark.parametrize(
    ("conditions", "blocked"),
    [
        ([], 1),
        ([condition()], 1),
        ([condition(impact_from=LATER)], 1),
        ([condition(impact_from=TODAY)], 0),
        ([condition(impact_from=TODAY), condition(code="S82.202D", impact_from=LATER)], 1),
        ([condition(impact_from=TODAY), condition(side="R")], 1),
        ([condition(impact_from=TODAY), condition(code="S86.012D", cause="tendon")], 1),
    ],
)
def test_jumps_need_a_day_that_is_reached_for_each_leg(conditions, blocked):
    assert len(of_rule("I6", item("heel-raise-rebound", "B"), conditions=conditions)) == blocked


def test_no_impact_no_block():
    assert of_rule("I6", item("heel-raise-double", "B"), conditions=[condition()]) == []


# I10


@pytest.mark.parametrize(
    ("starts_on", "capped"), [(TODAY, 1), (date(2026, 11, 6), 1), (date(2026, 11, 5), 0)]
)
def test_bed_rest_keeps_effort_at_4_for_two_weeks(starts_on, capped):
    bed = condition(code="Z74.01", side="", cause="immobility")
    found = of_rule("I10", item("ankle-pumps", "L"), conditions=[bed], starts_on=starts_on)
    assert [(f.level, f.field, f.limit) for f in found] == [("cap", "effort_max", 4)] * capped
    assert of_rule("I10", item("ankle-pumps", "L"), conditions=[condition()], starts_on=starts_on) == []
