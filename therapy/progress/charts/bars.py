"""Sets a week by side, with a short line at the target."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from therapy.base.side import Side, side_sort_key
from therapy.base.side_labels import side_label
from therapy.progress.charts import frame
from therapy.progress.charts.frame import Layout, ValueScale
from therapy.progress.series import Bar

DASH, BREAK = 5.0, 1.5


def sides_in(bars: Sequence[Bar]) -> list[Side]:
    """The sides with anything done or prescribed, Left first."""
    return sorted({side for bar in bars for side in (*bar.done, *bar.prescribed)}, key=side_sort_key)


def bar_words(bar: Bar) -> str:
    """What a bar's index is called: its week of the plan, or its first day."""
    if bar.week is not None and (bar.last - bar.first).days < 7:
        return str(bar.week)
    return frame.day_words(bar.first)


def sets_chart(bars: Sequence[Bar], key: str, layout: Layout) -> SafeString:
    """Three bars a week: Left solid, Right in dashes, Both thin. The current week, not over, is in bold."""
    sides = sides_in(bars)
    highest = max((n for bar in bars for n in (*bar.done.values(), *bar.prescribed.values())), default=0)
    right = layout.width - 6
    up = frame.value_scale(highest, layout)
    parts = [frame.value_axis(up, layout, right)]
    pitch = (right - layout.left) / len(bars)
    every = max(1, -(-int(max(len(bar_words(bar)) for bar in bars) * frame.LETTER + 6) // int(pitch)))
    for index, bar in enumerate(bars):
        middle = layout.left + (index + 0.5) * pitch
        width = min(12.0, pitch * 0.72 / len(sides))
        for index, side in enumerate(sides):
            x = middle + (index - (len(sides) - 1) / 2) * width * 1.4
            parts.append(_bar(side, bar, x, width, up))
        if (len(bars) - 1 - index) % every == 0:
            last = index == len(bars) - 1
            parts.append(
                frame.text(middle, layout.ground + 20, bar_words(bar), "mid ink strong" if last else "mid")
            )
    parts.append(frame.text((layout.left + right) / 2, layout.ground + 40, _axis_words(bars), "mid"))
    parts.append(
        frame.path("asked", f"M{layout.left + 4} 7h14") + frame.text(layout.left + 24, 12, _("target"))
    )
    return frame.svg(key, layout, _("Sets done by side, with the target"), _describe(bars, sides), parts)


def _bar(side: Side, bar: Bar, x: float, width: float, up: ValueScale) -> SafeString:
    parts = []
    done = bar.done.get(side, 0)
    if done:
        y = up(done)
        if side == Side.LEFT:
            parts.append(_rect(x - width / 2, y, width, up.ground - y))
        elif side == Side.BOTH:
            parts.append(_rect(x - 1.5, y, 3, up.ground - y))
        else:
            parts.append(_dashes(x - width / 2, y, width, up.ground))
        parts.append(frame.dot(side, x, y, max(2.5, min(5.8, width * 0.48))))
    drawn = frame.side_group(side, parts) if parts else SafeString("")
    prescribed = bar.prescribed.get(side, 0)
    if prescribed:
        drawn += frame.path(
            "asked", f"M{frame.num(x - width / 2)} {frame.num(up(prescribed))}h{frame.num(width)}"
        )
    return drawn


def _rect(x: float, y: float, width: float, height: float) -> SafeString:
    left, top, wide, high = (frame.num(value) for value in (x, y, width, height))
    return SafeString(f'<rect class="bar" x="{left}" y="{top}" width="{wide}" height="{high}"/>')  # nosec B703 # numbers


def _dashes(x: float, y: float, width: float, ground: float) -> SafeString:
    """A bar in dashes from the ground up, as one stroke of its outlines."""
    pieces = []
    foot, across = ground, frame.num(width)
    while foot > y:
        top = max(foot - DASH, y)
        pieces.append(f"M{frame.num(x)} {frame.num(foot)}h{across}V{frame.num(top)}h-{across}Z")
        foot = top - BREAK
    return frame.path("bar", "".join(pieces))


def _axis_words(bars: Sequence[Bar]) -> str:
    last = bars[-1]
    if last.week is None or (last.last - last.first).days >= 7:
        return _("four weeks from") if (last.last - last.first).days >= 7 else _("week from")
    return _("week of the plan (week %(week)d is not over)") % {"week": last.week}


def _describe(bars: Sequence[Bar], sides: Sequence[Side]) -> str:
    said = [
        _("%(side)s: %(done)d sets done, %(prescribed)d prescribed.")
        % {
            "side": side_label(side),
            "done": sum(bar.done.get(side, 0) for bar in bars),
            "prescribed": sum(bar.prescribed.get(side, 0) for bar in bars),
        }
        for side in sides
    ]
    return " ".join([*said, _("The numbers of each week are in the table.")])
