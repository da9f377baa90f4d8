"""A foot close by, seen from its inner side, the toes to the right.

What moves is given by each frame of the data: the toes' `mtp`, `small` (of the four smaller toes, + up) and `curl` (of
the toes' own joints, in degrees), and `arch_mm` (how much higher the arch is, in millimetres).
"""

from collections.abc import Sequence

from therapy.library.figures.drawing.elements import Clock, placed, turned
from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.outline import SCALE, number
from therapy.library.figures.drawing.parts import path
from therapy.library.figures.drawing.skeleton import ANKLE_HEIGHT, BALL_CENTRE

# For the eye: a person of this height has an arch that rises so many millimetres.
BODY_MM = 1700
Values = dict[str, list[float]]
# Fingers under the toes, the thumb on them, and the forearm from above.
HELD = (
    path("f-skin", (0.026, 0.018, 0.011), (0.05, 0.014, 0.012))
    + path("f-skin", (0.05, 0.012, 0.013), (0.08, -0.012, 0.018), (0.19, -0.05, 0.024))
    + path("f-skin", (0.026, -0.016, 0.008), (0.06, -0.012, 0.011))
)


def foot(clock: Clock, values: Values, letter: str, muscles: Sequence[str], hand: bool) -> str:
    """Shank, foot and toes with the ankle at the origin; a `hand` holds the toes."""
    joint = Point(BALL_CENTRE.x, BALL_CENTRE.y)
    count = len(values["mtp"])
    small = _toe(clock, values["small"], values["curl"], 0.94)
    big = _toe(clock, values["mtp"], values["curl"], 1)
    body = _body(clock, values["arch_mm"])
    shank = path("f-work", (0, 0.004, 0.02), (-0.004, -0.1, 0.028), (-0.004, -0.3, 0.04))
    far = f'<g class="f-far">{placed(clock, [joint + Point(-0.006, 0.003)] * count, small)}</g>'
    muscle = path("f-muscle", (0.012, 0.024, 0.007), (0.048, 0.023, 0.005)) if "foot" in muscles else ""
    toes = placed(clock, [joint] * count, big)
    held = (
        placed(clock, [joint] * count, turned(clock, [-mtp for mtp in values["mtp"]], HELD)) if hand else ""
    )
    return far + shank + body + muscle + toes + held + letter


def _toe(clock: Clock, ups: Sequence[float], curls: Sequence[float], size: float) -> str:
    """A toe on its joint, bent up by `ups`; its far half is bent down by `curls`."""
    tip = path("f-work", (0, 0, 0.012 * size), (0.018 * size, 0.002, 0.01 * size))
    bent = placed(clock, [Point(0.018 * size, 0)] * len(curls), turned(clock, list(curls), tip))
    return turned(
        clock,
        [-up for up in ups],
        path("f-work", (0, 0, 0.016 * size), (0.018 * size, 0.003, 0.0125 * size)) + bent,
    )


def _body(clock: Clock, arches: Sequence[float]) -> str:
    shapes = [_outline(arch / BODY_MM) for arch in arches]
    return f'<path class="f-work" d="{shapes[0]}">{clock.animation(shapes, "d")}</path>'


def _outline(arch: float) -> str:
    """The foot without its toes; the middle of the sole `arch` body heights higher."""
    sole = ANKLE_HEIGHT

    def at(*values: float) -> str:
        return " ".join(number(value * SCALE) for value in values)

    return (
        f"M{at(-0.02, -0.012)}C{at(-0.032, 0.004, -0.041, 0.014, -0.038, 0.027)}"
        f"C{at(-0.036, sole, -0.024, sole, -0.014, sole)}"
        f"C{at(0.004, sole, 0.012, 0.0335 - arch, 0.03, 0.0325 - arch)}"
        f"C{at(0.046, 0.0325 - arch, 0.052, sole, 0.066, sole)}"
        f"L{at(0.072, sole)}C{at(0.09, sole, 0.09, 0.013, 0.076, 0.009)}"
        f"C{at(0.05, 0.001, 0.03, -0.014, 0.019, -0.03)}Z"
    )
