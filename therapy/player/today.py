"""What the player needs of the coming days, as plain JSON: what to do in which order, and everything to show of it.

A device keeps it for as long as its owner is signed in, so that the plan is there without a network.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from therapy.base.amount_words import is_long_hold, long_amount, number, spoken_set
from therapy.base.side import Side, side_sort_key
from therapy.base.units import shown
from therapy.care.models import Condition
from therapy.library.figures.pictures import Picture, has_figure, sides_of
from therapy.library.models import Exercise
from therapy.logbook.forms import amounts_of
from therapy.logbook.guidance import pain_facts
from therapy.logbook.pain import PainRule, pain_rule
from therapy.logbook.set_labels import dose_words
from therapy.plans.durations import TEMPO
from therapy.plans.models import Dose, Prescription
from therapy.plans.schedule import PlanHistory, PlannedDay, sets_due
from therapy.plans.wording import HOLD_TEMPO, load_in_words, loads

DAYS_AHEAD = 7


def days_for_player(plans: PlanHistory, today: date, conditions: Iterable[Condition]) -> dict[str, Any]:
    """Today and the six days after it: the steps of each day, and the exercises and doses that they name.

    Exercises of the plan that are not due on a day are told too: a day can be moved.
    """
    rule = pain_rule(conditions)
    days = plans.days(today, today + timedelta(days=DAYS_AHEAD - 1))
    items = {item.pk: item for day in days for item in day.prescriptions}
    return {
        "days": [_day(day) for day in days],
        "exercises": {str(item.pk): _exercise(item) for item in items.values()},
        "doses": {
            str(dose.pk): _dose(item, dose, rule) for item in items.values() for dose in item.doses.all()
        },
    }


def _day(planned: PlannedDay) -> dict[str, Any]:
    return {"day": planned.day.isoformat(), "state": _state(planned), "steps": list(steps_of(planned.due))}


def _state(planned: PlannedDay) -> str:
    if planned.pause:
        return "paused"
    if planned.revision is None:
        return "none"
    return "due" if planned.due else "rest"


# --- the order --------------------------------------------------------------------------------


def steps_of(due: Iterable[Prescription]) -> Iterator[dict[str, Any]]:
    """Every set of a day in the order that makes a tired person to change position least.

    Exercises of one position stand together, where the first of them stands in the plan. One leg is done with
    before the other begins; where the position stays, the next exercise begins with the leg that was at work. What is
    prescribed several times a day comes in rounds.
    """
    items = in_order_of_position(list(due))
    for times in range(1, max((item.times_per_day for item in items), default=0) + 1):
        before: tuple[str, str] | None = None
        for item in items:
            if item.times_per_day < times:
                continue
            doses = sorted(item.doses.all(), key=lambda dose: side_sort_key(dose.side))
            if before and before == (item.exercise.position, doses[-1].side):
                doses.reverse()
            for dose in doses:
                for n in range((times - 1) * dose.sets + 1, times * dose.sets + 1):
                    yield {"dose": str(dose.pk), "number": n, "round": times}
            before = (item.exercise.position, doses[-1].side)


def in_order_of_position(items: list[Prescription]) -> list[Prescription]:
    """The exercises in the plan's order, but those of one position together."""
    first = {item.exercise.position: index for index, item in reversed(list(enumerate(items)))}
    return sorted(items, key=lambda item: first[item.exercise.position])


# --- exercises and doses ----------------------------------------------------------------------


def _exercise(item: Prescription) -> dict[str, Any]:
    exercise = item.exercise
    return {
        "name": exercise.name,
        "slug": exercise.slug,
        "position": exercise.position_words,
        "category": exercise.category,
        "tags": list(exercise.tags),
        "steps": list(exercise.steps),
        "mistakes": list(exercise.mistakes),
        "note": item.note,
        "effort_max": item.effort_max,
        "doses": [
            str(dose.pk) for dose in sorted(item.doses.all(), key=lambda dose: side_sort_key(dose.side))
        ],
    }


def _dose(item: Prescription, dose: Dose, rule: PainRule) -> dict[str, Any]:
    return {
        "prescription": str(item.pk),
        "side": dose.side,
        "sets": sets_due(item, dose),
        "reps": dose.reps,
        "hold_s": dose.hold_s,
        "minutes": dose.minutes,
        "metres": dose.metres,
        "rest_s": dose.rest_s,
        "tempo": dose.tempo,
        "load_kg": None if dose.load_kg is None else float(dose.load_kg),
        "load_shown": None if dose.load_kg is None else float(shown(dose.load_kg)),
        "band": dose.band,
        "asks": amounts_of(dose, item, None),
        "words": spoken_set(dose.reps, dose.hold_s, dose.minutes, dose.metres),
        "words_more": more_words_of(dose),
        "line": dose_words(dose, item.times_per_day),
        "pain": pain_facts(dose.side, item.exercise, rule),
        "figure": figure_of(item.exercise, dose.side),
    }


def figure_of(exercise: Exercise, side: Side) -> str:
    """The address of the moving picture for a side; empty where there is none."""
    return Picture(exercise, side).address if has_figure(exercise) and side in sides_of(exercise) else ""


def more_words_of(dose: Dose) -> str:
    """How it is done, small: "Move 2 seconds, hold 1, back 2. 5 kg, red band"; empty where nothing is said."""
    load = loads(dose.load_kg, dose.band)
    if note := load_in_words(dose):
        load.append(note)
    return ". ".join(part for part in (_tempo_words(dose), ", ".join(load)) if part)


def _tempo_words(dose: Dose) -> str:
    tempo = TEMPO.fullmatch(dose.tempo)
    hold = dose.hold_s or 0
    if is_long_hold(hold):
        return ""
    if tempo is None:
        words = "" if dose.tempo == HOLD_TEMPO else dose.tempo[:1].upper() + dose.tempo[1:]
        return words or (
            _("Hold %(time)s each time") % {"time": long_amount(hold, "seconds")} if hold else ""
        )
    # "Up" would be wrong for a foot that turns out.
    there, held, back = (int(seconds) for seconds in tempo.groups())
    said = {"there": number(there), "hold": number(max(held, hold)), "back": number(back)}
    if max(held, hold):
        return _("Move %(there)s seconds, hold %(hold)s, back %(back)s") % said
    return _("Move %(there)s seconds, back %(back)s") % said
