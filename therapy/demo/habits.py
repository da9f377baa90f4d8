"""What a made-up patient does on one planned day: the sets, some done, some partly, some skipped, some never begun."""

from collections.abc import Iterable
from random import Random

from therapy.demo.people import Habits
from therapy.logbook.entries import SetEntry
from therapy.plans.models import Dose, Prescription
from therapy.plans.schedule import PlannedDay, sets_due

SKIP_REASONS = ("time", "tired", "unsure", "equipment")


def is_at_it(day: PlannedDay, habits: Habits, rng: Random) -> bool:
    """Whether the patient does anything on this day."""
    week = day.week_number or 1
    if not day.due or week in habits.missed_weeks:
        return False
    return rng.random() < habits.attendance


def entries(day: PlannedDay, habits: Habits, rng: Random) -> list[SetEntry]:
    """The sets of one day, in the order of the plan."""
    week = day.week_number or 1
    chosen = day.due[: habits.most_exercises] if habits.most_exercises else day.due
    return [
        entry
        for prescription in chosen
        for dose in prescription.doses.all()
        if rng.random() < habits.finishing[dose.side]
        for entry in _sets(prescription, dose, week, habits, rng)
    ]


def _sets(
    prescription: Prescription, dose: Dose, week: int, habits: Habits, rng: Random
) -> Iterable[SetEntry]:
    hurts = _pain(dose, week, habits, rng)
    for number in range(1, sets_due(prescription, dose) + 1):
        if hurts is not None and hurts >= 6 and number > 1:
            yield SetEntry(dose=dose, number=number, outcome="skipped", skip_reason="pain")
        elif rng.random() < 0.03:
            yield SetEntry(dose=dose, number=number, outcome="skipped", skip_reason=rng.choice(SKIP_REASONS))
        else:
            yield _done(dose, number, week, habits, hurts, rng)


def _done(dose: Dose, number: int, week: int, habits: Habits, pain: int | None, rng: Random) -> SetEntry:
    effort = rng.choice((4, 5, 5, 6, 6, 7)) if rng.random() < 0.5 else None
    share = ability(week, habits) - 0.03 * (number - 1) + rng.uniform(-0.06, 0.06)
    if pain is not None and pain >= 4:
        share -= 0.25
    if dose.reps is None or share >= 1 or dose.reps < 4:
        return SetEntry(dose=dose, number=number, outcome="as_prescribed", pain=pain, effort=effort)
    return SetEntry(
        dose=dose,
        number=number,
        outcome="done",
        reps=max(1, round(dose.reps * share)),
        hold_s=dose.hold_s,
        load_kg=dose.load_kg,
        band=dose.band,
        pain=pain,
        effort=effort,
    )


def ability(week: int, habits: Habits) -> float:
    """The share of the prescribed repetitions that the patient manages in a week of the plan."""
    reached = min(week, habits.plateau) if habits.plateau else week
    return habits.start + habits.gain * (reached - 1)


def _pain(dose: Dose, week: int, habits: Habits, rng: Random) -> int | None:
    """0 to 10, or None where the patient did not say. The other leg hardly hurts."""
    for flare in habits.flares:
        if flare.first_week <= week <= flare.last_week and dose.side != "R":
            return rng.randint(max(flare.worst - 3, 0), flare.worst)
    if rng.random() > habits.says_pain:
        return None
    return max(0, habits.usual_pain + rng.choice((-1, 0, 0, 0, 1)))
