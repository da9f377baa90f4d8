"""Where the pain traffic light holds (clinical-facts 2.5)."""

import pytest

from therapy.progress.pain import pain_rule

STRENGTH, WALKING = "strength", "gait-aerobic"


@pytest.mark.parametrize(("pain", "red"), [(5, False), (6, True), (10, True)])
def test_six_and_more_is_red(pain, red):
    assert pain_rule([("immobility", "L", None)]).is_red("L", pain, "", STRENGTH) is red


@pytest.mark.parametrize(
    ("kind", "red"),
    [("muscle", False), ("joint", True), ("nerve", True), ("numb", False), ("cramp", True), ("", True)],
)
def test_the_kind_of_pain_matters(kind, red):
    assert pain_rule([("immobility", "L", None)]).is_red("L", 7, kind, STRENGTH) is red


def test_walking_with_artery_disease_is_meant_to_hurt():
    rule = pain_rule([("artery", "B", None)])
    assert rule.is_red("B", 8, "", WALKING) is False
    assert rule.is_red("L", 8, "cramp", STRENGTH) is False
    assert rule.is_red("L", 8, "joint", STRENGTH) is True


def test_a_numb_foot_says_nothing_and_the_other_still_does():
    rule = pain_rule([("diabetes", "L", True)])
    assert rule.is_red("L", 8, "", STRENGTH) is False
    assert rule.is_red("B", 8, "", STRENGTH) is False
    assert rule.is_red("R", 8, "", STRENGTH) is True


def test_loss_of_feeling_without_a_side_is_both_and_not_recorded_is_not_numb():
    assert pain_rule([("diabetes", "", True)]).off_sides == {"L", "R"}
    assert pain_rule([("diabetes", "", None)]).off_sides == set()


def test_muscular_dystrophy_has_its_own_limits():
    assert pain_rule([("dystrophy", "", None)]).is_red("L", 9, "", STRENGTH) is False
