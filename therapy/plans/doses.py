"""The dose that the library gives an exercise, in the fields and units of a plan's dose."""

from typing import Any

from therapy.library.models import Exercise

# Where an exercise of a clinic's own names no dose: two sets of ten on three days (clinical-facts 2.1: one to three
# sets of 8 to 12 at first, on 2 to 3 days a week).
FIRST_DOSE = {"sets": 2, "reps": 10, "days": 3}


def default_dose(exercise: Exercise) -> dict[str, Any]:
    """The library's dose of an exercise as fields of a dose, and `days_per_week`; FIRST_DOSE where it names none."""
    amounts = ("reps", "duration_min", "distance_m")
    dose = exercise.dose if any(exercise.dose.get(name) for name in amounts) else FIRST_DOSE | exercise.dose
    return {
        "days_per_week": dose.get("days", FIRST_DOSE["days"]),
        "sets": dose.get("sets", 1),
        "reps": dose.get("reps"),
        "minutes": dose.get("duration_min"),
        "metres": dose.get("distance_m"),
        "hold_s": dose.get("hold_s") or None,
        **rest_and_tempo(exercise),
    }


def rest_and_tempo(exercise: Exercise) -> dict[str, Any]:
    """The library's rest in seconds (None where it is words, such as "until pain is gone") and tempo of an exercise."""
    rest = exercise.dose.get("rest_s")
    return {"rest_s": rest if isinstance(rest, int) else None, "tempo": exercise.dose.get("tempo", "")}
