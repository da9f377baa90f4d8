"""A whole exercise seen from the side: where body, hands and what they hold are at each moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from therapy.library.drawing.arms import HANGING, SHOULDER, Arm, reaching_for
from therapy.library.drawing.geometry import Point
from therapy.library.drawing.motion import Moment, moments_of, moves_of, pose_at
from therapy.library.drawing.placing import rest_of
from therapy.library.drawing.skeleton import Body, Leg, Pose

LYING = 60  # degrees of lean

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


@dataclass(frozen=True)
class Stage:
    """An exercise as it is drawn: the shots of its movement, and the one of each frame."""

    shots: list[Shot]
    frames: list[Shot]
    scene: dict[str, Any]

    @property
    def length(self) -> float:
        """Seconds of one round; 0 where nothing moves."""
        return self.shots[-1].time


def stage_of(figure: dict[str, Any], dose: dict[str, Any], both: bool) -> Stage:
    """What to draw of a figure of the data; `both` legs do the work where a figure shows one at work.

    Raises TooFarError where an arm or a leg cannot reach what its scene says.
    """
    scene = figure["scene"]
    poses = [Pose.of(frame) for frame in figure["frames"]]
    if both and scene.get("both_alike", True):
        poses = [replace(pose, other=pose.work) for pose in poses]
    moves = moves_of(len(poses), dose, scene)
    moments = moments_of(moves) if moves else [Moment(0, 0, 0, 0)]
    frames = [Moment(0, index, index, 0) for index in range(len(poses))]
    rest = rest_of(_with_both(scene) if both else scene, poses)

    def shots(wanted: Sequence[Moment]) -> list[Shot]:
        return [_shot(moment.time, rest.place(pose_at(poses, moment)), scene) for moment in wanted]

    return Stage(shots(moments), shots(frames), scene)


def _with_both(scene: dict[str, Any]) -> dict[str, Any]:
    stands = scene.get("stands", {})
    return {**scene, "stands": {"work": stands["work"], "other": stands["work"]}} if "work" in stands else scene


def _shot(time: float, body: Body, scene: dict[str, Any]) -> Shot:
    hands = scene.get("hands", {})
    bare = Shot(time, body, HANGING, HANGING)
    return replace(bare, near=_arm(bare, hands.get("near")), far=_arm(bare, hands.get("far", hands.get("near"))))


def _arm(shot: Shot, hand: Spec) -> Arm:
    if hand is None:
        lean = shot.body.pose.trunk
        # Down, or along the body of one who lies.
        return Arm(HANGING.swing - (lean if abs(lean) > LYING else 0), HANGING.elbow)
    return reaching_for(shot.shoulder, shot.point(hand))
