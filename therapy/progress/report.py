"""Everything that a progress page shows, read in a constant number of queries and drawn for the page's widths."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from posixpath import relpath
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.safestring import SafeString

from therapy.base.side import NoSide, Side
from therapy.care.models import Patient
from therapy.logbook.models import Session
from therapy.logbook.pain import PainRule
from therapy.progress.adherence import (
    SessionAdherence,
    SideAdherence,
    adherence_in,
    session_adherence,
    window_before,
)
from therapy.progress.charts import NARROW, WIDEST, Layout, best_chart, pain_chart, sets_chart
from therapy.progress.charts.lines import unit_words
from therapy.progress.pain import pain_rule_of
from therapy.progress.prescribed import PlanBook, PlanFacts, Window
from therapy.progress.sentence import Sentence, choose, sentence
from therapy.progress.series import (
    WEEK,
    ExerciseSeries,
    PainPoint,
    Span,
    best_sets,
    pain_by_side,
    sets_a_week,
    span_of,
)
from therapy.progress.tables import Table, best_table, pain_table, sets_table

SHORT, LONG = 7, 28  # days: clinical-facts 9.1


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart in each layout by name (`n` narrow, `w` wide where it is drawn for both), with its table."""

    key: str
    title: str
    note: str
    charts: dict[str, SafeString]
    table: Table
    side: Side | NoSide = ""

    @property
    def sides(self) -> list[Side]:
        """The sides that the legend names."""
        return [self.side] if self.side else self.table.sides


@dataclass(slots=True)
class Doing:
    """How much of what was prescribed was done."""

    short: SideAdherence
    long: SideAdherence
    days: SessionAdherence
    logged_late: int
    paused_days: int

    @property
    def unknown_sets(self) -> int:
        """Sets without an amount, or skipped in illness, in the longer window: left out of its percentages."""
        return sum(adherence.unknown_sets for adherence in self.long.values())


@dataclass(slots=True)
class Report:
    """One patient's progress over a span.

    `earlier` names the exercises of the span that the plan has no more; their charts have a page of their own.
    """

    span: Span
    plan: PlanFacts | None
    doing: Doing | None = None
    sentence: Sentence | None = None
    exercises: list[Figure] = field(default_factory=list)
    unmeasured: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    sets: Figure | None = None
    pain: list[Figure] = field(default_factory=list)
    pain_rule: PainRule = field(default_factory=PainRule)

    @property
    def week(self) -> int | None:
        """The week of the plan that runs today, from 1."""
        return self.plan.week_on(self.span.today) if self.plan else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was logged in the span."""
        return self.sets is None or not (self.exercises or self.unmeasured or self.earlier)


_NO_SESSION = UUID(int=0)


class Links:
    """The address of each session: the patient's own page of it, or the care team's.

    The team's is told from their progress page, beside which the sessions lie: the page has a thousand of them, and
    with two ids in each it was half as long again.
    """

    def __init__(self, of_patient: UUID | None = None) -> None:
        self._of_patient = of_patient
        # What stands before and after the id: the addresses are asked once, and not for each of a thousand sessions.
        self._before, self._after = self._address(_NO_SESSION).split(str(_NO_SESSION))

    def __call__(self, session: UUID) -> str:
        return f"{self._before}{session}{self._after}"

    def _address(self, session: UUID) -> str:
        if self._of_patient is None:
            return reverse("logbook:session", args=[session])
        page = reverse("progress:patient", args=[self._of_patient])
        return f"{relpath(reverse('logbook:patient_session', args=[self._of_patient, session]), page)}/"


def report(patient: Patient, weeks: int, url: Links, *, desk: bool = False) -> Report:
    """The report over `weeks` weeks; with `desk` its first chart also for a wide screen.

    Raises ValueError for a span that is not offered.
    """
    book, plan, span = _frame(patient, weeks)
    found = Report(span, plan, _doing(patient, book))
    rule = found.pain_rule = pain_rule_of(patient.pk)
    bars = sets_a_week(patient.pk, span, book)
    series = best_sets(patient.pk, span)
    if bars:
        chart = sets_chart(bars, "sets", NARROW)
        found.sets = Figure("sets", "", "", {NARROW.name: chart}, sets_table(bars))
    if not bars or not series:
        return found
    now, before = _now_and_before(series, book, plan, span)
    found.earlier = [s.name for s in before]
    measured = [s for s in now if s.is_measured]
    chosen = choose(measured, plan.affected_side if plan else None)
    if chosen:
        found.sentence = sentence(*chosen)
        measured.sort(key=lambda s: s is not chosen[0])
    found.unmeasured = [s.name for s in now if not s.is_measured]
    layouts = [NARROW, WIDEST] if desk else [NARROW]
    found.exercises = [
        _exercise(one, f"x{number}", span, bars[0].first, layouts if number == 1 else [NARROW], url)
        for number, one in enumerate(measured, 1)
    ]
    pain = pain_by_side(patient.pk, span, rule)
    found.pain = [_pain(side, points, span, bars[0].first, url, rule) for side, points in pain.items()]
    return found


def earlier_report(patient: Patient, weeks: int, url: Links) -> Report:
    """The charts of the exercises of the span that the plan has no more. Raises ValueError as `report` does."""
    book, plan, span = _frame(patient, weeks)
    _now, before = _now_and_before(best_sets(patient.pk, span), book, plan, span)
    found = Report(span, plan, earlier=[s.name for s in before])
    found.unmeasured = [s.name for s in before if not s.is_measured]
    measured = [s for s in before if s.is_measured]
    first = min((day for s in measured for day in s.days), default=span.first)
    found.exercises = [
        _exercise(one, f"x{number}", span, span.week_of(first), [NARROW], url)
        for number, one in enumerate(measured, 1)
    ]
    return found


def _frame(patient: Patient, weeks: int) -> tuple[PlanBook, PlanFacts | None, Span]:
    """The plans over the span, the one in force, and the span in its weeks."""
    today = patient.today
    reach = span_of(None, today, weeks)
    # A week more on either side: the weeks of a plan, not yet known, may begin on any day.
    first = min(reach.first - WEEK, window_before(today, LONG).first)
    book = PlanBook.load({patient.pk: Window(first, reach.last + WEEK)})
    plan = book.plan_on(patient.pk, today)
    return book, plan, span_of(plan, today, weeks)


def _now_and_before(
    series: Sequence[ExerciseSeries], book: PlanBook, plan: PlanFacts | None, span: Span
) -> tuple[list[ExerciseSeries], list[ExerciseSeries]]:
    """The exercises that the plan has now, and those that it had; without a plan in force all of them are the first."""
    revision = plan.revision_on(span.today) if plan else None
    if revision is None:
        return list(series), []
    now = {line.exercise for line in book.doses.get(revision.id, ())}
    return [s for s in series if s.exercise in now], [s for s in series if s.exercise not in now]


def _exercise(
    series: ExerciseSeries, key: str, span: Span, first: date, layouts: Sequence[Layout], url: Links
) -> Figure:
    charts = {a.name: best_chart(series, key, span, first, a, url) for a in layouts}
    return Figure(key, series.name, unit_words(series.unit), charts, best_table(series, span, url))


def _pain(side: Side, points: list[PainPoint], span: Span, first: date, url: Links, rule: PainRule) -> Figure:
    key = f"pain-{side.lower()}"
    chart = pain_chart(side, points, key, span, first, NARROW, url, bands=rule.holds_for(side))
    return Figure(key, "", "", {NARROW.name: chart}, pain_table({side: points}, url), side)


def _doing(patient: Patient, book: PlanBook) -> Doing:
    short, long = window_before(patient.today, SHORT), window_before(patient.today, LONG)
    late = Session.objects.filter(patient=patient, local_day__range=long, logged_late=True).aggregate(
        n=Count("id")
    )
    paused = sum(
        (stretch.last - stretch.first).days + 1
        for stretch in book.stretches(patient.pk, long)
        if stretch.paused
    )
    return Doing(
        adherence_in({patient.pk: short}, book)[patient.pk],
        adherence_in({patient.pk: long}, book)[patient.pk],
        session_adherence(patient, LONG, book),
        late["n"],
        paused,
    )
