"""What was logged over a span of weeks, as series by side: best sets, sets a week, pain. Nothing unsaid becomes 0.

Only the requested span is read, and the database does the picking, so ten times the history costs no more. Up to twelve
weeks there is a point for each session; beyond that one for each week (its best set, its highest pain), so that a year
stays legible.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from therapy.base.amount_words import LONG_HOLD_S
from therapy.base.side import Side, side_sort_key
from therapy.base.units import load_words
from therapy.logbook.models import Set
from therapy.logbook.pain import PainRule
from therapy.plans.models import Band
from therapy.progress.prescribed import DAY, PlanBook, PlanFacts, Window
from therapy.progress.sets import sets_of_days

SPANS = (4, 12, 26, 52)
DEFAULT_SPAN = 12
LONGEST_BY_SESSION = 12
WEEKS_IN_A_LONG_BAR = 4
WEEK = timedelta(days=7)

UNITS = ("reps", "seconds", "minutes", "metres")


@dataclass(frozen=True, slots=True)
class Span:
    """Whole weeks up to and with the current one. Weeks are the plan's where there is one, else Monday to Sunday."""

    weeks: int
    first: date
    today: date
    plan_start: date | None

    @property
    def window(self) -> Window:
        """The days that may hold an entry."""
        return Window(self.first, self.today)

    @property
    def by_week(self) -> bool:
        """Whether a point stands for a week instead of a session."""
        return self.weeks > LONGEST_BY_SESSION

    @property
    def last(self) -> date:
        """The last day of the current week."""
        return self.first + WEEK * self.weeks - DAY

    def week_of(self, day: date) -> date:
        """The first day of the span's week in which `day` lies."""
        return day - timedelta(days=(day - self.first).days % 7)

    def week_number(self, day: date) -> int | None:
        """The week of the plan, from 1; None before it began or without one."""
        if self.plan_start is None or day < self.plan_start:
            return None
        return (day - self.plan_start).days // 7 + 1


def span_of(plan: PlanFacts | None, today: date, weeks: int = DEFAULT_SPAN) -> Span:
    """The last `weeks` weeks, counted from the first day of `plan`. Raises ValueError for one that is not offered."""
    if weeks not in SPANS:
        raise ValueError(f"not one of the spans {SPANS}: {weeks}")
    start = plan.starts_on if plan and plan.starts_on <= today else None
    anchor = start or today - timedelta(days=today.isoweekday() - 1)
    this_week = anchor + (today - anchor).days // 7 * WEEK
    return Span(weeks, this_week - (weeks - 1) * WEEK, today, start)


@dataclass(frozen=True, slots=True)
class Point:
    """The best set of one session (or week) by one side. `amount` is None where it was not said or all was skipped."""

    day: date
    session: UUID
    amount: float | None
    skipped: bool
    load_kg: float | None
    band: str
    target: int | None

    @property
    def load(self) -> str:
        """The load in words: kilograms or the band's colour; empty without one."""
        if self.load_kg is not None:
            return load_words(self.load_kg)
        return str(Band(self.band).label) if self.band else ""


@dataclass(slots=True)
class ExerciseSeries:
    """One exercise, counted in one unit, by side in the order Left, Right, Both."""

    exercise: UUID
    name: str
    category: str
    load_tier: int
    unit: str
    sides: dict[Side, list[Point]] = field(default_factory=dict)

    @property
    def days(self) -> list[date]:
        """Every day with an entry, in order."""
        return sorted({point.day for points in self.sides.values() for point in points})

    def said(self, side: Side) -> list[Point]:
        """The points of a side whose amount is known."""
        return [point for point in self.sides.get(side, []) if point.amount is not None]

    @property
    def is_measured(self) -> bool:
        """Whether any amount is known."""
        return any(self.said(side) for side in self.sides)


# `OFFSET 0`, here and in PAIN, has the sets fetched session by session, for the reason that `sets_of_days` gives.
#
# The best set has the most repetitions, seconds held, minutes or metres; where equal, the heavier load. A hold counts
# from LONG_HOLD_S on, as repetitions times seconds (as in Set.credit); without both it is not known.
BEST = """
WITH amounts AS (
    SELECT st.*, s.local_day, s.id AS sitting,
        CASE WHEN st.target_minutes IS NOT NULL THEN 'minutes' WHEN st.target_metres IS NOT NULL THEN 'metres'
            WHEN st.target_hold_s >= %(long_hold_s)s THEN 'seconds' ELSE 'reps' END AS unit,
        CASE WHEN st.target_minutes IS NOT NULL THEN st.minutes WHEN st.target_metres IS NOT NULL THEN st.metres
            WHEN st.target_hold_s >= %(long_hold_s)s THEN st.reps * st.hold_s ELSE st.reps END AS amount,
        CASE WHEN st.target_minutes IS NOT NULL THEN st.target_minutes
            WHEN st.target_metres IS NOT NULL THEN st.target_metres
            WHEN st.target_hold_s >= %(long_hold_s)s THEN st.target_reps * st.target_hold_s
            ELSE st.target_reps END AS target,
        CASE WHEN %(by_week)s THEN ((s.local_day - %(first)s) / 7)::text ELSE s.id::text END AS bucket
    FROM logbook_session s CROSS JOIN LATERAL (SELECT * FROM logbook_set WHERE session_id = s.id OFFSET 0) st
    WHERE s.patient_id = %(patient)s AND s.local_day BETWEEN %(first)s AND %(today)s
), best AS (
    SELECT DISTINCT ON (exercise_id, unit, side, bucket)
        exercise_id, unit, side, local_day, sitting, amount::float8, outcome, load_kg::float8, band, target
    FROM amounts
    ORDER BY exercise_id, unit, side, bucket,
        amount DESC NULLS LAST, outcome = 'skipped', load_kg DESC NULLS LAST, local_day DESC, sitting
)
SELECT best.exercise_id, e.name, e.category, e.load_tier, unit, side, local_day, sitting, amount, outcome,
    best.load_kg, band, target
FROM best JOIN library_exercise e ON e.id = best.exercise_id
ORDER BY local_day, sitting
"""


def best_sets(patient: UUID, span: Span) -> list[ExerciseSeries]:
    """The best set of each session (or week) by exercise and side: one query. Strength and heavy tiers come first."""
    found: dict[tuple[UUID, str], ExerciseSeries] = {}
    for (
        exercise,
        name,
        category,
        tier,
        unit,
        side,
        day,
        session,
        amount,
        outcome,
        load,
        band,
        target,
    ) in _rows(BEST, patient, span):
        series = found.setdefault((exercise, unit), ExerciseSeries(exercise, name, category, tier, unit))
        point = Point(day, session, amount, outcome == Set.Outcome.SKIPPED, load, band, target)
        series.sides.setdefault(Side(side), []).append(point)
    for series in found.values():
        series.sides = dict(sorted(series.sides.items(), key=lambda item: side_sort_key(item[0])))
    return sorted(
        found.values(), key=lambda s: (s.category != "strength", -s.load_tier, -len(s.days), s.name)
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """Sets done (in full or in part) and prescribed by side in the days from `first` to `last`."""

    first: date
    last: date
    week: int | None
    done: dict[Side, int]
    prescribed: dict[Side, int]


def sets_a_week(patient: UUID, span: Span, book: PlanBook) -> list[Bar]:
    """Sets by week, or by four weeks in a long span, from the first week with anything done or prescribed: one query.

    The current week shows what is prescribed for the whole week. A skipped set is not a set done.
    """
    rows = (
        sets_of_days(patient, span.window)
        .exclude(outcome=Set.Outcome.SKIPPED)
        .order_by()
        .values_list("session__local_day", "side")
        .annotate(sets=Count("id"))
    )
    by_day: dict[date, list[tuple[Side, int]]] = defaultdict(list)
    for day, side, sets in rows:
        by_day[day].append((side, sets))
    bars = [_bar(patient, span, book, window, by_day) for window in _windows(span)]
    while bars and not bars[0].done and not bars[0].prescribed:
        bars.pop(0)
    return bars


def _windows(span: Span) -> Iterator[Window]:
    """The weeks of the span, or four weeks at a time so that the current week is in the last."""
    step = WEEKS_IN_A_LONG_BAR if span.by_week else 1
    for ahead in range(span.weeks % step, span.weeks, step):
        first = span.first + ahead * WEEK
        yield Window(first, first + step * WEEK - DAY)


def _bar(
    patient: UUID, span: Span, book: PlanBook, window: Window, by_day: dict[date, list[tuple[Side, int]]]
) -> Bar:
    done: dict[Side, int] = defaultdict(int)
    for day, entries in by_day.items():
        if window.first <= day <= window.last:
            for side, sets in entries:
                done[side] += sets
    prescribed: dict[Side, int] = defaultdict(int)
    for (_, side), sets in book.prescribed(patient, window).items():
        prescribed[side] += sets
    return Bar(window.first, window.last, span.week_number(window.first), dict(done), dict(prescribed))


@dataclass(frozen=True, slots=True)
class PainPoint:
    """The highest pain of one day (or week) by one side, 0 to 10; None where nobody said."""

    day: date
    session: UUID
    pain: int | None


PAIN = """
SELECT DISTINCT ON (st.side, CASE WHEN %(by_week)s THEN (s.local_day - %(first)s) / 7 ELSE s.local_day - %(first)s END)
    st.side, s.local_day, s.id, st.pain
FROM logbook_session s CROSS JOIN LATERAL (SELECT * FROM logbook_set WHERE session_id = s.id OFFSET 0) st
JOIN library_exercise e ON e.id = st.exercise_id
WHERE s.patient_id = %(patient)s AND s.local_day BETWEEN %(first)s AND %(today)s
    AND (st.outcome <> 'skipped' OR st.pain IS NOT NULL)
    AND NOT (%(no_walking)s AND e.category = 'gait-aerobic')
ORDER BY 1, CASE WHEN %(by_week)s THEN (s.local_day - %(first)s) / 7 ELSE s.local_day - %(first)s END,
    st.pain DESC NULLS LAST, s.local_day DESC, s.id
"""


def pain_by_side(patient: UUID, span: Span, rule: PainRule) -> dict[Side, list[PainPoint]]:
    """The highest pain of each day (or week) with a set of that side: one query."""
    found: dict[Side, list[PainPoint]] = defaultdict(list)
    for side, day, session, pain in _rows(PAIN, patient, span, no_walking=rule.has_artery_disease):
        found[Side(side)].append(PainPoint(day, session, pain))
    return dict(sorted(found.items(), key=lambda item: side_sort_key(item[0])))


def _rows(sql: str, patient: UUID, span: Span, **more: Any) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {
        "patient": patient,
        "first": span.first,
        "today": span.today,
        "by_week": span.by_week,
        "long_hold_s": LONG_HOLD_S,
    } | more
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
