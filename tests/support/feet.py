"""Where feet and legs of a drawn figure are."""

from functools import cache

from tests.library.figures.svg import Matrix, shapes
from tests.support.drawn import drawn
from therapy.library.figures.drawing import parts
from therapy.library.figures.drawing.outline import SCALE, around
from therapy.library.figures.drawing.skeleton import (
    BALL_CENTRE,
    HEEL_CENTRE,
    TOE_CENTRE,
)

SHAPES = {
    around(parts.FOOT): "foot",
    around(parts.TOES): "toes",
    around(parts.SHANK): "shank",
    around(parts.THIGH): "thigh",
}


Legs = list[dict[str, Matrix]]


@cache
def legs(slug: str, side: str, time: float) -> Legs:
    """Where the far and the near leg's parts are; the far one is drawn first."""
    found: dict[str, list[Matrix]] = {name: [] for name in SHAPES.values()}
    for element, where in shapes(drawn(slug, side), time):
        name = SHAPES.get(element.get("d", ""))
        if name:
            found[name].append(where)
    far_and_near = [dict(zip(found, matrices, strict=True)) for matrices in zip(*found.values(), strict=True)]
    assert len(far_and_near) == 2
    return far_and_near


def place(where: Matrix, x: float, y: float) -> tuple[float, float]:
    """In body heights, y up."""
    on_screen = where.at(x * SCALE, -y * SCALE)
    return on_screen[0] / SCALE, -on_screen[1] / SCALE


def foot(leg: dict[str, Matrix]) -> dict[str, tuple[float, float]]:
    return {
        "heel": place(leg["foot"], HEEL_CENTRE.x, HEEL_CENTRE.y),
        "ball": place(leg["foot"], BALL_CENTRE.x, BALL_CENTRE.y),
        "toe": place(leg["toes"], TOE_CENTRE.x, TOE_CENTRE.y),
    }
