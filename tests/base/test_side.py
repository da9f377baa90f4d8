"""Left, right, both: their order and their opposites."""

import pytest

from therapy.base.side import Side, other_leg, side_sort_key


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
