"""The tables that are the charts' twins: the same numbers, row by row, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from therapy.base.side import Side, side_sort_key
from therapy.progress.charts.bars import bar_words, sides_in
from therapy.progress.charts.frame import SessionUrl, day_words
from therapy.progress.charts.lines import label_amount
from therapy.progress.series import Bar, ExerciseSeries, PainPoint, Point, Span


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side did. `known` is False for “not said”, “skipped” and “none”, which look unknown.

    `url` leads to the session where the cells of a row come from several.
    """

    words: str
    known: bool = True
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A day (or a week, then `label` says it) with a cell for each side; `url` leads to the session."""

    label: str
    day: date
    url: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the sides that have a column."""

    sides: list[Side]
    rows: list[Row]


def best_table(series: ExerciseSeries, span: Span, url: SessionUrl) -> Table:
    """A row for each session with the exercise; in a long span for each week, with a session behind each cell."""
    sides = list(series.sides)
    rows: dict[tuple[date, str], dict[str, Point]] = {}
    for side, points in series.sides.items():
        for point in points:
            key = (span.week_of(point.day), "") if span.by_week else (point.day, url(point.session))
            rows.setdefault(key, {})[side] = point
    found = []
    for (day, link), by_side in sorted(rows.items(), reverse=True):
        cells = [_best_cell(by_side.get(side), series.unit) for side in sides]
        if span.by_week:
            cells = [
                replace(cell, url=url(by_side[side].session)) if side in by_side else cell
                for side, cell in zip(sides, cells, strict=True)
            ]
        found.append(
            Row(_("Week from %(day)s") % {"day": day_words(day)} if span.by_week else "", day, link, cells)
        )
    return Table(sides, found)


def _best_cell(point: Point | None, unit: str) -> Cell:
    if point is None:
        return Cell(_("none"), known=False)
    if point.amount is None:
        return Cell(_("skipped") if point.skipped else _("not said"), known=False)
    words = label_amount(point.amount, unit)
    return Cell(f"{words}, {point.load}" if point.load else words)


def sets_table(bars: Sequence[Bar]) -> Table:
    """A row for each bar: sets done of sets prescribed."""
    sides = sides_in(bars)
    return Table(
        sides, [Row(bar_words(bar), bar.first, "", [_sets_cell(bar, s) for s in sides]) for bar in bars[::-1]]
    )


def _sets_cell(bar: Bar, side: Side) -> Cell:
    done, prescribed = bar.done.get(side, 0), bar.prescribed.get(side, 0)
    if not prescribed and not done:
        return Cell(_("none"), known=False)
    return Cell(_("%(done)d of %(prescribed)d") % {"done": done, "prescribed": prescribed})


def pain_table(pain: dict[Side, list[PainPoint]], url: SessionUrl) -> Table:
    """A row for each day on which any side has an entry."""
    sides = sorted(pain, key=side_sort_key)
    rows: dict[date, dict[str, PainPoint]] = {}
    for side, points in pain.items():
        for point in points:
            rows.setdefault(point.day, {})[side] = point
    return Table(
        sides,
        [
            Row(
                "",
                day,
                url(next(iter(found.values())).session),
                [_pain_cell(found.get(side)) for side in sides],
            )
            for day, found in sorted(rows.items(), reverse=True)
        ],
    )


def _pain_cell(point: PainPoint | None) -> Cell:
    if point is None:
        return Cell(_("none"), known=False)
    return Cell(_("not said"), known=False) if point.pain is None else Cell(str(point.pain))
