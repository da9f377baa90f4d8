"""How a dose, a schedule and a phase's weeks are said, and what is struck through."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils.html import strip_tags

from therapy.plans.models import Dose, Prescription
from therapy.plans.wording import dose_details, dose_line, schedule_words, weeks_words


def dose(**fields: Any) -> Dose:
    return Dose(**({"sets": 3, "reps": 10} | fields))


@pytest.mark.parametrize(
    ("fields", "line", "details"),
    [
        ({}, "3 × 10", ""),
        ({"hold_s": 1, "rest_s": 90}, "3 × 10", "hold 1 s, rest 90 s"),
        ({"hold_s": 30, "rest_s": 15, "tempo": "hold"}, "3 × 10, hold 30 s", "rest 15 s"),
        ({"load_kg": Decimal("7.50")}, "3 × 10, 7.5 kg", ""),
        ({"load_kg": Decimal("10.00")}, "3 × 10, 10 kg", ""),
        ({"band": "red", "load_note": "red band"}, "3 × 10, red band", ""),
        ({"band": "red", "load_note": "sock on"}, "3 × 10, red band", "sock on"),
        ({"load_note": "none"}, "3 × 10", ""),
        ({"tempo": "2-1-3"}, "3 × 10", "tempo 2-1-3"),
        ({"tempo": "talk pace"}, "3 × 10", "talk pace"),
        ({"reps": None, "minutes": 15, "sets": 1, "rest_s": 0}, "1 × 15 min", ""),
        ({"reps": None, "metres": 20}, "3 × 20 m", ""),
    ],
)
def test_a_dose_in_two_lines(fields: dict[str, Any], line: str, details: str) -> None:
    assert (dose_line(dose(**fields)), dose_details(dose(**fields))) == (line, details)


@pytest.mark.parametrize(
    ("was", "now", "line", "details"),
    [
        ({"reps": 8}, {}, "3 × before: 8 now: 10", ""),
        ({"sets": 2}, {}, "before: 2 now: 3 × 10", ""),
        ({"hold_s": 30}, {"hold_s": 45}, "3 × 10, hold before: 30 now: 45 s", ""),
        ({"hold_s": 30}, {}, "3 × 10", "no longer: hold 30 s"),
        ({"load_kg": Decimal("5.00")}, {"load_kg": Decimal("7.5")}, "3 × 10, before: 5 kg now: 7.5 kg", ""),
        ({"load_kg": Decimal("5.00")}, {}, "3 × 10", "no longer: 5 kg"),
        ({"band": "red"}, {"band": "green"}, "3 × 10, before: red now: green band", ""),
        ({"band": "red"}, {}, "3 × 10", "no longer: red band"),
        ({"rest_s": 60}, {"rest_s": 90}, "3 × 10", "rest before: 60 now: 90 s"),
        ({"tempo": "2-1-2"}, {}, "3 × 10", "no longer: tempo 2-1-2"),
        ({"load_note": "wall"}, {"load_note": "no hands"}, "3 × 10", "before: wall now: no hands"),
        ({"reps": None, "minutes": 5}, {}, "3 × before: 5 min now: 10", ""),
        ({"rest_s": 60}, {"rest_s": 60}, "3 × 10", "rest 60 s"),
    ],
)
def test_what_was_before_is_struck_through(
    was: dict[str, Any], now: dict[str, Any], line: str, details: str
) -> None:
    said = dose_line(dose(**now), dose(**was)), dose_details(dose(**now), dose(**was))
    assert tuple(strip_tags(each) for each in said) == (line, details)
    assert ("<del>" in "".join(said)) == (was != now)


def test_words_of_a_person_are_escaped() -> None:
    said = dose_details(dose(load_note="<b>5</b>"), dose(load_note="<i>4</i>"))
    assert "<b>" not in said
    assert "<i>" not in said
    assert "&lt;b&gt;5&lt;/b&gt;" in said


def test_a_dose_that_counts_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="reps, minutes or metres"):
        dose_line(dose(reps=None))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"days_per_week": 7}, "every day"),
        ({"days_per_week": 3}, "3 days a week"),
        ({"days_per_week": 1}, "1 day a week"),
        ({"days_per_week": 2, "weekdays": [5, 1]}, "Mon, Fri"),
        ({"days_per_week": 7, "times_per_day": 2}, "every day, twice a day"),
        ({"days_per_week": 7, "times_per_day": 3}, "every day, 3 times a day"),
    ],
)
def test_a_schedule(fields: dict[str, Any], words: str) -> None:
    assert schedule_words(Prescription(**fields)) == words


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        ("6-8", "Weeks 6 to 8"),
        ("3", "Week 3"),
        ("until grade 3", "Until grade 3"),
        ("9-12 and on", "9-12 and on"),
        ("", ""),
    ],
)
def test_weeks(weeks: str, words: str) -> None:
    assert weeks_words(weeks) == words
