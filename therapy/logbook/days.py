"""A local day as the patient sees it: what is due, what is logged, what comes next. Reads only, in few queries."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from therapy.base.side import Side, side_sort_key
from therapy.care.models import Patient
from therapy.logbook.adherence import DayShare, DayState, Done, Key, share_of_day
from therapy.logbook.loggable_doses import SlotKey
from therapy.logbook.models import Set
from therapy.plans import durations
from therapy.plans.models import Dose, Prescription
from therapy.plans.schedule import PlanHistory, PlannedDay, sets_due

LOOK_AHEAD_DAYS = 14
DAY_STATES = {
    DayState.COMPLETED: "done",
    DayState.PARTIAL: "part",
    DayState.UNSAID: "unsaid",
    DayState.EXCUSED: "ill",
}
PIP_STATES = {Set.Outcome.DONE: "done", Set.Outcome.PARTIAL: "part", Set.Outcome.SKIPPED: "skipped"}

SetsByDay = dict[date, list[Set]]


def logged_sets(patient: Patient, first: date, last: date) -> SetsByDay:
    """The sets of each local day from `first` to `last`, oldest first, in one query."""
    found: SetsByDay = defaultdict(list)
    sets = Set.objects.filter(session__patient=patient, session__local_day__range=(first, last))
    for logged in sets.select_related("session", "dose__prescription").order_by("logged_at"):
        found[logged.session.local_day].append(logged)
    return found


def by_slot(sets: Iterable[Set]) -> dict[SlotKey, Set]:
    """Sets by item, leg and number; of two in one slot the one logged later."""
    return {(logged.dose.prescription.key, logged.side, logged.number): logged for logged in sets}


@dataclass(frozen=True)
class SetSlot:
    """One set that is prescribed or was done: number from 1, what was logged, whether it goes beyond the dose."""

    number: int
    logged: Set | None
    is_extra: bool

    @property
    def state(self) -> str:
        """done, part, skipped or todo, as the pips call them."""
        return PIP_STATES[Set.Outcome(self.logged.outcome)] if self.logged else "todo"


@dataclass(frozen=True)
class DoseOfDay:
    """One leg's dose of one exercise on a day, with its sets."""

    dose: Dose
    prescription: Prescription
    sets: tuple[SetSlot, ...]

    @property
    def due(self) -> int:
        """Sets that the dose prescribes."""
        return sets_due(self.prescription, self.dose)

    @property
    def left(self) -> list[SetSlot]:
        """Sets without an answer."""
        return [slot for slot in self.sets if slot.logged is None]

    @property
    def next_extra(self) -> int:
        """The number that one more set would have."""
        return max((slot.number for slot in self.sets), default=0) + 1


@dataclass(frozen=True)
class ExerciseOfDay:
    """One exercise on a day: its doses, Left before Right before Both."""

    prescription: Prescription
    doses: tuple[DoseOfDay, ...]
    is_due: bool

    @cached_property
    def slots(self) -> list[SetSlot]:
        """All its sets."""
        return [slot for dose in self.doses for slot in dose.sets]

    def count(self, *states: str) -> int:
        """How many sets are in one of the states."""
        return sum(slot.state in states for slot in self.slots)

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return durations.minutes(self.prescription)

    @property
    def is_answered(self) -> bool:
        """Every set has an answer."""
        return bool(self.slots) and not self.count("todo")

    @property
    def is_done(self) -> bool:
        """Every set that is prescribed was done, none in part."""
        return self.is_answered and self.count("done") == len(self.slots)

    @property
    def last_logged(self) -> Set | None:
        """The set logged last."""
        logged = [slot.logged for slot in self.slots if slot.logged]
        return max(logged, key=lambda one: one.logged_at, default=None)


@dataclass(frozen=True)
class Next:
    """The next set that is waiting for an answer."""

    exercise: ExerciseOfDay
    dose: DoseOfDay
    slot: SetSlot


@dataclass
class DayOfPatient:
    """A day with all its exercises: those due, and those of the phase that can be done as well."""

    planned: PlannedDay
    sets: Sequence[Set] = field(default_factory=list)

    @cached_property
    def _slots(self) -> dict[SlotKey, Set]:
        return by_slot(self.sets)

    @cached_property
    def exercises(self) -> list[ExerciseOfDay]:
        """The due ones in the plan's order."""
        return [self._exercise(item, is_due=True) for item in self.planned.due]

    @cached_property
    def others(self) -> list[ExerciseOfDay]:
        """Those of the current phase that are not due; moved days are life."""
        due = {item.pk for item in self.planned.due}
        return [
            self._exercise(item, is_due=False) for item in self.planned.prescriptions if item.pk not in due
        ]

    def exercise(self, prescription: Prescription) -> ExerciseOfDay:
        """One of the phase's exercises on this day."""
        return self._exercise(prescription, is_due=prescription in self.planned.due)

    def _exercise(self, item: Prescription, *, is_due: bool) -> ExerciseOfDay:
        doses = sorted(item.doses.all(), key=lambda dose: side_sort_key(dose.side))
        return ExerciseOfDay(item, tuple(self._dose(item, dose) for dose in doses), is_due)

    def _dose(self, item: Prescription, dose: Dose) -> DoseOfDay:
        due = sets_due(item, dose)
        extra = [n for key, side, n in self._slots if (key, side) == (item.key, dose.side) and n > due]
        numbers = [*range(1, due + 1), *sorted(extra)]
        slots = tuple(SetSlot(n, self._slots.get((item.key, dose.side, n)), n > due) for n in numbers)
        return DoseOfDay(dose, item, slots)

    @cached_property
    def tally(self) -> list[tuple[Side, list[str]]]:
        """Per side the states of the sets that are prescribed, in the plan's order; extra sets are not counted in."""
        states: dict[Side, list[str]] = defaultdict(list)
        for exercise in self.exercises:
            for dose in exercise.doses:
                states[dose.dose.side] += [slot.state for slot in dose.sets if not slot.is_extra]
        return sorted(states.items(), key=lambda item: side_sort_key(item[0]))

    @property
    def next(self) -> Next | None:
        """The first set in the plan's order without an answer."""
        for exercise in self.exercises:
            for dose in exercise.doses:
                for slot in dose.left:
                    return Next(exercise, dose, slot)
        return None

    @property
    def elsewhere(self) -> list[Set]:
        """Sets of items that the plan of the day has no more, since it changed that day."""
        items = {item.key for item in self.planned.prescriptions}
        return [logged for logged in self.sets if logged.dose.prescription.key not in items]

    @property
    def finished(self) -> bool:
        """Whether a session of the day was brought to its end."""
        return any(logged.session.finished_at for logged in self.sets)

    @cached_property
    def share(self) -> DayShare:
        """How much of what is prescribed was done, by the credit of its sets."""
        due: Counter[Key] = Counter()
        for exercise in self.exercises:
            for dose in exercise.doses:
                due[exercise.prescription.exercise_id, dose.dose.side] += dose.due
        done: dict[Key, list[Set]] = defaultdict(list)
        for logged in self.sets:
            done[logged.exercise_id, logged.side].append(logged)
        return share_of_day(due, {key: Done.of(sets) for key, sets in done.items()})

    @cached_property
    def state(self) -> str:
        """done, part, skipped, unsaid (no amount is known), ill, open (unanswered), rest, paused or none (no plan)."""
        if not self.share.prescribed:
            return self._state_when_nothing_is_due()
        if self.share.state == DayState.MISSED:
            return "skipped" if any(exercise.count("skipped") for exercise in self.exercises) else "open"
        return DAY_STATES[self.share.state]

    @property
    def is_judged(self) -> bool:
        """Whether the day counts among those with exercises: not if all of it is excused or of unknown amount."""
        return bool(self.share.prescribed) and self.state not in ("unsaid", "ill")

    def _state_when_nothing_is_due(self) -> str:
        if any(logged.outcome != Set.Outcome.SKIPPED for logged in self.sets):
            return "done"
        if self.planned.pause:
            return "paused"
        return "none" if self.planned.revision is None else "rest"


def week_of(plans: PlanHistory, sets: SetsByDay, day: date) -> list[DayOfPatient]:
    """The seven days, Monday to Sunday, of the week that `day` lies in."""
    monday = day - timedelta(days=day.weekday())
    return [
        DayOfPatient(one, sets.get(one.day, [])) for one in plans.days(monday, monday + timedelta(days=6))
    ]


def next_scheduled(plans: PlanHistory, after: date) -> PlannedDay | None:
    """The next day on which anything is due, looking two weeks ahead."""
    ahead = plans.days(after + timedelta(days=1), after + timedelta(days=LOOK_AHEAD_DAYS))
    return next((one for one in ahead if one.due), None)
