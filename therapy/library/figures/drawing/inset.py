"""A round inset in a picture from the side, that shows the foot at work larger, or both heels from behind.

A scene's `inset` names its `kind` and where `at` is its middle; a foot is `scale` times as large, moved by `shift`,
with the `floor` where the scene says so, and with the band or strap that is on it.
"""

from collections.abc import Sequence
from math import atan2, degrees, hypot
from typing import Any

from therapy.library.figures.drawing import front, parts, props
from therapy.library.figures.drawing.elements import Clock, line, placed, turned
from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.outline import SCALE, Circle, number
from therapy.library.figures.drawing.parts import path
from therapy.library.figures.drawing.shot import Shot
from therapy.library.figures.drawing.skeleton import BALL_CENTRE, Leg
from therapy.library.figures.drawing.stage import Stage

ROUND = 0.2
# The lower end of the shank, its ankle at the origin.
SHANK: tuple[Circle, ...] = ((-0.002, -0.068, 0.0215), (0, 0, 0.019))


def drawn(clock: Clock, stage: Stage, shots: Sequence[Shot]) -> str:
    """The scene's inset; nothing where it has none. Raises KeyError for a kind that there is not."""
    told = stage.scene.get("inset")
    if told is None:
        return ""
    inner = {"heels": _heels, "foot": _foot}[told["kind"]](clock, stage, shots)
    return placed(clock, [Point(*told["at"])] * len(shots), inner)


def extent(scene: dict[str, Any]) -> list[Circle]:
    """What a picture must show of it."""
    return [(*scene["inset"]["at"], ROUND)] if "inset" in scene else []


def _heels(clock: Clock, stage: Stage, shots: Sequence[Shot]) -> str:
    lowest = stage.frames[0].body.work.ankle.y
    return front.heels(clock, [shot.body.work.ankle.y - lowest for shot in shots])


def _foot(clock: Clock, stage: Stage, shots: Sequence[Shot]) -> str:
    told = stage.scene["inset"]
    scale, shift = told["scale"], Point(*told.get("shift", (0, 0)))
    centre = stage.frames[0].body.work.ankle

    def place(point: Point) -> Point:
        return (point - centre).times(scale) + shift

    inner = props.soft("f-soft", (0, 0, ROUND))
    if told.get("floor"):
        inner += _floor(place(Point(0, stage.scene["stands"]["work"])).y)
    workers = [shot.body.work for shot in shots]
    inner += _leg(clock, workers, [place(leg.ankle) for leg in workers], scale)
    for prop in stage.scene.get("props", []):
        if prop["kind"] == "pull":
            ends = [place(shot.point(prop["to"])) for shot in shots]
            ways = [shot.point(prop["from"]) - shot.point(prop["to"]) for shot in shots]
            starts = [_edge(end, way) for end, way in zip(ends, ways, strict=True)]
            inner += line(clock, "f-band" if prop.get("band") else "f-strap", starts, ends)
    return inner


def _leg(clock: Clock, legs: Sequence[Leg], ankles: Sequence[Point], scale: float) -> str:
    def part(*circles: Circle) -> str:
        return path("f-work", *((x * scale, y * scale, r * scale) for x, y, r in circles))

    joint = BALL_CENTRE.times(scale)
    toes = placed(clock, [joint] * len(legs), turned(clock, [-leg.mtp for leg in legs], part(*parts.TOES)))
    foot = turned(clock, [leg.pitch for leg in legs], toes + part(*parts.FOOT))
    shank = turned(clock, [_lean(leg) for leg in legs], part(*SHANK))
    return placed(clock, ankles, shank + foot)


def _lean(leg: Leg) -> float:
    """Degrees by which a shank is turned from hanging straight down, as a clock's hands go."""
    way = leg.ankle - leg.knee
    return degrees(atan2(-way.x, -way.y))


def _edge(start: Point, way: Point) -> Point:
    """Where the way from `start`, a place in the ring, goes through the ring."""
    length = hypot(way.x, way.y)
    ux, uy = way.x / length, way.y / length
    along = start.x * ux + start.y * uy
    far = (along**2 + ROUND**2 - start.x**2 - start.y**2) ** 0.5 - along
    return start + Point(ux, uy).times(far)


def _floor(height: float) -> str:
    half = (ROUND**2 - height**2) ** 0.5
    return f'<path class="f-floor" d="M{number(-half * SCALE)} {number(-height * SCALE)}H{number(half * SCALE)}"/>'
