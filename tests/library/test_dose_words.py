"""What the numbers of a dose mean, for every exercise that is shipped."""

import pytest

from therapy.library import datafile
from therapy.library.dose_words import Meaning, in_one_line, meanings

DOSES = [pytest.param(entry.fields["dose"], id=entry.slug) for entry in datafile.read()]


def test_sets_reps_hold_rest_tempo_and_days() -> None:
    dose = {"sets": 3, "reps": 12, "hold_s": 1, "rest_s": 60, "tempo": "2-1-3", "days": 3}
    assert in_one_line(dose) == "3 sets of 12, hold 1 second, 3 days a week"
    assert meanings(dose) == [
        Meaning("3 sets of 12", "Do it 12 times in a row. That is one set. Rest, then do 2 more sets."),
        Meaning("Hold 1 second", "Stay at the end of the movement for that long."),
        Meaning("Rest 60 seconds", "The break after each set."),
        Meaning("Tempo 2-1-3", "Take 2 seconds to go, hold for 1 second, and take 3 seconds to come back."),
        Meaning("3 days a week", "The other days are rest days for these muscles."),
    ]


def test_a_stretch_held_every_day() -> None:
    dose = {"sets": 1, "reps": 2, "hold_s": 30, "rest_s": 15, "tempo": "hold", "days": 7}
    assert in_one_line(dose) == "2 holds of 30 seconds, every day"
    assert Meaning("Hold still", "Get into place and stay there.") in meanings(dose)


def test_minutes_and_rest_in_words() -> None:
    dose = {"sets": 1, "duration_min": 30, "rest_s": "until pain is gone", "tempo": "able to talk", "days": 3}
    assert in_one_line(dose) == "30 minutes, 3 days a week"
    said = meanings(dose)
    assert Meaning("Rest", "Until pain is gone.") in said
    assert Meaning("Pace", "Able to talk.") in said


def test_metres() -> None:
    dose = {"sets": 3, "distance_m": 10, "rest_s": 60, "tempo": "slow", "days": 3}
    assert in_one_line(dose) == "3 times 10 metres, 3 days a week"


def test_nothing_is_said_of_a_hold_or_rest_of_none() -> None:
    said = meanings({"sets": 1, "reps": 1, "hold_s": 0, "rest_s": 0, "tempo": "2-0-2", "days": 1})
    assert [meaning.number for meaning in said] == ["1 set of 1", "Tempo 2-0-2", "1 day a week"]
    assert said[1].means == "Take 2 seconds to go and 2 seconds to come back."


@pytest.mark.parametrize("dose", DOSES)
def test_every_shipped_dose_has_words(dose: dict[str, object]) -> None:
    assert in_one_line(dose)
    for meaning in meanings(dose):
        assert meaning.number[0].isupper() or meaning.number[0].isdigit()
        assert meaning.means.endswith(".")
        assert "%(" not in meaning.number + meaning.means
