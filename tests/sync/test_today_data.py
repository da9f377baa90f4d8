"""What a device is told of today and the coming days: what to do in which order, and all that it shows of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.factories import make_prescription, make_revision
from tests.support.device import Put, document, one_set
from therapy.base import units
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.plans.actions import pause_plan
from therapy.plans.models import Dose, Plan, Revision
from therapy.player.today import more_words_of, steps_of

As = Callable[[User | Patient | None], Client]


@pytest.fixture
def told(as_: As, margaret: Patient, revision: Revision, thursday: None) -> Callable[[], dict[str, Any]]:
    return lambda: as_(margaret).get("/api/v1/today").json()


def steps(told: dict[str, Any], day: int = 0) -> list[str]:
    """The steps of a day as "One-leg heel raise L 1"."""
    doses, exercises = told["doses"], told["exercises"]
    return [
        f"{exercises[doses[step['dose']]['prescription']]['name']} {doses[step['dose']]['side']} {step['number']}"
        for step in told["days"][day]["steps"]
    ]


def test_today_and_the_six_days_after_it(told: Callable[[], dict[str, Any]], margaret: Patient) -> None:
    said = told()
    assert (said["today"], said["now"]) == ("2026-11-19", "2026-11-19T09:10:00+00:00")
    assert said["person"] == str(margaret.user_id)
    assert said["patient"] == {"first_name": "Margaret", "time_zone": "Europe/London"}
    assert said["clinic"]["emergency_number"] == "999"
    assert said["therapist"] == "Sam Osei"
    assert [day["day"] for day in said["days"]] == [f"2026-11-{n}" for n in range(19, 26)]
    assert {day["state"] for day in said["days"]} == {"due"}
    assert said["logged"] == []


def test_one_leg_after_the_other_and_the_next_exercise_with_the_leg_at_work(
    told: Callable[[], dict[str, Any]],
) -> None:
    assert steps(told()) == [
        "One-leg heel raise L 1",
        "One-leg heel raise L 2",
        "One-leg heel raise L 3",
        "One-leg heel raise R 1",
        "Wall calf stretch, straight knee R 1",
        "Wall calf stretch, straight knee L 1",
        "Sit to stand B 1",
        "Sit to stand B 2",
    ]


def test_exercises_of_one_position_stand_together(
    plan: Plan, heel_raise: Exercise, sit_to_stand: Exercise, wall_stretch: Exercise
) -> None:
    revision = make_revision(plan)
    for exercise, position in (
        (heel_raise, "standing"),
        (sit_to_stand, "seated"),
        (wall_stretch, "standing"),
    ):
        exercise.position = position
        exercise.save()
        make_prescription(revision, exercise, {"B": {"sets": 1, "reps": 5}})
    items = list(revision.phases.get(is_current=True).prescriptions.prefetch_related("doses"))
    order = [step["dose"] for step in steps_of(items)]
    names = {str(dose.pk): item.exercise.slug for item in items for dose in item.doses.all()}
    assert [names[dose] for dose in order] == [
        "heel-raise-single",
        "wall-calf-stretch-straight",
        "sit-to-stand",
    ]


def test_what_is_asked_twice_a_day_comes_in_rounds(
    told: Callable[[], dict[str, Any]], plan: Plan, heel_raise: Exercise, sit_to_stand: Exercise
) -> None:
    revision = make_revision(plan)
    make_prescription(revision, heel_raise, {"L": {"sets": 2, "reps": 8}}, times_per_day=2)
    make_prescription(revision, sit_to_stand, {"B": {"sets": 1, "reps": 10}})
    said = told()
    assert steps(said) == [
        "One-leg heel raise L 1",
        "One-leg heel raise L 2",
        "Sit to stand B 1",
        "One-leg heel raise L 3",
        "One-leg heel raise L 4",
    ]
    assert [step["round"] for step in said["days"][0]["steps"]] == [1, 1, 1, 2, 2]


def test_a_paused_day_asks_for_nothing(
    told: Callable[[], dict[str, Any]], revision: Revision, margaret: Patient, sam: User
) -> None:
    pause_plan(
        revision.plan, first_day=date(2026, 11, 20), last_day=date(2026, 11, 20), reason="Visit", by=sam
    )
    days = told()["days"]
    assert [(day["state"], len(day["steps"])) for day in days[:3]] == [("due", 8), ("paused", 0), ("due", 8)]


def test_what_is_logged_already_is_told(
    told: Callable[[], dict[str, Any]], margaret: Patient, heel_left: Dose, put: Put
) -> None:
    one = one_set(heel_left, pain=2)
    put(margaret, document(margaret, one))
    (logged,) = told()["logged"]
    assert (logged["id"], logged["dose"], logged["number"]) == (one["id"], str(heel_left.pk), 1)
    assert (logged["outcome"], logged["reps"], logged["pain"], logged["effort"]) == ("done", 8, 2, None)


@pytest.mark.parametrize(
    ("dose", "more"),
    [
        ({"reps": 8, "tempo": "2-1-2"}, "Move 2 seconds, hold 1, back 2"),
        ({"reps": 1, "tempo": "2-0-2"}, "Move 2 seconds, back 2"),
        ({"reps": 8, "hold_s": 3, "tempo": "2-1-2"}, "Move 2 seconds, hold 3, back 2"),
        ({"reps": 2, "hold_s": 30, "tempo": "hold"}, ""),
        ({"reps": 1, "hold_s": 30}, ""),
        ({"reps": 10, "hold_s": 2}, "Hold 2 seconds each time"),
        ({"minutes": 20, "tempo": "able to talk"}, "Able to talk"),
        ({"metres": 10, "tempo": "slow"}, "Slow"),
        ({"reps": 12, "band": "red"}, "red band"),
        ({"reps": 12, "tempo": "2-1-3", "load_kg": 5}, "Move 2 seconds, hold 1, back 3. 5 kg"),
    ],
)
def test_how_a_dose_is_done_in_words(dose: dict[str, Any], more: str) -> None:
    assert more_words_of(Dose(sets=3, side="L", **dose)) == more


def test_what_one_set_asks_for_in_words(told: Callable[[], dict[str, Any]], heel_left: Dose) -> None:
    assert told()["doses"][str(heel_left.pk)]["words"] == "8 times"


def test_a_load_in_pounds() -> None:
    with units.use("imperial"):
        assert more_words_of(Dose(sets=3, side="L", reps=8, load_kg=5)) == "11 lb"


def test_it_asks_the_database_at_most_fourteen_times(as_: As, margaret: Patient, heel_left: Dose) -> None:
    client = as_(margaret)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/api/v1/today").status_code == 200
    assert sum("SAVEPOINT" not in one["sql"] for one in asked) <= 12
