"""What plans prescribed to many patients over many days, from a handful of light reads.

What is in force and due is decided by `plans.in_force`, as for `plans.schedule.PlanHistory`. That module builds whole
models for one patient's day; here plans are read as tuples and days are counted by the stretch instead of one by one,
so that a caseload of hundreds costs four queries.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Self
from uuid import UUID

from django.db.models import F, FilteredRelation, Q

from therapy.base.side import AffectedSide, Side
from therapy.plans import in_force
from therapy.plans.models import Dose, Pause, Plan

DAY = timedelta(days=1)


class Window(NamedTuple):
    """Local days from `first` to `last`, both included."""

    first: date
    last: date


class Published(NamedTuple):
    """A published revision with the name of its current phase ("" where it has none)."""

    id: UUID
    number: int
    published_at: datetime
    effective_from: date
    phase: str


class PauseDays(NamedTuple):
    """The days of a pause, both included; one without a last day is still open."""

    first_day: date
    last_day: date | None


class DoseLine(NamedTuple):
    """What is prescribed to one side: `sets` on each day whose ISO weekday is in `weekdays`."""

    exercise: UUID
    side: Side
    weekdays: tuple[int, ...]
    sets: int


class Stretch(NamedTuple):
    """Days in a row with one revision in force (None: no plan, or nothing published) and paused, or not, throughout."""

    first: date
    last: date
    plan: "PlanFacts | None"
    revision: Published | None
    paused: bool


@dataclass(slots=True)
class PlanFacts:
    """One plan as the caseload needs it."""

    id: UUID
    title: str
    starts_on: date
    ended_on: date | None
    weeks: int | None
    affected_side: AffectedSide
    created_at: datetime
    known_revisions: list[Published] = field(default_factory=list)
    has_draft: bool = False
    pauses: list[PauseDays] = field(default_factory=list)

    def revision_on(self, day: date) -> Published | None:
        """The revision in force on the day."""
        return in_force.revision_on(self.known_revisions, day)

    def paused_on(self, day: date) -> bool:
        """Whether a pause covers the day."""
        return in_force.pause_on(self.pauses, day) is not None

    def week_on(self, day: date) -> int:
        """The week of the plan, from 1."""
        return (day - self.starts_on).days // 7 + 1

    def turning_days(self) -> Iterator[date]:
        """Days on which what is prescribed may change."""
        yield self.starts_on
        if self.ended_on is not None:
            yield self.ended_on
        for revision in self.known_revisions:
            yield revision.effective_from
        for pause in self.pauses:
            yield pause.first_day
            if pause.last_day is not None:
                yield pause.last_day + DAY


@dataclass(slots=True)
class PlanBook:
    """The plans of some patients and the doses of the revisions in force within their windows."""

    plans: dict[UUID, list[PlanFacts]]
    doses: dict[UUID, list[DoseLine]]
    _cut: dict[tuple[UUID, Window], list[Stretch]] = field(default_factory=dict)

    @classmethod
    def load(cls, windows: Mapping[UUID, Window]) -> Self:
        """Reads in three queries what `stretches` and `lines` need for the patients (by id) of `windows`."""
        book = cls(_plans_of(list(windows)), {})
        revisions = {
            stretch.revision.id
            for patient, window in windows.items()
            for stretch in book.stretches(patient, window)
            if stretch.revision
        }
        book.doses = _doses_of(revisions)
        return book

    def plan_on(self, patient: UUID, day: date) -> PlanFacts | None:
        """The plan in force for the patient."""
        return in_force.plan_on(self.plans[patient], day)

    def stretches(self, patient: UUID, window: Window) -> list[Stretch]:
        """The window cut wherever another plan, revision or pause begins or ends."""
        known = self._cut.get((patient, window))
        if known is None:
            known = self._cut[patient, window] = self._stretches(patient, window)
        return known

    def _stretches(self, patient: UUID, window: Window) -> list[Stretch]:
        plans = self.plans[patient]
        inside = {day for plan in plans for day in plan.turning_days() if window.first < day <= window.last}
        starts = [window.first, *sorted(inside)]
        found = []
        for first, after in zip(starts, [*starts[1:], window.last + DAY], strict=True):
            plan = in_force.plan_on(plans, first)
            revision = plan.revision_on(first) if plan else None
            found.append(Stretch(first, after - DAY, plan, revision, bool(plan and plan.paused_on(first))))
        return found

    def prescribed(self, patient: UUID, window: Window) -> Counter[tuple[UUID, Side]]:
        """Prescribed sets by (exercise, side) over the window; nothing is due on paused days."""
        total: Counter[tuple[UUID, Side]] = Counter()
        for stretch in self.stretches(patient, window):
            if stretch.revision is None or stretch.paused:
                continue
            days = days_by_weekday(stretch.first, stretch.last)
            for line in self.doses.get(stretch.revision.id, ()):
                due = sum(days[weekday] for weekday in line.weekdays)
                if due:
                    total[line.exercise, line.side] += due * line.sets
        return total

    def prescribed_on(self, patient: UUID, day: date) -> Counter[tuple[UUID, Side]]:
        """Prescribed sets of one day, by (exercise, side)."""
        return self.prescribed(patient, Window(day, day))


def days_by_weekday(first: date, last: date) -> list[int]:
    """How often each ISO weekday (index 1 to 7; index 0 unused) falls between two days, both included."""
    length = (last - first).days + 1
    whole, rest = divmod(length, 7)
    counts = [0] + [whole] * 7
    for offset in range(rest):
        counts[(first.isoweekday() - 1 + offset) % 7 + 1] += 1
    return counts


def _plans_of(patients: list[UUID]) -> dict[UUID, list[PlanFacts]]:
    """Plans with their revisions, and their pauses: two queries."""
    # Outer joins: every column past the plan's own is None for a plan without a revision.
    rows: Iterable[tuple[Any, ...]] = (
        Plan.objects.filter(patient__in=patients)
        .annotate(now=FilteredRelation("revisions__phases", condition=Q(revisions__phases__is_current=True)))
        .order_by()
        .values_list(
            "patient_id",
            "id",
            "title",
            "starts_on",
            "ended_on",
            "weeks",
            "affected_side",
            "created_at",
            "revisions__id",
            "revisions__number",
            "revisions__published_at",
            "revisions__effective_from",
            "now__title",
        )
    )
    found: dict[UUID, list[PlanFacts]] = {patient: [] for patient in patients}
    plans: dict[UUID, PlanFacts] = {}
    for row in rows:
        patient, pk, *own, revision, number, published, effective, phase = row
        plan = plans.get(pk)
        if plan is None:
            plan = plans[pk] = PlanFacts(pk, *own)
            found[patient].append(plan)
        if revision is None:
            continue
        if published is None:
            plan.has_draft = True
        else:
            plan.known_revisions.append(Published(revision, number, published, effective, phase or ""))
    pauses = Pause.objects.filter(plan__patient__in=patients).order_by()
    for pk, first, last in pauses.values_list("plan_id", "first_day", "last_day"):
        if pk in plans:  # a plan made between the two reads is not in this answer
            plans[pk].pauses.append(PauseDays(first, last))
    return found


def _doses_of(revisions: Iterable[UUID]) -> dict[UUID, list[DoseLine]]:
    """The doses of each revision's current phase: one query."""
    rows = (
        Dose.objects.filter(
            prescription__phase__revision__in=list(revisions), prescription__phase__is_current=True
        )
        .order_by()
        .values_list(
            F("prescription__phase__revision_id"),
            "prescription__exercise_id",
            "side",
            "prescription__weekdays",
            "prescription__days_per_week",
            "sets",
            "prescription__times_per_day",
        )
    )
    found: dict[UUID, list[DoseLine]] = defaultdict(list)
    for revision, exercise, side, weekdays, days_per_week, sets, times in rows:
        days = in_force.due_weekdays(weekdays, days_per_week)
        found[revision].append(DoseLine(exercise, side, days, in_force.sets_a_day(sets, times)))
    return found
