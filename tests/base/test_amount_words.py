"""One dose reads the same everywhere: the short form, the long form, and the form that the player says."""

from decimal import Decimal
from typing import Any

import pytest

from therapy.base.amount_words import (
    days_a_week,
    dose_words,
    long_amount,
    number,
    set_words,
    short_amount,
    spoken_set,
    times_a_day,
)


def amounts(**said: Any) -> dict[str, Any]:
    return {"reps": None, "hold_s": None, "minutes": None, "metres": None} | said


@pytest.mark.parametrize(
    ("said", "one_set", "dose", "spoken"),
    [
        ({"reps": 8}, "8 reps", "3 sets of 8", "8 times"),
        ({"reps": 1}, "1 rep", "3 sets of 1", "1 time"),
        ({"reps": 8, "hold_s": 4}, "8 reps", "3 sets of 8", "8 times"),
        (
            {"reps": 2, "hold_s": 5},
            "2 holds of 5 s",
            "3 sets of 2 holds of 5 seconds",
            "Hold 5 seconds, 2 times",
        ),
        ({"reps": 1, "hold_s": 30}, "1 hold of 30 s", "3 sets of 1 hold of 30 seconds", "Hold 30 seconds"),
        ({"minutes": 20}, "20 min", "3 times 20 minutes", "20 minutes"),
        ({"minutes": 1}, "1 min", "3 times 1 minute", "1 minute"),
        ({"metres": 10}, "10 m", "3 times 10 metres", "10 metres"),
    ],
)
def test_a_set_and_a_dose(said: dict[str, Any], one_set: str, dose: str, spoken: str) -> None:
    assert set_words(**amounts(**said)) == one_set
    assert dose_words(3, **amounts(**said)) == dose
    assert spoken_set(**amounts(**said)) == spoken


def test_one_set_needs_no_number_of_sets_where_it_says_what_it_is() -> None:
    assert dose_words(1, 8) == "1 set of 8"
    assert dose_words(1, 2, 30) == "2 holds of 30 seconds"
    assert dose_words(1, None, minutes=20) == "20 minutes"


def test_what_is_not_known_is_not_said() -> None:
    assert set_words(**amounts()) == ""
    assert set_words(**amounts(hold_s=30)) == "hold of 30 s"
    with pytest.raises(ValueError, match="reps, minutes or metres"):
        dose_words(3, None)


def test_numbers_carry_no_needless_zeros() -> None:
    said = [number(value) for value in (10, 10.0, 12.5, Decimal("7.50"), Decimal("10.00"))]
    assert said == ["10", "10", "12.5", "7.5", "10"]
    assert [short_amount(0.5, "minutes"), short_amount(11.0, "reps"), short_amount(1, "reps")] == [
        "0.5 min",
        "11 reps",
        "1 rep",
    ]
    assert [long_amount(Decimal("0.5"), "minutes"), long_amount(1, "seconds")] == ["0.5 minutes", "1 second"]


def test_how_often() -> None:
    assert [days_a_week(days) for days in (1, 6, 7)] == ["1 day a week", "6 days a week", "every day"]
    assert [times_a_day(times) for times in (1, 2, 3)] == ["once a day", "twice a day", "3 times a day"]
