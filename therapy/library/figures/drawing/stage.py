"""A whole exercise seen from the side: its movement and its frames, as shots."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from therapy.library.figures.drawing import loops
from therapy.library.figures.drawing.arms import HANGING, Arm, reaching_for
from therapy.library.figures.drawing.motion import Moment, moments_of, moves_of, pose_at
from therapy.library.figures.drawing.placing import rest_of
from therapy.library.figures.drawing.shot import Shot, Spec
from therapy.library.figures.drawing.skeleton import Body, Pose

LYING = 60  # degrees of lean


@dataclass(frozen=True)
class Stage:
    """An exercise as it is drawn: the shots of its movement, and the one of each frame."""

    shots: list[Shot]
    frames: list[Shot]
    scene: dict[str, Any]


def stage_of(figure: dict[str, Any], dose: dict[str, Any], both: bool) -> Stage:
    """What to draw of a figure of the data; `both` legs do the work where a figure shows one at work.

    Raises TooFarError where an arm or a leg cannot reach what its scene says.
    """
    scene = figure["scene"]
    poses = [Pose.of(frame) for frame in figure["frames"]]
    if "walk" in scene:
        return _walking(scene, poses)
    if "pedal" in scene:
        return _pedalling(scene, poses)
    if both and scene.get("both_alike", True):
        poses = [replace(pose, other=pose.work) for pose in poses]
    moves = moves_of(len(poses), dose, scene)
    moments = moments_of(moves) if moves else [Moment(0, 0, 0, 0)]
    frames = [Moment(0, index, index, 0) for index in range(len(poses))]
    rest = rest_of(_with_both(scene) if both else scene, poses)

    def shots(wanted: Sequence[Moment]) -> list[Shot]:
        return [
            _shot(moment, rest.place(pose_at(poses, moment), moment.before, moment.after), scene)
            for moment in wanted
        ]

    drawn = shots(frames)
    # What one sits on keeps the place that the first frame gives it.
    props = [{**prop, "under": drawn[0].body} for prop in scene.get("props", [])]
    return Stage(shots(moments), drawn, {**scene, "props": props})


def _walking(scene: dict[str, Any], poses: Sequence[Pose]) -> Stage:
    walk = loops.Walk.of(scene["walk"], poses)
    times = {frame: time for time, frame in scene["walk"]["frames"]}
    frames = [loops.walking_shot(walk, times.get(index, 0)) for index in range(len(poses))]
    return Stage(loops.walking(walk), frames, {**scene, "passes": walk.stride})


def _pedalling(scene: dict[str, Any], poses: Sequence[Pose]) -> Stage:
    bike = loops.bike_of(scene["pedal"], poses)
    frames = [loops.pedal_shot(bike, poses, share) for share in (0, 0.5)]
    props = [{**prop, "bike": bike} for prop in scene["props"]]
    return Stage(loops.pedalling(bike, poses), frames, {**scene, "props": props})


def _with_both(scene: dict[str, Any]) -> dict[str, Any]:
    stands = scene.get("stands", {})
    return (
        {**scene, "stands": {"work": stands["work"], "other": stands["work"]}} if "work" in stands else scene
    )


def _shot(moment: Moment, body: Body, scene: dict[str, Any]) -> Shot:
    hands = scene.get("hands", {})
    bare = Shot(moment.time, body, HANGING, HANGING)
    return replace(
        bare, near=_arm(bare, hands.get("near")), far=_arm(bare, hands.get("far", hands.get("near")))
    )


def _arm(shot: Shot, hand: Spec) -> Arm:
    if hand is None:
        lean = shot.body.pose.trunk
        # Down, or along the body of one who lies.
        return Arm(HANGING.swing - (lean if abs(lean) > LYING else 0), HANGING.elbow)
    return reaching_for(shot.shoulder, shot.point(hand))
