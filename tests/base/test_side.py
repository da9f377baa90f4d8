"""Left, right, both: their order and their opposites."""

import pytest

from therapy.base.side import AffectedSide, Side, other_leg, side_sort_key
from therapy.base.side_fields import AffectedSideField, SideField


def test_left_comes_before_right_before_both() -> None:
    assert sorted(["B", "R", "L"], key=side_sort_key) == ["L", "R", "B"]


def test_each_leg_has_another() -> None:
    assert other_leg("L") is Side.RIGHT
    assert other_leg("R") is Side.LEFT


def test_both_legs_have_no_other() -> None:
    with pytest.raises(ValueError, match="no other leg"):
        other_leg("B")


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
