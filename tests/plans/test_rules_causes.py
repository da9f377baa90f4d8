"""Muscular dystrophy, artery disease, diabetes (clinical-facts 4.2 M, A, D)."""

from datetime import date

import pytest

from tests.plans.facts import TODAY, condition, item, of_rule

BECKER = condition(code="G71.01", side="", cause="dystrophy", heart_lung_cleared_on=date(2026, 9, 1))
FSHD = condition(code="G71.02", side="", cause="dystrophy")
ARTERY = condition(code="I70.212", cause="artery")


def shape(findings):
    return [(f.level, f.side, f.field, f.limit) for f in findings]


@pytest.mark.parametrize("slug", ["heel-raise-2up1down", "calf-press-machine", "heel-raise-rebound"])
def test_m1_blocks_slow_lowering_heavy_load_and_jumps(slug):
    hard = item(slug, "L", effort_max=4)
    assert shape(of_rule("M1", hard, conditions=[FSHD])) == [("block", "", "", None)]
    assert of_rule("M1", hard, conditions=[condition()]) == []
    assert of_rule("M1", item("bridge", "B", effort_max=4), conditions=[FSHD]) == []


def test_a_wasted_calf_filed_under_dystrophy_has_its_rules():
    wasted = condition(code="M62.562", cause="dystrophy")
    hard = of_rule("M1", item("heel-raise-2up1down", "L", sets=3), conditions=[wasted])
    assert {(f.level, f.limit) for f in hard} == {("block", None), ("cap", 2), ("cap", 5)}


def test_m1_caps_effort_and_sets():
    bridge = item("bridge", "B", sets=3)
    assert shape(of_rule("M1", bridge, conditions=[FSHD])) == [
        ("cap", "", "effort_max", 5),
        ("cap", "B", "sets", 2),
    ]
    assert shape(of_rule("M1", bridge, conditions=[BECKER]))[0] == ("cap", "", "effort_max", 4)
    assert of_rule("M1", item("bridge", "B", sets=2, effort_max=5), conditions=[FSHD]) == []


def test_m2_no_weights_and_no_bands_with_duchenne_or_becker():
    weighted = item("sit-to-stand", "B", load_kg=5)
    assert shape(of_rule("M2", weighted, conditions=[BECKER])) == [("block", "B", "", None)]
    assert of_rule("M2", item("band-eversion", "R"), conditions=[BECKER])
    assert of_rule("M2", item("sit-to-stand", "B"), conditions=[BECKER]) == []
    assert of_rule("M2", weighted, conditions=[FSHD]) == []


@pytest.mark.parametrize(
    ("code", "cleared", "blocked"),
    [
        ("G71.01", None, 1),
        ("G71.11", None, 1),
        ("G71.035", None, 1),
        ("G71.02", None, 0),
        ("G71.01", TODAY, 0),
        ("G71.01", date(2026, 11, 20), 1),
    ],
)
def test_m8_heart_and_lungs_are_cleared_first(code, cleared, blocked):
    ill = condition(code=code, side="", cause="dystrophy", heart_lung_cleared_on=cleared)
    assert shape(of_rule("M8", item("bridge", "B"), conditions=[ill])) == [("block", "", "", None)] * blocked


def test_a1_walking_into_pain_needs_artery_disease():
    walk = item("walk-interval-pad", "B")
    assert [f.level for f in of_rule("A1", walk, conditions=[condition()])] == ["block"]
    assert of_rule("A1", walk, conditions=[ARTERY]) == []
    assert of_rule("A1", walk, conditions=[condition(code="E11.51", cause="diabetes")]) == []
    assert of_rule("A1", item("walk-steady", "B"), conditions=[condition()]) == []


@pytest.mark.parametrize(
    ("code", "found"), [("I70.222", 1), ("I70.245", 1), ("I70.262", 1), ("I70.212", 0), ("I73.9", 0)]
)
def test_a7_a_vascular_review_comes_first(code, found):
    signs = of_rule("A7", item("bridge", "B"), conditions=[condition(code=code, cause="artery")])
    assert [f.level for f in signs] == ["signoff"] * found


def test_a10_caps_strength_work_with_artery_disease():
    raises = item("heel-raise-double", "B", sets=3, days=(1, 2, 4, 5))
    assert shape(of_rule("A10", raises, conditions=[ARTERY])) == [
        ("cap", "", "days_per_week", 3),
        ("cap", "", "effort_max", 6),
        ("cap", "B", "sets", 2),
    ]
    assert of_rule("A10", item("heel-raise-double", "B", sets=2, effort_max=6), conditions=[ARTERY]) == []
    assert of_rule("A10", item("walk-steady", "B", sets=3), conditions=[ARTERY]) == []
    assert of_rule("A10", raises, conditions=[condition()]) == []


def test_d3_no_foam_without_feeling():
    foam = item("single-leg-stance-foam", "L")
    numb = condition(cause="diabetes", loss_of_feeling=True, open_ulcer=False)
    assert shape(of_rule("D3", foam, conditions=[numb])) == [("block", "L", "", None)]
    assert of_rule("D3", item("single-leg-stance-foam", "R"), conditions=[numb]) == []
    feels = condition(cause="diabetes", loss_of_feeling=False, open_ulcer=False)
    assert of_rule("D3", foam, conditions=[feels]) == []


def test_d3_shoes_and_socks_for_standing_work_and_a_support_on_one_leg():
    numb = condition(cause="nerve", side="", loss_of_feeling=True)
    stand = of_rule("D3", item("sit-to-stand", "B"), conditions=[numb])
    assert shape(stand) == [("cap", "", "limit_note", "Wear shoes and socks.")]
    one = of_rule("D3", item("heel-raise-single", "L", "R"), conditions=[numb])
    assert shape(one) == [("cap", "", "limit_note", "Wear shoes and socks, and hold on to something firm.")]
    assert of_rule("D3", item("seated-toe-raise", "L"), conditions=[numb]) == []


def test_what_was_never_asked_is_advice_and_not_a_no():
    unknown = condition(cause="diabetes", code="E11.42", side="")
    for rule in ("D3", "D5"):
        assert [f.level for f in of_rule(rule, item("bridge", "B"), conditions=[unknown])] == ["advice"]


@pytest.mark.parametrize(
    ("slug", "side", "blocked"),
    [
        ("heel-raise-single", "L", 1),
        ("heel-raise-single", "R", 0),
        ("tandem-stance", "R", 1),
        ("walk-steady", "B", 1),
        ("sit-to-stand", "B", 1),
        ("seated-heel-raise", "L", 0),
        ("bridge", "B", 0),
    ],
)
def test_d5_nothing_stands_on_an_open_ulcer(slug, side, blocked):
    ulcer = condition(cause="diabetes", open_ulcer=True, loss_of_feeling=False)
    assert shape(of_rule("D5", item(slug, side), conditions=[ulcer])) == [("block", side, "", None)] * blocked


def test_d8_no_heavy_load_with_active_eye_disease():
    press = item("calf-press-machine", "B")
    eyes = condition(cause="diabetes", eye_disease=True)
    assert shape(of_rule("D8", press, conditions=[eyes])) == [("block", "", "", None)]
    assert of_rule("D8", item("bridge", "B"), conditions=[eyes]) == []
    assert of_rule("D8", press, conditions=[condition(cause="diabetes", eye_disease=False)]) == []
