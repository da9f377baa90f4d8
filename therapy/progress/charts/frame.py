"""What every chart stands on: its size, its scales, its ground line, and the marks of the sides.

A year's page has hundreds of marks, so they are put together as plain strings: every word goes through `escape`, and
everything else is a number or a class name of ours.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from therapy.base.side import Side
from therapy.base.side_svg import side_class
from therapy.progress.series import WEEK, Span

SessionUrl = Callable[[UUID], str]

LETTER = 8.0  # about the width of a figure at 14 px


@dataclass(frozen=True, slots=True)
class Layout:
    """The inside of a chart in SVG units, which are about CSS pixels at the width it is made for."""

    name: str
    width: int
    height: int
    left: int = 30
    right: int = 88
    top: int = 16
    foot: int = 48

    @property
    def plot_right(self) -> float:
        """The right end of the plot."""
        return self.width - self.right

    @property
    def ground(self) -> float:
        """The y of the ground line."""
        return self.height - self.foot


NARROW = Layout("n", 318, 288)
WIDEST = Layout("w", 740, 360)  # the first chart of a desk page


def num(value: float) -> str:
    """A coordinate: one decimal at most, none where it is whole."""
    return f"{round(value, 1):g}"


def text(x: float, y: float, words: object, css: str = "") -> SafeString:
    """A line of text; `css` is any of mid, end, ink, strong, lab, clear."""
    style = f' class="{css}"' if css else ""
    return SafeString(f'<text{style} x="{num(x)}" y="{num(y)}">{escape(words)}</text>')  # nosec B703 # escaped


def path(css: str, d: str) -> SafeString:
    """A stroke. `d` holds numbers of ours alone."""
    return SafeString(f'<path class="{css}" d="{d}"/>')  # nosec B703 # numbers


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Parts one after the other; all of them are safe already."""
    return SafeString("".join(parts))  # nosec B703 # safe parts


def dot(side: Side, x: float, y: float, r: float = 6, css: str = "dot") -> SafeString:
    """The side's mark around a point: Left a circle, Right a square, Both a diamond."""
    if side == Side.LEFT:
        return SafeString(f'<circle class="{css}" cx="{num(x)}" cy="{num(y)}" r="{num(r)}"/>')  # nosec B703 # numbers
    if side == Side.RIGHT:
        half = r * 0.92
        width = num(2 * half)
        return SafeString(  # nosec B703 # numbers
            f'<rect class="{css}" x="{num(x - half)}" y="{num(y - half)}" width="{width}" height="{width}" rx="1"/>'
        )
    reach = r * 1.2
    d = f"M{num(x)} {num(y - reach)}l{num(reach)} {num(reach)} {num(-reach)} {num(reach)} {num(-reach)} {num(-reach)}Z"
    return path(css, d)


def side_group(side: Side, parts: Iterable[SafeString]) -> SafeString:
    """What belongs to one side: its colour and its dash come from the class."""
    return format_html('<g class="{}">{}</g>', side_class(side), joined(parts))


def link(url: str, label: str, inside: SafeString) -> SafeString:
    """A point that leads to its session."""
    return SafeString(f'<a href="{escape(url)}" aria-label="{escape(label)}">{inside}</a>')  # nosec B703 # escaped


def day_words(day: date) -> str:
    """A day as “2 Oct”, in the person's language."""
    return _day_words(day, get_language())


def long_day_words(day: date) -> str:
    """A day as “2 Oct 2026”."""
    return _day_words(day, get_language(), "j M Y")


@lru_cache(maxsize=4096)  # a page says the same few days hundreds of times
def _day_words(day: date, language: str | None, form: str = "j M") -> str:
    return date_format(day, form)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Where a day lies between the first day and the end of the last, in SVG units."""

    first: date
    last: date
    left: float
    right: float

    def __call__(self, day: date) -> float:
        whole = (self.last - self.first).days + 1
        return self.left + ((day - self.first).days + 0.5) / whole * (self.right - self.left)

    def edge(self, day: date) -> float:
        """Where the day begins."""
        whole = (self.last - self.first).days + 1
        return self.left + (day - self.first).days / whole * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class ValueScale:
    """From 0 at the ground up to `top`, with a line every `step`."""

    step: int
    top: int
    ground: float
    ceiling: float

    def __call__(self, value: float) -> float:
        return self.ground - value / self.top * (self.ground - self.ceiling)

    @property
    def ticks(self) -> list[int]:
        """The values that get a line."""
        return list(range(0, self.top + 1, self.step))


def value_scale(highest: float, layout: Layout) -> ValueScale:
    """A scale in whole steps of 1, 2 or 5 times a power of ten that leaves room above the highest value."""
    step, rungs = 1, 4
    for factor in (2, 2.5, 2) * 4:
        if highest <= step * rungs:
            break
        step = int(step * factor)
    top = max(step * -(-int(highest + 0.999) // step), 2)
    return ValueScale(step, top, layout.ground, layout.top + 8)


def value_axis(scale: ValueScale, layout: Layout, ends: float | None = None) -> SafeString:
    """Lines across with their value at the left, and the ground line."""
    right = layout.plot_right if ends is None else ends
    parts = []
    for tick in scale.ticks:
        y = num(scale(tick))
        if tick:
            parts.append(path("grid", f"M{layout.left} {y}H{num(right)}"))
        parts.append(text(layout.left - 8, scale(tick) + 5, tick, "end"))
    parts.append(path("ground", f"M{layout.left} {num(layout.ground)}H{num(right)}"))
    return joined(parts)


def week_axis(scale: TimeScale, span: Span, layout: Layout) -> SafeString:
    """Weeks of the plan by number; where some lie before the plan, days instead. As many as fit."""
    starts = []
    start = scale.first
    while start <= scale.last:
        starts.append(start)
        start += WEEK
    numbered = span.week_number(starts[0]) is not None
    room = (3.5 if numbered else 6.5) * LETTER
    every = max(1, -(-int(room * len(starts)) // int(scale.right - scale.left)))
    parts = []
    for index in range(
        len(starts) - 1, -1, -every
    ):  # from the current week backwards: it always has its number
        day = starts[index]
        words = span.week_number(day) if numbered else day_words(day)
        middle = (scale.edge(day) + scale.edge(day + WEEK)) / 2 if numbered else scale.edge(day)
        parts.append(text(middle, layout.ground + 20, words, "mid"))
    said = _("week of the plan") if numbered else _("week from")
    parts.append(text((layout.left + layout.plot_right) / 2, layout.ground + 40, said, "mid"))
    return joined(reversed(parts))


def svg(
    key: str, layout: Layout, title: str, desc: str, parts: Iterable[SafeString], height: int = 0
) -> SafeString:
    """The whole drawing with its name and description; points inside can be reached one by one."""
    name = f"{key}-{layout.name}"
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="group" aria-labelledby="{}-t {}-d">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        layout.width,
        height or layout.height,
        name,
        name,
        name,
        title,
        name,
        desc,
        joined(parts),
    )


def radius(points: int, plot_width: float) -> float:
    """The size of a mark: 6, and smaller where many must share the width."""
    return max(2.5, min(6.0, 0.45 * plot_width / max(points, 1)))


def runs(values: Iterable[tuple[float, float] | None]) -> str:
    """A path through the points in order that breaks at each None."""
    pieces, open_run = [], False
    for value in values:
        if value is None:
            open_run = False
            continue
        pieces.append(f"{'L' if open_run else 'M'}{num(value[0])} {num(value[1])}")
        open_run = True
    return "".join(pieces)
