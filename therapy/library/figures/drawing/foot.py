"""A foot close by, seen from its inner side, the toes to the right.

It is a left foot: with the toes to the right, one sees the inner side of no other.

What moves is given by each frame of the data: the toes' `mtp`, `small` (of the four smaller toes, + up) and `curl` (of
the toes' own joints, in degrees), and `arch_mm` (how much higher the arch is, in millimetres).
"""

from collections.abc import Sequence
from math import atan2, degrees

from therapy.library.figures.drawing.elements import Clock, placed, turned
from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.outline import SCALE, number
from therapy.library.figures.drawing.parts import path
from therapy.library.figures.drawing.skeleton import ANKLE_HEIGHT, BALL_CENTRE

# For the eye: of a person of this height an arch rises so many millimetres, and is drawn to rise so many times as far.
BODY_MM, SEEN = 1700, 2.5
Values = dict[str, list[float]]
# Fingers under the toes, the thumb on them, and the palm before their tips, from which the forearm goes.
PALM = Point(0.052, 0.004)
HELD = (
    path("f-skin", (0.02, 0.02, 0.009), (0.05, 0.014, 0.013))
    + path("f-skin", (0.028, -0.017, 0.008), (0.05, -0.008, 0.011))
    + path("f-skin", (0.048, 0.012, 0.015), (0.052, -0.004, 0.015))
)
FOREARM = path("f-skin", (0, 0, 0.015), (0.12, 0, 0.022), (0.4, 0, 0.026))
ELBOW = Point(-0.03, -0.34)  # out of the picture, with the foot's ankle at the origin


def foot(clock: Clock, values: Values, letter: str, muscles: Sequence[str], hand: bool) -> str:
    """Shank, foot and toes with the ankle at the origin; a `hand` holds the toes."""
    joint = Point(BALL_CENTRE.x, BALL_CENTRE.y)
    count = len(values["mtp"])
    small = "".join(
        placed(
            clock,
            [joint + Point(-0.005 * place, 0.003)] * count,
            # A little apart when they are up, so that one sees several.
            _toe(
                clock,
                [up * (1 + 0.14 * place) for up in values["small"]],
                values["curl"],
                0.97 - 0.05 * place,
            ),
        )
        for place in (4, 3, 2, 1)
    )
    big = _toe(clock, values["mtp"], values["curl"], 1)
    body = _body(clock, values["arch_mm"])
    shank = path("f-work", (0, 0.004, 0.02), (-0.004, -0.1, 0.028), (-0.004, -0.3, 0.04))
    far = f'<g class="f-far">{small}</g>'
    muscle = path("f-muscle", (0.012, 0.024, 0.007), (0.048, 0.023, 0.005)) if "foot" in muscles else ""
    toes = placed(clock, [joint] * count, big)
    held = _hand(clock, joint, values["mtp"]) if hand else ""
    return far + shank + body + muscle + toes + held + letter


def _hand(clock: Clock, joint: Point, ups: Sequence[float]) -> str:
    """A hand that bends the toes up, and its forearm to an elbow that keeps its place."""
    palms = [joint + Point(PALM.x, -PALM.y).turned(-up) for up in ups]
    ways = [ELBOW - palm for palm in palms]
    arm = turned(clock, [degrees(atan2(-way.y, way.x)) for way in ways], FOREARM)
    fingers = placed(clock, [joint] * len(ups), turned(clock, [-up for up in ups], HELD))
    return placed(clock, palms, arm) + fingers


def towel(clock: Clock, curls: Sequence[float]) -> str:
    """A towel on the ground, that the toes pull in and bunch up under them when they curl."""
    shapes = [_towel(curl / 60) for curl in curls]
    return f'<path class="f-wall" d="{shapes[0]}">{clock.animation(shapes, "d")}</path>'


def _towel(pulled: float) -> str:
    """`pulled` from 0 to 1, the ankle at x 0 and the ground at y 0."""
    flat, fold = 0.008, 0.008 + 0.009 * pulled
    start, wave = 0.08, 0.03 - 0.012 * pulled
    text = f"M{_at(-0.06, 0)}L{_at(-0.06, -flat)}L{_at(start, -flat)}"
    for number_of in range(4):
        left = start + wave * number_of
        text += f"Q{_at(left + wave / 2, -2 * fold + flat, left + wave, -flat)}"
    return text + f"L{_at(start + wave * 4, 0)}Z"


def _at(*values: float) -> str:
    return " ".join(number(value * SCALE) for value in values)


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
    shapes = [_outline(SEEN * arch / BODY_MM) for arch in arches]
    return f'<path class="f-work" d="{shapes[0]}">{clock.animation(shapes, "d")}</path>'


def _outline(arch: float) -> str:
    """The foot without its toes; the middle of the sole `arch` body heights higher."""
    sole = ANKLE_HEIGHT
    return (
        f"M{_at(-0.02, -0.012)}C{_at(-0.032, 0.004, -0.041, 0.014, -0.038, 0.027)}"
        f"C{_at(-0.036, sole, -0.024, sole, -0.014, sole)}"
        f"C{_at(0.004, sole, 0.012, 0.0335 - arch, 0.03, 0.0325 - arch)}"
        f"C{_at(0.046, 0.0325 - arch, 0.052, sole, 0.066, sole)}"
        f"L{_at(0.072, sole)}C{_at(0.09, sole, 0.09, 0.013, 0.076, 0.009)}"
        f"C{_at(0.05, 0.001, 0.03, -0.014, 0.019, -0.03)}Z"
    )
