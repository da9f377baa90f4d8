"""SVG elements whose places change with time: still where nothing changes, or else moved by the picture itself.

SMIL, as it needs neither script nor style and stops with `SVGSVGElement.pauseAnimations`. All values of one figure
share the times of its shots.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.outline import SCALE, number


@dataclass(frozen=True)
class Clock:
    """The times, in seconds, at which a figure's values are given; one for a picture that stands still."""

    times: tuple[float, ...]

    def animation(self, values: Sequence[str], attribute: str, kind: str = "") -> str:
        """The element that runs through `values`, one for each time; nothing where they are all alike."""
        if len(set(values)) == 1:
            return ""
        times, kept = self._needed(values)
        length = self.times[-1]
        keys = ";".join(f"{time / length:.3f}".rstrip("0").rstrip(".") or "0" for time in times)
        what = (
            f'<animateTransform attributeName="transform" type="{kind}"'
            if kind
            else f'<animate attributeName="{attribute}"'
        )
        return (
            f'{what} dur="{length:g}s" repeatCount="indefinite" keyTimes="{keys}" values="{";".join(kept)}"/>'
        )

    def _needed(self, values: Sequence[str]) -> tuple[list[float], list[str]]:
        """Without those in the middle of a time in which nothing changes."""
        last = len(values) - 1
        kept = [
            index
            for index in range(len(values))
            if index in (0, last) or not values[index - 1] == values[index] == values[index + 1]
        ]
        return [self.times[index] for index in kept], [values[index] for index in kept]


def turned(clock: Clock, angles: Sequence[float], inner: str) -> str:
    """A group turned by degrees, clockwise on the screen."""
    values = [number(angle) for angle in angles]
    return _group(clock, "rotate", values, inner)


def placed(clock: Clock, points: Sequence[Point], inner: str) -> str:
    """A group whose origin is at a point in body heights, y up."""
    return _group(
        clock, "translate", [f"{number(p.x * SCALE)} {number(-p.y * SCALE)}" for p in points], inner
    )


def _group(clock: Clock, kind: str, values: Sequence[str], inner: str) -> str:
    if set(values) <= {"0", "0 0"}:
        return inner
    return f'<g transform="{kind}({values[0]})">{clock.animation(values, "transform", kind)}{inner}</g>'


def line(clock: Clock, css: str, starts: Sequence[Point], ends: Sequence[Point]) -> str:
    """A straight line between two places that may move."""
    columns = {
        "x1": [number(p.x * SCALE) for p in starts],
        "y1": [number(-p.y * SCALE) for p in starts],
        "x2": [number(p.x * SCALE) for p in ends],
        "y2": [number(-p.y * SCALE) for p in ends],
    }
    attributes = "".join(f' {name}="{values[0]}"' for name, values in columns.items())
    moves = "".join(clock.animation(values, name) for name, values in columns.items())
    return (
        f'<line class="{css}"{attributes}>{moves}</line>' if moves else f'<line class="{css}"{attributes}/>'
    )
