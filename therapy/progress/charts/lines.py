"""Best sets of one exercise over time: a line for each side, a gap where nothing was measured."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from therapy.base.amount_words import number, short_amount
from therapy.base.side import Side
from therapy.base.side_labels import side_label
from therapy.progress.charts import frame
from therapy.progress.charts.frame import Layout, SessionUrl, TimeScale, ValueScale
from therapy.progress.series import ExerciseSeries, Point, Span

# A fortnight without a session breaks the line: nobody knows what lay between (clinical-facts 2.2, P7).
LONGEST_STEP = timedelta(days=13)


LABEL_STEP = 20  # between two labels at the end of lines, in SVG units


@dataclass(slots=True)
class EndLabel:
    """“Left 11” at the end of a line; `y` moves where two would meet."""

    y: float
    x: float
    side: Side
    words: str


def unit_words(unit: str) -> str:
    """What is counted, for a heading."""
    return {
        "reps": _("repetitions"),
        "seconds": _("seconds held"),
        "minutes": _("minutes"),
        "metres": _("metres"),
    }[unit]


def point_words(side_said: str, point: Point, unit: str) -> str:
    """One point for a screen reader, after the word of its side: “Left, 18 Nov: 11 reps, 4 kg”."""
    if point.amount is None:
        said = _("skipped") if point.skipped else _("not said")
    else:
        said = short_amount(point.amount, unit)
    load = f", {point.load}" if point.load and point.amount is not None else ""
    return f"{side_said}, {frame.day_words(point.day)}: {said}{load}"


def best_chart(
    series: ExerciseSeries, key: str, span: Span, first: date, layout: Layout, url: SessionUrl
) -> SafeString:
    """The chart from the week of `first` to the end of the current week."""
    across = TimeScale(first, span.last, layout.left + 6, layout.plot_right)
    known = [point for side in series.sides for point in series.said(side)]
    highest = max([p.amount or 0 for p in known] + [p.target or 0 for p in known])
    up = frame.value_scale(highest, layout)
    parts = [
        frame.value_axis(up, layout),
        frame.week_axis(across, span, layout),
        _targets(series, across, up, layout),
    ]
    parts += [_side(series, side, across, up, layout, url) for side in reversed(series.sides)]
    parts += [_loads(series, across, up), _end_labels(series, across, up)]
    title = _("%(exercise)s, %(unit)s, by side") % {"exercise": series.name, "unit": unit_words(series.unit)}
    return frame.svg(key, layout, title, describe(series), parts)


def describe(series: ExerciseSeries) -> str:
    """The chart in words: where each side began and where it is."""
    said = []
    for side in series.sides:
        points = series.said(side)
        if not points:
            said.append(_("%(side)s: not said.") % {"side": side_label(side)})
            continue
        first, last = points[0], points[-1]
        said.append(
            _("%(side)s: %(from)s on %(first)s, %(to)s on %(last)s.")
            % {
                "side": side_label(side),
                "from": short_amount(first.amount or 0, series.unit),
                "first": frame.day_words(first.day),
                "to": short_amount(last.amount or 0, series.unit),
                "last": frame.day_words(last.day),
            }
        )
    return " ".join([*said, _("The line breaks where nothing was measured.")])


def _targets(series: ExerciseSeries, across: TimeScale, up: ValueScale, layout: Layout) -> SafeString:
    """A dotted line at the target of the latest set of each side."""
    by_value: dict[int, list[Side]] = {}
    for side in series.sides:
        points = series.said(side)
        if points and points[-1].target:
            by_value.setdefault(points[-1].target, []).append(side)
    parts = []
    # It ends at the last point, where the labels of the lines begin.
    ends = max(
        (across(points[-1].day) for side in series.sides if (points := series.said(side))),
        default=across.right,
    )
    for value, sides in by_value.items():
        y = up(value)
        words = _("target %(value)s") % {"value": value}
        if len(by_value) > 1:
            words = f"{words}, {', '.join(side_label(side) for side in sides)}"
        parts.append(frame.path("target", f"M{layout.left} {frame.num(y)}H{frame.num(ends)}"))
        parts.append(frame.text(layout.left + 6, y - 12, words, "ink"))
    return frame.joined(parts)


def _with_gaps(points: Sequence[Point]) -> Iterator[Point | None]:
    """The points with None where the line breaks: an amount not said, or more than a fortnight in between."""
    before: Point | None = None
    for point in points:
        if before is not None and point.day - before.day > LONGEST_STEP:
            yield None
        yield point if point.amount is not None else None
        before = point


def _side(
    series: ExerciseSeries, side: Side, across: TimeScale, up: ValueScale, layout: Layout, url: SessionUrl
) -> SafeString:
    points = series.sides[side]
    size = frame.radius(len(points), across.right - across.left)
    line = frame.runs(
        (across(p.day), up(p.amount)) if p is not None and p.amount is not None else None
        for p in _with_gaps(points)
    )
    parts = [frame.path("line", line)]
    side_said = side_label(side)
    for point in points:
        if point.amount is None:
            mark = frame.dot(side, across(point.day), layout.ground - 9, min(size, 5), "unsaid")
        else:
            mark = frame.dot(side, across(point.day), up(point.amount), size)
        parts.append(frame.link(url(point.session), point_words(side_said, point, series.unit), mark))
    return frame.side_group(side, parts)


def _loads(series: ExerciseSeries, across: TimeScale, up: ValueScale) -> SafeString:
    """The load in words under the points at which it changed, where there is room; once for sides that change alike."""
    changes: dict[tuple[date, str], float] = {}
    for side in series.sides:
        load = ""
        for point in series.said(side):
            if point.load and point.load != load:
                key = (point.day, point.load)
                changes[key] = max(up(point.amount or 0), changes.get(key, 0.0))
                load = point.load
    parts, free_from = [], 0.0
    for (day, load), y in sorted(changes.items()):
        half = frame.LETTER * len(load) / 2
        middle = max(across(day), across.left + half)  # never over the axis
        if middle - half >= free_from:
            parts.append(frame.text(middle, y + 24 if y + 30 < up.ground else y - 14, load, "mid"))
            free_from = middle + half + frame.LETTER
    return frame.joined(parts)


def _end_labels(series: ExerciseSeries, across: TimeScale, up: ValueScale) -> SafeString:
    """“Left 11” beside the last point of each side, kept apart."""
    wanted: list[EndLabel] = []
    for side in series.sides:
        points = series.said(side)
        if points:
            last = points[-1]
            words = f"{side_label(side)} {label_amount(last.amount or 0, series.unit)}"
            wanted.append(EndLabel(up(last.amount or 0) + 6, across(last.day) + 13, side, words))
    wanted.sort(key=lambda label: label.y)
    for above, below in pairwise(wanted):
        below.y = max(below.y, above.y + LABEL_STEP)
    # The lowest stays above the ground, and pushes the others up in turn.
    floor = up.ground - 2
    for label in reversed(wanted):
        label.y = min(label.y, floor)
        floor = label.y - LABEL_STEP
    return frame.joined(
        frame.side_group(label.side, [frame.text(label.x, label.y, label.words, "lab")]) for label in wanted
    )


def label_amount(amount: float, unit: str) -> str:
    """The number alone for repetitions, which need no unit beside a heading; else with its unit."""
    return number(amount) if unit == "reps" else short_amount(amount, unit)
