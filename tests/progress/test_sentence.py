"""Which exercise and leg the opening sentence speaks of."""

from datetime import date
from uuid import uuid4

import pytest

from therapy.base.side import AffectedSide
from therapy.progress.sentence import choose
from therapy.progress.series import ExerciseSeries, Point


def series(name: str, **points: int) -> ExerciseSeries:
    """An exercise with so many sessions by side."""
    made = ExerciseSeries(uuid4(), name, "strength", 3, "reps")
    for side, count in points.items():
        made.sides[side] = [
            Point(date(2026, 11, 1 + n), uuid4(), 8, False, None, "", 8) for n in range(count)
        ]
    return made


@pytest.mark.parametrize(
    ("affected", "expected"),
    [
        ("L", ("Heel raise", "L")),
        ("R", ("Heel raise", "R")),
        ("B", ("Heel raise", "L")),
        (None, ("Squat", "B")),
    ],
)
def test_the_affected_leg_comes_first_and_with_both_affected_either_leg(affected, expected):
    chosen = choose(
        [series("Squat", B=5), series("Heel raise", L=2, R=2)], affected and AffectedSide(affected)
    )
    assert chosen is not None
    assert (chosen[0].name, chosen[1]) == expected


def test_with_both_legs_affected_a_movement_of_both_is_spoken_of_where_there_is_no_other():
    chosen = choose([series("Squat", B=5), series("Heel raise", L=1)], AffectedSide.BOTH)
    assert chosen is not None
    assert (chosen[0].name, chosen[1]) == ("Squat", "B")
