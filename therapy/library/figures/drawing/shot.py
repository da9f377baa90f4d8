"""Where body, hands and what they hold are at one moment, seen from the side."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from therapy.library.figures.drawing.arms import SHOULDER, Arm
from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.skeleton import Body, Leg

Spec = Any  # of a point: [x, y], or a name with an offset, ["work.ball", dx, dy]


@dataclass(frozen=True)
class Shot:
    """Everything at one moment."""

    time: float
    body: Body
    near: Arm
    far: Arm

    @property
    def shoulder(self) -> Point:
        """Where both arms begin."""
        return self.body.along_trunk(SHOULDER)

    def point(self, spec: Spec) -> Point:
        """Where something is: at a fixed place, or with a part of the body. Raises KeyError for an unknown part."""
        if isinstance(spec[0], int | float):
            return Point(*spec)
        name, dx, dy = (*spec, 0, 0)[:3] if len(spec) > 1 else (spec[0], 0, 0)
        return PARTS[name](self) + Point(dx, dy)


def _leg(name: str) -> dict[str, Callable[[Shot], Point]]:
    def part(of: Callable[[Leg], Point]) -> Callable[[Shot], Point]:
        return lambda shot: of(getattr(shot.body, name))

    return {
        f"{name}.knee": part(lambda leg: leg.knee),
        f"{name}.thigh": part(lambda leg: leg.hip.between(leg.knee, 0.7)),
        f"{name}.shin": part(lambda leg: leg.knee.between(leg.ankle, 0.5)),
        f"{name}.ankle": part(lambda leg: leg.ankle),
        f"{name}.heel": part(lambda leg: leg.heel),
        f"{name}.ball": part(lambda leg: leg.ball),
        f"{name}.toe": part(lambda leg: leg.toe),
        f"{name}.sole": part(lambda leg: leg.heel.between(leg.ball, 0.6)),
    }


PARTS: dict[str, Callable[[Shot], Point]] = {
    **_leg("work"),
    **_leg("other"),
    "hip": lambda shot: shot.body.hip,
    "chest": lambda shot: shot.body.along_trunk(0.17),
    "hands": lambda shot: shot.near.hand(shot.shoulder),
}
