"""Points in the plane of a drawing: x to the front, y up, in body heights; angles in degrees."""

from dataclasses import dataclass
from math import acos, cos, degrees, hypot, radians, sin


@dataclass(frozen=True)
class Point:
    """A point, or the way from one to another."""

    x: float
    y: float

    def __add__(self, other: "Point") -> "Point":
        return Point(self.x + other.x, self.y + other.y)

    def __sub__(self, other: "Point") -> "Point":
        return Point(self.x - other.x, self.y - other.y)

    def times(self, factor: float) -> "Point":
        """The same way, `factor` times as far."""
        return Point(self.x * factor, self.y * factor)

    def turned(self, pitch: float) -> "Point":
        """The same way, its end `pitch` degrees further down (the way a clock's hands go)."""
        c, s = cos(radians(pitch)), sin(radians(pitch))
        return Point(self.x * c + self.y * s, self.y * c - self.x * s)

    def between(self, other: "Point", share: float) -> "Point":
        """The point at `share` (0 to 1) of the way to `other`."""
        return Point(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)

    def distance(self, other: "Point") -> float:
        """How far `other` is away."""
        return hypot(self.x - other.x, self.y - other.y)


def up(lean: float, length: float) -> Point:
    """`length` straight up, leant `lean` degrees to the front."""
    return Point(sin(radians(lean)) * length, cos(radians(lean)) * length)


def down(swing: float, length: float) -> Point:
    """`length` straight down, swung `swing` degrees to the front."""
    return Point(sin(radians(swing)) * length, -cos(radians(swing)) * length)


class TooFarError(ValueError):
    """The two bones do not reach from one end to the other."""


def bend(upper: float, lower: float, distance: float) -> tuple[float, float]:
    """Of two bones whose ends lie `distance` apart: the angle between the first and the way to the far end, and how
    far the joint is bent from straight, both in degrees. Raises TooFarError where the bones are too short or too long.
    """
    if not abs(upper - lower) - 1e-9 <= distance <= upper + lower + 1e-9 or distance == 0:
        raise TooFarError(f"bones of {upper} and {lower} do not span {distance}")
    at_first = _angle((upper**2 + distance**2 - lower**2) / (2 * upper * distance))
    at_joint = _angle((upper**2 + lower**2 - distance**2) / (2 * upper * lower))
    return at_first, 180 - at_joint


def _angle(cosine: float) -> float:
    return degrees(acos(max(-1.0, min(1.0, cosine))))
