"""Soft shapes: the outline around a few circles, as a path of arcs and lines."""

from collections.abc import Sequence
from math import acos, atan2, cos, hypot, pi, sin

Circle = tuple[float, float, float]  # centre x, centre y (down), radius; in body heights

SCALE = 400  # units of a drawing that one body height has
STEPS = 360


def number(value: float) -> str:
    """A length of a drawing as short as it can be written, to a tenth of a unit."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def scaled(*values: float) -> str:
    """Lengths in body heights as the numbers of a path."""
    return " ".join(number(value * SCALE) for value in values)


def around(circles: Sequence[Circle]) -> str:
    """The path of a band stretched around the circles. Raises ValueError for none."""
    runs = _runs(circles)
    if len(runs) == 1:
        x, y, r = circles[runs[0][0]]
        return f"M{scaled(x - r, y)}A{scaled(r, r)} 0 1 1 {scaled(x + r, y)}A{scaled(r, r)} 0 1 1 {scaled(x - r, y)}Z"
    parts = []
    for index, (which, start, end) in enumerate(runs):
        x, y, r = circles[which]
        first, last = (x + r * cos(start), y + r * sin(start)), (x + r * cos(end), y + r * sin(end))
        parts.append(("M" if index == 0 else "L") + scaled(*first))
        large = 1 if (end - start) % (2 * pi) > pi else 0
        parts.append(f"A{scaled(r, r)} 0 {large} 1 {scaled(*last)}")
    return "".join(parts) + "Z"


def _runs(circles: Sequence[Circle]) -> list[tuple[int, float, float]]:
    """Which circle the band touches from which to which direction, once around."""
    if not circles:
        raise ValueError("nothing to draw a line around")
    farthest = [_farthest(circles, 2 * pi * step / STEPS) for step in range(STEPS)]
    if len(set(farthest)) == 1:
        return [(farthest[0], 0, 2 * pi)]
    turns = [step for step in range(STEPS) if farthest[step] != farthest[step - 1]]
    angles = [_tangent(circles[farthest[step - 1]], circles[farthest[step]]) for step in turns]
    return [
        (farthest[step], angles[index], angles[(index + 1) % len(turns)]) for index, step in enumerate(turns)
    ]


def _farthest(circles: Sequence[Circle], direction: float) -> int:
    reach = [x * cos(direction) + y * sin(direction) + r for x, y, r in circles]
    return reach.index(max(reach))


def _tangent(first: Circle, second: Circle) -> float:
    """The direction in which both circles reach equally far, where the band passes from one to the other."""
    dx, dy, dr = second[0] - first[0], second[1] - first[1], second[2] - first[2]
    return atan2(dy, dx) - acos(max(-1.0, min(1.0, -dr / hypot(dx, dy))))
