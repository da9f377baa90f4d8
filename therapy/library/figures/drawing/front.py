"""Views that are not from the side: the feet as one sees one's own, the body from behind, and one who lies on a side.

All are drawn for the right leg; the left is their mirror image. What moves is given by each frame of the data:
`rearfoot` (degrees, + turned in), `shift` (of the hips towards the working leg, in body heights) and `abduction`
(degrees).
"""

from collections.abc import Sequence
from math import asin, degrees
from typing import Any

from therapy.library.figures.drawing.elements import Clock, line, placed, turned
from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.parts import path
from therapy.library.figures.drawing.props import box, soft

Values = dict[str, list[float]]

APART = 0.075  # of each foot from the middle, seen from above
FOREFOOT = 0.1
HIPS, LEG, HIP_HEIGHT = 0.05, 0.491, 0.53

# The trained muscle on a shank seen from the front, by the area of the library's words: at its outer or inner edge.
EDGES = {"outer": 1, "calf": -1}


def feet(clock: Clock, values: Values, scene: dict[str, Any], letter: str, muscles: Sequence[str]) -> str:
    """Both feet as one sees one's own, the legs stretched out; the right one turns in or out, against a band.

    The band goes from `tied` to the edge of the foot that is `hold` from its middle.
    """
    turns = [-angle for angle in values["rearfoot"]]
    marks = "".join(
        path(
            "f-muscle", *((EDGES[area] * x, y, r) for x, y, r in ((0.022, 0.07, 0.007), (0.03, 0.13, 0.009)))
        )
        for area in muscles
        if area in EDGES
    )
    work = placed(
        clock, [Point(APART, 0)] * len(turns), _foot_from_above(clock, turns, "f-work", marks + letter)
    )
    still = [0.0] * len(turns)
    other = placed(
        clock,
        [Point(-APART, 0)] * len(turns),
        f'<g transform="scale(-1 1)">{_foot_from_above(clock, still, "f-skin", "")}</g>',
    )
    mirrored = f'<g class="f-far">{other}</g>'
    hold = [Point(APART, 0) + Point(scene["hold"], FOREFOOT).turned(turn) for turn in turns]
    tied = Point(*scene["tied"])
    band = line(clock, "f-band", [tied] * len(turns), hold)
    post = box("f-prop", tied.x - 0.016, tied.y - 0.05, 0.032, 0.1) if scene.get("post") else ""
    return mirrored + work + post + band


def _foot_from_above(clock: Clock, turns: Sequence[float], css: str, letter: str) -> str:
    toes = (
        (-0.024, -0.152, 0.013),
        (-0.004, -0.156, 0.009),
        (0.011, -0.15, 0.008),
        (0.024, -0.142, 0.008),
        (0.034, -0.131, 0.007),
    )
    foot = path(css, (0, 0.004, 0.028), (-0.018, -0.112, 0.022), (0.022, -0.104, 0.019))
    foot += "".join(path(css, (x * 0.9, y + 0.03, r), (x, y, r)) for x, y, r in toes)
    shank = path(css, (0, 0, 0.027), (-0.004, 0.14, 0.04), (0.004, 0.16, 0.042), (0, 0.26, 0.04))
    shorts = path("f-shorts", (0, 0.275, 0.047), (0, 0.33, 0.052))
    return turned(clock, turns, foot) + shank + shorts + letter


def behind(clock: Clock, values: Values, letter: str) -> str:
    """A body that stands, seen from behind; the hips move sideways over feet that keep their place."""
    shifts = values["shift"]
    heights = [_hips_over_feet(shift) for shift in shifts]
    hips = [Point(shift, height) for shift, height in zip(shifts, heights, strict=True)]
    spot = 0.06
    legs = feet_drawn = ""
    for sign, css in ((-1, "f-skin"), (1, "f-work")):
        lean = [_lean(sign * HIPS + shift - sign * spot) for shift in shifts]
        mark = letter if sign > 0 else ""
        leg = _leg_behind(css, mark)
        legs += placed(clock, [Point(sign * HIPS, 0)] * len(shifts), turned(clock, lean, leg))
        feet_drawn += soft(css, (sign * spot, 0.022, 0.021), (sign * (spot + 0.012), 0.014, 0.013))
    pelvis = path("f-shorts", (-0.048, 0, 0.05), (0.048, 0, 0.05))
    trunk = path(
        "f-shirt",
        (-0.045, -0.05, 0.04),
        (0.045, -0.05, 0.04),
        (-0.085, -0.235, 0.032),
        (0.085, -0.235, 0.032),
    )
    head = path("f-skin", (0, -0.25, 0.023), (0, -0.31, 0.023)) + path(
        "f-hair", (0, -0.362, 0.05), (0, -0.34, 0.042)
    )
    arms = "".join(
        path("f-skin", (s * 0.1, -0.235, 0.024), (s * 0.135, -0.09, 0.018))
        + path("f-skin", (s * 0.135, -0.09, 0.018), (s * 0.12, 0.0, 0.014))
        + path("f-sleeve", (s * 0.1, -0.235, 0.03), (s * 0.117, -0.165, 0.026))
        for s in (-1, 1)
    )
    body = placed(clock, hips, legs + pelvis + arms + trunk + head)
    return feet_drawn + body


def _hips_over_feet(shift: float) -> float:
    """How high the hips are over a straight working leg whose foot keeps its place."""
    sideways = shift + HIPS - 0.06
    return HIP_HEIGHT - LEG + (LEG**2 - sideways**2) ** 0.5


def _lean(sideways: float) -> float:
    return degrees(asin(sideways / LEG))


def _leg_behind(css: str, letter: str) -> str:
    shank = path(css, (0, 0.245, 0.03), (0.003, 0.32, 0.034), (0, 0.48, 0.018))
    muscle = path("f-muscle", (-0.008, 0.3, 0.012), (0.012, 0.3, 0.012), (0.0, 0.38, 0.008)) if letter else ""
    thigh = path(css, (0, 0.0, 0.048), (0, 0.245, 0.031))
    return shank + muscle + thigh + path("f-shorts", (0, 0, 0.052), (0, 0.1, 0.05)) + letter


def lying(clock: Clock, values: Values, letter: str) -> str:
    """Somebody who lies on the left side, seen from the front, the head to the right; the right leg is lifted."""
    count = len(values["abduction"])
    # Bent towards the one who looks, and so drawn shorter than it is.
    low = path("f-skin", (0, 0, 0.046), (0.014, 0.215, 0.034)) + path(
        "f-skin", (0.016, 0.225, 0.033), (0.034, 0.35, 0.019)
    )
    low += path("f-skin", (0.034, 0.35, 0.019), (0.038, 0.395, 0.013))
    bottom = placed(
        clock, [Point(0.05, 0)] * count, low + path("f-shorts", (0, 0, 0.05), (0.008, 0.1, 0.049))
    )
    foot = path("f-work", (0, 0.48, 0.02), (0.004, 0.512, 0.016)) + path(
        "f-work", (0.003, 0.5, 0.016), (0.03, 0.522, 0.012)
    )
    leg = path("f-work", (0, 0.245, 0.03), (-0.004, 0.32, 0.032), (0, 0.48, 0.018)) + foot
    leg += (
        path("f-work", (0, 0, 0.048), (0, 0.245, 0.031))
        + path("f-shorts", (0, 0, 0.052), (0, 0.1, 0.05))
        + letter
    )
    muscle = path("f-muscle", (-0.03, -0.015, 0.016), (-0.036, 0.03, 0.011))
    top = placed(clock, [Point(-0.05, 0)] * count, turned(clock, values["abduction"], leg + muscle))
    trunk = path(
        "f-shirt", (-0.045, -0.05, 0.042), (0.045, -0.05, 0.042), (-0.08, -0.235, 0.03), (0.07, -0.235, 0.03)
    )
    head = path("f-skin", (0.0, -0.25, 0.022), (0.015, -0.31, 0.022))
    head += path("f-hair", (0.02, -0.365, 0.051)) + path(
        "f-skin", (0.02, -0.352, 0.043), (0.02, -0.33, 0.032)
    )
    arm = path("f-skin", (-0.085, -0.225, 0.024), (-0.02, -0.1, 0.018)) + path(
        "f-skin", (-0.02, -0.1, 0.018), (0.09, -0.13, 0.014)
    )
    arm += path("f-sleeve", (-0.085, -0.225, 0.03), (-0.052, -0.163, 0.025))
    under = path("f-skin", (0.08, -0.235, 0.022), (0.09, -0.36, 0.017), (0.085, -0.45, 0.014))
    body = f'<g class="f-far">{under}{bottom}</g>{trunk}{top}{head}{arm}'
    return placed(clock, [Point(0, 0.125)] * count, turned(clock, [90.0] * count, body))


def heels(clock: Clock, rises: Sequence[float]) -> str:
    """Both heels from behind with a ball between them, in a round inset; they rise by `rises` body heights."""
    ring = soft("f-soft", (0, 0, 0.185))
    toes = "".join(soft("f-work", (s * 0.056, -0.112, 0.018), (s * 0.068, -0.115, 0.014)) for s in (-1, 1))
    legs = "".join(
        path("f-work", (s * 0.062, -0.105, 0.036), (s * 0.05, 0.05, 0.021))
        + path("f-work", (s * 0.05, 0.04, 0.022), (s * 0.05, 0.1, 0.025))
        for s in (-1, 1)
    )
    ball = path("f-prop", (0, 0.09, 0.03))
    ground = '<path class="f-floor" d="M-52 50.8H52"/>'
    raised = placed(clock, [Point(0, rise) for rise in rises], legs + ball)
    return ring + toes + raised + ground
