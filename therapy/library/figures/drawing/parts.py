"""The parts of a body seen from the side, the front to the right: soft shapes around circles, each hung on its joint.

A limb hangs straight down from its joint; trunk and head stand on the hips; a foot lies level under its ankle. All
lengths are shares of the body's height with y down, for the eye alone.
"""

from therapy.library.figures.drawing.outline import Circle, around
from therapy.library.figures.drawing.skeleton import (
    BALL_CENTRE,
    BALL_ROUND,
    HEEL_CENTRE,
    HEEL_ROUND,
    TOE_CENTRE,
    TOE_ROUND,
)


def path(css: str, *circles: Circle) -> str:
    """A soft shape of one class."""
    return f'<path class="{css}" d="{around(circles)}"/>'


THIGH: tuple[Circle, ...] = ((0, 0, 0.05), (0.004, 0.09, 0.046), (0, 0.245, 0.031))
SHORTS: tuple[Circle, ...] = ((0, 0, 0.056), (0.004, 0.1, 0.052))
SHANK: tuple[Circle, ...] = ((0, 0, 0.031), (-0.012, 0.075, 0.033), (-0.005, 0.15, 0.024), (0, 0.246, 0.019))
FOOT: tuple[Circle, ...] = (
    (0, 0, 0.019),
    (HEEL_CENTRE.x, -HEEL_CENTRE.y, HEEL_ROUND),
    (BALL_CENTRE.x, -BALL_CENTRE.y, BALL_ROUND),
)
TOES: tuple[Circle, ...] = ((0, 0, BALL_ROUND), (TOE_CENTRE.x, -TOE_CENTRE.y, TOE_ROUND))
SHIRT: tuple[Circle, ...] = (
    (0, -0.045, 0.052),
    (0.004, -0.185, 0.056),
    (-0.002, -0.24, 0.036),
)
# From the lower end of the neck.
NECK: tuple[Circle, ...] = ((0, 0, 0.022), (0.006, -0.06, 0.02))
HAIR: tuple[Circle, ...] = ((0.004, -0.118, 0.052), (-0.016, -0.09, 0.03))
FACE: tuple[Circle, ...] = ((0.014, -0.108, 0.044), (0.026, -0.078, 0.024), (0.057, -0.098, 0.006))
UPPER_ARM: tuple[Circle, ...] = ((0, 0, 0.026), (0, 0.165, 0.019))
SLEEVE: tuple[Circle, ...] = ((0, 0, 0.031), (0, 0.08, 0.027))
FOREARM: tuple[Circle, ...] = ((0, 0, 0.019), (0, 0.135, 0.014))
HAND: tuple[Circle, ...] = ((0, 0.145, 0.016), (0.006, 0.178, 0.013))

# The trained muscle, by the area of the library's words; each on the part that it lies on.
MUSCLES: dict[str, dict[str, tuple[Circle, ...]]] = {
    "calf": {"shank": ((-0.026, 0.045, 0.011), (-0.028, 0.085, 0.014), (-0.012, 0.16, 0.006))},
    "shin": {"shank": ((0.018, 0.05, 0.008), (0.011, 0.1, 0.01), (0.006, 0.185, 0.005))},
    "outer": {"shank": ((-0.002, 0.05, 0.009), (-0.006, 0.11, 0.011), (-0.004, 0.2, 0.005))},
    "foot": {"foot": ((0.012, 0.026, 0.009), (0.055, 0.028, 0.007))},
    "thigh": {"thigh": ((0.026, 0.14, 0.014), (0.018, 0.2, 0.009))},
    "buttock": {"shorts": ((-0.024, 0.0, 0.022), (-0.028, 0.05, 0.016))},
}
