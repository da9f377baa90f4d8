"""How long a prescription takes, in whole minutes."""

import pytest

from therapy.plans.durations import day_minutes, dose_seconds, minutes
from therapy.plans.models import Dose, Prescription


def prescription(*doses, times_per_day=1):
    made = Prescription(times_per_day=times_per_day)
    made._prefetched_objects_cache = {"doses": list(doses)}
    return made


@pytest.mark.parametrize(
    ("dose", "seconds"),
    [
        ({"sets": 3, "reps": 10, "tempo": "2-1-3", "rest_s": 60}, 30 + 3 * 60 + 2 * 60),
        ({"sets": 1, "reps": 10, "tempo": "2-1-3", "hold_s": 5}, 30 + 100),  # the longer hold counts
        ({"sets": 1, "reps": 2, "tempo": "hold", "hold_s": 30, "rest_s": 15}, 30 + 2 * 32),
        ({"sets": 2, "reps": 10}, 30 + 2 * 20 + 60),  # no rest in seconds
        ({"sets": 2, "reps": 10, "rest_s": 0}, 30 + 2 * 20),
        ({"sets": 1, "minutes": 15, "rest_s": 0}, 30 + 900),
        ({"sets": 3, "metres": 10, "rest_s": 60}, 30 + 60 + 120),
    ],
)
def test_seconds_of_a_dose(dose, seconds):
    assert dose_seconds(Dose(**dose)) == seconds


def test_sides_and_times_a_day_add_up_and_minutes_are_rounded_once():
    left = {"sets": 1, "reps": 10, "rest_s": 0}
    once = prescription(Dose(side="L", **left), Dose(side="R", **left))
    assert minutes(once) == 2  # 100 seconds
    assert minutes(prescription(Dose(side="L", **left), times_per_day=3)) == 3  # 150 seconds
    assert day_minutes([once, once, once]) == 5
    assert day_minutes([]) == 0
