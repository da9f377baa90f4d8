"""From "the affected leg" to Left and Right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy.library.models import Exercise
from therapy.plans.sides import allowed_sides, resolve

RULES = ["affected", "both", "bilateral"]
LATERALITIES = ["unilateral", "bilateral", "either"]


@pytest.mark.parametrize(
    ("rule", "affected", "laterality", "sides"),
    [
        ("affected", "L", "unilateral", "L"),
        ("affected", "R", "unilateral", "R"),
        ("affected", "B", "unilateral", "LR"),
        ("affected", "L", "either", "L"),
        ("affected", "B", "either", "LR"),
        ("affected", "L", "bilateral", "B"),
        ("affected", "B", "bilateral", "B"),
        ("both", "L", "unilateral", "LR"),
        ("both", "R", "either", "LR"),
        ("both", "L", "bilateral", "B"),
        ("bilateral", "L", "bilateral", "B"),
        ("bilateral", "R", "either", "B"),
        ("bilateral", "B", "unilateral", "B"),
    ],
)
def test_resolve(rule, affected, laterality, sides):
    assert resolve(rule, affected, Exercise(laterality=laterality)) == list(sides)


@given(st.sampled_from(RULES), st.sampled_from("LRB"), st.sampled_from(LATERALITIES))
def test_a_leg_and_both_never_stand_side_by_side(rule, affected, laterality):
    sides = resolve(rule, affected, Exercise(laterality=laterality))
    assert sides in (["L"], ["R"], ["L", "R"], ["B"])
    if rule != "bilateral":
        assert set(sides) <= set(allowed_sides(Exercise(laterality=laterality)))
    if sides in (["L"], ["R"]):
        assert sides == [affected]


@pytest.mark.parametrize(("rule", "affected"), [("left", "L"), ("both", "X"), ("both", "")])
def test_nonsense_is_refused(rule, affected):
    with pytest.raises(ValueError, match="is not a valid"):
        resolve(rule, affected, Exercise(laterality="either"))
