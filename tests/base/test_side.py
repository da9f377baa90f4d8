"""Left, right, both: their order and their opposites."""

from collections.abc import Callable

import pytest

from therapy.base.side import AffectedSide, Side, side_sort_key
from therapy.base.side_fields import AffectedSideField, SideField
from therapy.base.side_labels import leg_in_text, leg_label, side_in_text, side_label, the_leg, the_legs


def test_left_comes_before_right_before_both() -> None:
    assert sorted(["B", "R", "L"], key=side_sort_key) == ["L", "R", "B"]


def test_a_side_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="X"):
        side_sort_key("X")


def test_both_legs_affected_are_two_legs_and_no_movement_of_both() -> None:
    assert AffectedSide.BOTH.legs == (Side.LEFT, Side.RIGHT)
    assert AffectedSide.LEFT.legs == (Side.LEFT,)
    assert AffectedSide.RIGHT.legs == (Side.RIGHT,)


def test_columns_are_read_as_sides() -> None:
    assert SideField().from_db_value("B", None, None) is Side.BOTH
    assert AffectedSideField().from_db_value("B", None, None) is AffectedSide.BOTH
    assert AffectedSideField(blank=True).from_db_value("", None, None) == ""
    with pytest.raises(KeyError):
        SideField().from_db_value("X", None, None)


@pytest.mark.parametrize(
    ("say", "words"),
    [
        (side_label, ["Left", "Right", "Both"]),
        (side_in_text, ["left", "right", "both"]),
        (leg_label, ["Left leg", "Right leg", "Both legs"]),
        (leg_in_text, ["left leg", "right leg", "both legs"]),
        (the_leg, ["the left leg", "the right leg", "both legs"]),
    ],
)
def test_a_side_has_a_word_for_each_place(say: Callable[[str], str], words: list[str]) -> None:
    assert [say(side) for side in Side] == words
    with pytest.raises(ValueError, match="X"):
        say("X")


def test_two_legs_are_joined() -> None:
    assert the_legs(AffectedSide.BOTH.legs) == "the left leg and the right leg"
    assert the_legs(["R"]) == "the right leg"
