"""Pain of one side over time, 0 to 10, with the bands of the traffic light where it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from therapy.base.side import Side
from therapy.base.side_labels import leg_label, side_label
from therapy.logbook.pain import AMBER_FROM, RED_FROM
from therapy.progress.charts import frame
from therapy.progress.charts.frame import Layout, SessionUrl, TimeScale, ValueScale
from therapy.progress.charts.lines import LONGEST_STEP
from therapy.progress.series import PainPoint, Span

UNSAID_ROW = 16  # under the ground line: a day without a score has no height


def pain_words(side: Side, point: PainPoint) -> str:
    """One point for a screen reader."""
    said = _("not said") if point.pain is None else _("%(pain)d of 10") % {"pain": point.pain}
    return _("Pain, %(side)s, %(day)s: %(said)s") % {
        "side": side_label(side),
        "day": frame.day_words(point.day),
        "said": said,
    }


def pain_chart(
    side: Side,
    points: Sequence[PainPoint],
    key: str,
    span: Span,
    first: date,
    layout: Layout,
    url: SessionUrl,
    *,
    bands: bool,
) -> SafeString:
    """One side's highest pain by day. Without `bands` the scores are shown and not judged."""
    layout = replace(layout, right=8, foot=84, height=layout.height - 8)
    across = TimeScale(first, span.last, layout.left + 6, layout.plot_right)
    up = ValueScale(5, 10, layout.ground, layout.top)
    parts = [_bands(up, layout)] if bands else []
    parts += [frame.value_axis(up, layout), _weeks(across, span, layout)]
    parts += [_band_words(up, layout)] if bands else []
    size = frame.radius(len(points), across.right - across.left)
    line = frame.runs(
        (across(p.day), up(p.pain)) if p is not None and p.pain is not None else None
        for p in _with_gaps(points)
    )
    marks = [frame.path("line", line)]
    for point in points:
        x = across(point.day)
        if point.pain is None:
            mark = frame.dot(side, x, layout.ground + UNSAID_ROW, min(size, 6), "unsaid")
        else:
            mark = frame.dot(side, x, up(point.pain), size)
        marks.append(frame.link(url(point.session), pain_words(side, point), mark))
    parts.append(frame.side_group(side, marks))
    if any(point.pain is None for point in points):
        key_y = layout.height - 8
        parts.append(frame.dot(side, layout.left + 8, key_y - 5, 6, "unsaid"))
        parts.append(frame.text(layout.left + 20, key_y, _("not said")))
    title = _("Pain by day, %(side)s, 0 to 10") % {"side": leg_label(side)}
    return frame.svg(key, layout, title, describe(points), parts)


def describe(points: Sequence[PainPoint]) -> str:
    """The chart in words: the range of what was said, and how often nothing was."""
    said = [point.pain for point in points if point.pain is not None]
    if not said:
        return _("Nobody said how much it hurt.")
    words = _("Between %(low)d and %(high)d of 10, last %(last)d.") % {
        "low": min(said),
        "high": max(said),
        "last": said[-1],
    }
    unsaid = len(points) - len(said)
    return f"{words} {_('Not said: %(times)d times.') % {'times': unsaid}}" if unsaid else words


def _with_gaps(points: Sequence[PainPoint]) -> Iterator[PainPoint | None]:
    before: PainPoint | None = None
    for point in points:
        if before is not None and point.day - before.day > LONGEST_STEP:
            yield None
        yield point if point.pain is not None else None
        before = point


def _weeks(across: TimeScale, span: Span, layout: Layout) -> SafeString:
    """The week axis below the row of days without a score."""
    lower = replace(layout, foot=layout.foot - UNSAID_ROW - 8)
    return frame.week_axis(across, span, lower)


def _bands(up: ValueScale, layout: Layout) -> SafeString:
    """6 and over as a zone, 4 as a line."""
    width = layout.plot_right - layout.left
    red = up(RED_FROM - 0.5)
    zone = format_html(
        '<rect class="zone" x="{}" y="{}" width="{}" height="{}"/>',
        layout.left,
        frame.num(up.ceiling),
        frame.num(width),
        frame.num(red - up.ceiling),
    )
    amber = frame.path(
        "grid", f"M{layout.left} {frame.num(up(AMBER_FROM - 0.5))}H{frame.num(layout.plot_right)}"
    )
    return frame.joined([zone, amber])


def _band_words(up: ValueScale, layout: Layout) -> SafeString:
    """What the bands mean. Written after the axis, whose lines would strike the words through."""
    red = up(RED_FROM - 0.5)
    return frame.joined(
        [
            frame.text(layout.left + 8, up.ceiling + 22, _("6 and over: stop")),
            frame.text(layout.plot_right - 6, red + 16, _("4 to 5: keep the load"), "end clear"),
        ]
    )
