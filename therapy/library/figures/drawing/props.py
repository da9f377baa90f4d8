"""What stands around a body: walls, chairs, steps, bands. Each prop of a scene is drawn behind or before the body.

Places are in body heights, x to the front and y up from the ground; `at` is a point of the stage (`stage.Shot.point`).
"""

from collections.abc import Callable, Sequence
from math import hypot
from typing import Any

from therapy.library.figures.drawing.elements import Clock, line, placed, turned
from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.loops import Bike
from therapy.library.figures.drawing.outline import SCALE, around, scaled
from therapy.library.figures.drawing.shot import Shot

Shots = Sequence[Shot]
Prop = dict[str, Any]
COUNTER, RAIL = 0.56, 0.56  # heights of what hands rest on
THICK = 0.03
HEAD = 0.035  # of an arrow


def box(css: str, left: float, bottom: float, width: float, height: float, corner: float = 0.008) -> str:
    """A board with slightly round corners."""
    x, y, w, h, r = (v * SCALE for v in (left, -bottom - height, width, height, corner))
    return f'<rect class="{css}" x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{r:.1f}"/>'


def soft(css: str, *circles: tuple[float, float, float]) -> str:
    """A soft shape; y up."""
    return f'<path class="{css}" d="{around([(x, -y, r) for x, y, r in circles])}"/>'


def wall(_clock: Clock, _shots: Shots, prop: Prop) -> str:
    """A wall whose near face is at `x`; it stands behind the person where `x` is negative."""
    x = prop["x"]
    return box("f-wall", x if x > 0 else x - 0.035, 0, 0.035, prop.get("high", 1.06), 0)


def counter(_clock: Clock, _shots: Shots, prop: Prop) -> str:
    """A worktop whose near edge is at `x`."""
    x = prop["x"]
    return box("f-wall", x + 0.03, 0, 0.14, COUNTER - THICK, 0) + box(
        "f-prop", x, COUNTER - THICK, 0.17, THICK
    )


def rail(_clock: Clock, _shots: Shots, prop: Prop) -> str:
    """A rail on a post at `x`."""
    x, base = prop["x"], prop.get("base", 0.0)
    return box("f-wall", x - 0.01, base, 0.02, RAIL, 0) + box("f-prop", x - 0.08, base + RAIL, 0.16, THICK)


def step(_clock: Clock, _shots: Shots, prop: Prop) -> str:
    """A step from `x` to the front, `high`."""
    return box("f-wall", prop["x"], 0, prop.get("wide", 0.3), prop["high"], 0.004)


def pad(_clock: Clock, _shots: Shots, prop: Prop) -> str:
    """A soft pad to stand on, from `x`, `wide` and `high`."""
    return box("f-soft", prop["x"], 0, prop["wide"], prop["high"], 0.015)


def chair(_clock: Clock, _shots: Shots, prop: Prop) -> str:
    """A chair under the hips of the body `under`; its seat goes `behind` them and so `deep` to the front."""
    hip = prop["under"].hip
    seat = hip.y - 0.056
    left, right = hip.x - prop.get("behind", 0.075), hip.x + prop.get("deep", 0.16)
    back = box("f-wall", left - 0.03, seat, 0.025, 0.27) if prop.get("back", True) else ""
    legs = box("f-wall", left - 0.03, 0, 0.022, seat, 0) + box("f-wall", right - 0.022, 0, 0.022, seat, 0)
    return back + legs + box("f-wall", left - 0.03, seat - 0.022, right - left + 0.03, 0.022)


def bed(_clock: Clock, _shots: Shots, prop: Prop) -> str:
    """A mattress or mat from `x`, `wide`, whose top is at `top`."""
    top = prop["top"]
    return box(
        "f-soft", prop["x"], top - prop.get("thick", 0.03), prop["wide"], prop.get("thick", 0.03), 0.012
    )


def roll(_clock: Clock, _shots: Shots, prop: Prop) -> str:
    """A rolled towel, its middle at `x`, `y`; folded flat where it is `wide`."""
    r = prop.get("round", 0.03)
    if "wide" in prop:
        return soft("f-wall", (prop["x"], prop["y"], r), (prop["x"] + prop["wide"], prop["y"], r))
    return soft("f-wall", (prop["x"], prop["y"], r)) + soft("f-soft", (prop["x"], prop["y"], r * 0.45))


def anchor(_clock: Clock, _shots: Shots, prop: Prop) -> str:
    """What a band is tied to: a post with its foot on `base`."""
    base = prop.get("base", 0.0)
    return box("f-prop", prop["x"] - 0.014, base, 0.028, prop["y"] - base + 0.03)


def pull(clock: Clock, shots: Shots, prop: Prop) -> str:
    """A band or strap between two points, as long as they are apart."""
    starts = [shot.point(prop["from"]) for shot in shots]
    ends = [shot.point(prop["to"]) for shot in shots]
    return line(clock, "f-band" if prop.get("band") else "f-strap", starts, ends)


def block(clock: Clock, shots: Shots, prop: Prop) -> str:
    """A weight that rests on a moving part, `wide` and `high`."""
    wide, high = prop.get("wide", 0.09), prop.get("high", 0.06)
    return placed(clock, [shot.point(prop["at"]) for shot in shots], box("f-prop", -wide / 2, 0, wide, high))


def dumbbell(clock: Clock, shots: Shots, prop: Prop) -> str:
    """A weight in a hand, seen along its bar's length."""
    ends = "".join(box("f-wall", x, -0.03, 0.03, 0.06) for x in (-0.065, 0.035))
    shape = box("f-wall", -0.05, -0.01, 0.1, 0.02) + ends
    return placed(clock, [shot.point(prop["at"]) for shot in shots], shape)


def handrail(_clock: Clock, _shots: Shots, prop: Prop) -> str:
    """A rail along the wall beside one who walks, from `x`, `wide`."""
    return box("f-wall", prop["x"], COUNTER, prop["wide"], THICK)


def plate(clock: Clock, shots: Shots, prop: Prop) -> str:
    """The plate of a leg press, which goes with the ball of the foot."""
    # Its lower edge is under the ball, so that the heel is free.
    shape = box("f-prop", 0.018, -0.02, 0.03, 0.2) + box("f-wall", 0.048, 0.06, 0.2, 0.04, 0)
    return placed(clock, [shot.point(prop["at"]) for shot in shots], shape)


def recliner(_clock: Clock, _shots: Shots, prop: Prop) -> str:
    """The seat of a leg press, laid back behind the trunk of the body `under`."""
    hip, neck = prop["under"].hip, prop["under"].neck
    back = (neck - hip).times(1.05)
    away = Point(-back.y, back.x).times(0.075 / 0.3)
    first, last = hip + away, hip + away + back
    seat = soft("f-wall", (first.x, first.y, 0.02), (last.x, last.y, 0.02))
    base = soft("f-wall", (hip.x - 0.02, hip.y - 0.075, 0.02), (hip.x + 0.13, hip.y - 0.06, 0.02))
    return seat + base + box("f-wall", hip.x - 0.02, 0, 0.06, max(0.0, hip.y - 0.08), 0)


def bicycle(clock: Clock, shots: Shots, prop: Prop) -> str:
    """An exercise bicycle: flywheel, frame, saddle and handlebar, and the cranks that turn."""
    bike: Bike = prop["bike"]
    axle, saddle, bar = bike.axle, bike.saddle, bike.bar
    low = Point(saddle.x, saddle.y - 0.075)
    tubes = (
        soft("f-wall", (axle.x, axle.y, 0.016), (low.x, low.y, 0.012))
        + soft("f-wall", (axle.x, axle.y, 0.016), (axle.x + 0.2, 0.17, 0.02))
        + soft("f-wall", (axle.x + 0.2, 0.17, 0.018), (bar.x - 0.02, bar.y - 0.03, 0.012))
        + soft("f-soft", (axle.x + 0.2, 0.17, 0.13))
        + soft("f-wall", (axle.x + 0.2, 0.17, 0.03))
        + box("f-wall", axle.x - 0.2, 0, 0.55, 0.025)
        + soft("f-wall", (axle.x, axle.y, 0.016), (axle.x - 0.12, 0.02, 0.012))
    )
    rests = soft("f-prop", (low.x - 0.07, low.y + 0.01, 0.016), (low.x + 0.06, low.y + 0.005, 0.01)) + soft(
        "f-prop", (bar.x - 0.03, bar.y - 0.028, 0.012), (bar.x + 0.05, bar.y - 0.02, 0.012)
    )
    turns = [
        shot.time / (shots[-1].time or 1) if len(shots) > 1 else shot.time / bike.seconds for shot in shots
    ]
    cranks = soft("f-prop", (-bike.crank, 0, 0.01), (bike.crank, 0, 0.01))
    turning = placed(
        clock, [axle] * len(shots), turned(clock, [360 * share - bike.start for share in turns], cranks)
    )
    return tubes + rests + turning


def arrow(clock: Clock, shots: Shots, prop: Prop) -> str:
    """Where a held position presses or pulls: from `at`, along `way`."""
    return placed(clock, [shot.point(prop["at"]) for shot in shots], arrow_of(*prop["way"]))


def arrow_of(dx: float, dy: float, head: float = HEAD) -> str:
    """An arrow from the origin, so far to the front and up."""
    return f'<path class="f-hint" d="{arrow_path(dx, dy, head)}"/>'


def arrow_path(dx: float, dy: float, head: float = HEAD) -> str:
    """The path of such an arrow."""
    length = hypot(dx, dy)
    ux, uy = dx / length * head, dy / length * head
    tips = [(dx - 0.8 * ux + s * 0.6 * uy, dy - 0.8 * uy - s * 0.6 * ux) for s in (1, -1)]
    first, second = (scaled(x, -y) for x, y in tips)
    end = scaled(dx, -dy)
    return f"M0 0L{end}M{first}L{end}L{second}"


BEHIND: dict[str, Callable[[Clock, Shots, Prop], str]] = {
    "wall": wall,
    "counter": counter,
    "rail": rail,
    "step": step,
    "pad": pad,
    "chair": chair,
    "bed": bed,
    "roll": roll,
    "anchor": anchor,
    "plate": plate,
    "handrail": handrail,
    "recliner": recliner,
    "bicycle": bicycle,
}
BEFORE: dict[str, Callable[[Clock, Shots, Prop], str]] = {
    "pull": pull,
    "block": block,
    "dumbbell": dumbbell,
    "arrow": arrow,
}


def drawn(
    kinds: dict[str, Callable[[Clock, Shots, Prop], str]], clock: Clock, shots: Shots, props: Sequence[Prop]
) -> str:
    """Those props of a scene that are of these kinds, in the scene's order."""
    return "".join(kinds[prop["kind"]](clock, shots, prop) for prop in props if prop["kind"] in kinds)
