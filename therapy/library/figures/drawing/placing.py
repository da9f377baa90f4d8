"""Puts a pose into its place: what rests keeps still, and a foot that stands keeps its spot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from therapy.library.figures.drawing.geometry import Point, up
from therapy.library.figures.drawing.skeleton import (
    ANKLE_HEIGHT,
    BALL_CENTRE,
    HEEL_CENTRE,
    TOE_CENTRE,
    TOE_ROUND,
    TRUNK,
    Body,
    Leg,
    LegAngles,
    Pose,
    hip_over,
    leg_of,
    reaching,
)

# What a foot that stands turns about: its ball when the heel is up and else its heel; its ball always, as on the edge
# of a step, where the heel hangs free; the tip of its toes.
AUTO, BALL, TOE = "auto", "ball", "toe"


@dataclass(frozen=True)
class Spot:
    """Where a foot stands: `x` of its ankle and the height `level` of what it stands on, when it is flat."""

    x: float
    level: float
    pivot: str = AUTO

    def ankle(self, pitch: float, mtp: float) -> Point:
        """Where the ankle is with the heel up by `pitch` and the toes by `mtp`, while the foot turns on its spot."""
        flat = Point(self.x, self.level + ANKLE_HEIGHT)
        # Toes that point down lift the ball.
        if self.pivot == TOE or (self.pivot == AUTO and pitch > max(mtp, 0)):
            tip = BALL_CENTRE.turned(pitch) + TOE_CENTRE.turned(pitch - mtp)
            return Point(flat.x + BALL_CENTRE.x + TOE_CENTRE.x, self.level + TOE_ROUND) - tip
        turns = BALL_CENTRE if pitch > 0 or self.pivot == BALL else HEEL_CENTRE
        return flat + turns - turns.turned(pitch)

    @classmethod
    def under(cls, leg: Leg, level: float, pivot: str) -> "Spot":
        """The spot on which this leg's foot stands."""
        return cls(leg.ankle.x - cls(0, level, pivot).ankle(leg.pitch, leg.mtp).x, level, pivot)


@dataclass(frozen=True)
class Rest:
    """What keeps still: `work` foot, `hip` or `neck` (the shoulders of one who lies)."""

    root: str
    at: Point  # of hip or neck
    work: Spot | None
    other: Spot | None
    # Between which frames the other leg stands, where it does not do so always.
    touches: frozenset[tuple[int, int]] | None = None

    def place(self, pose: Pose, before: int, after: int) -> Body:
        """The body of a pose between two frames. Raises TooFarError where a leg cannot reach its spot."""
        hip = self._hip(pose)
        work, other = pose.work, pose.other
        if self.work and self.root != "work":
            work = self._standing(pose, work, hip, self.work)
        if self.other and (self.touches is None or (before, after) in self.touches):
            other = self._standing(pose, other, hip, self.other)
        return Body(replace(pose, work=work, other=other), hip)

    def _hip(self, pose: Pose) -> Point:
        if self.root == "hip":
            return self.at
        if self.root == "neck":
            return self.at - up(pose.trunk, TRUNK)
        if self.work is None:
            raise ValueError("a body that stands on its working leg needs a spot for it")
        return hip_over(pose.trunk, pose.work, self.work.ankle(pose.work.pitch(pose.trunk), pose.work.mtp))

    @staticmethod
    def _standing(pose: Pose, angles: LegAngles, hip: Point, spot: Spot) -> LegAngles:
        pitch = angles.pitch(pose.trunk)
        return reaching(pose.trunk, hip, spot.ankle(pitch, angles.mtp), pitch, angles.mtp)


def rest_of(scene: dict[str, Any], poses: Sequence[Pose]) -> Rest:
    """What keeps still in an exercise: as its scene says (see data/scenes.yaml), at the places that its frames give."""
    pose = poses[scene.get("spots_of", 0)]
    hip = _first_hip(scene, pose)
    spots = {
        name: Spot.under(leg_of(pose.trunk, getattr(pose, name), hip), level, _pivot(scene, name))
        for name, level in scene.get("stands", {}).items()
    }
    at = hip + up(pose.trunk, TRUNK) if scene["root"] == "neck" else hip
    told = scene.get("touches")
    if told is None:
        return Rest(scene["root"], at, spots.get("work"), spots.get("other"))
    spot = Spot.under(leg_of(pose.trunk, pose.other, hip), told["level"], AUTO)
    between = frozenset((first, second) for first, second in told["between"])
    return Rest(scene["root"], at, spots.get("work"), spot, between)


def _pivot(scene: dict[str, Any], leg: str) -> str:
    told = scene.get("pivot", AUTO)
    return told if isinstance(told, str) else told.get(leg, AUTO)


def _first_hip(scene: dict[str, Any], pose: Pose) -> Point:
    """Where the hips are in the frame that shows where the feet stand."""
    if scene["root"] == "work":
        spot = Spot(0, scene["stands"]["work"], _pivot(scene, "work"))
        return hip_over(pose.trunk, pose.work, spot.ankle(pose.work.pitch(pose.trunk), pose.work.mtp))
    if "height" in scene:
        hip = Point(0, scene["height"])
        return hip - up(pose.trunk, TRUNK) + Point(-TRUNK, 0) if scene["root"] == "neck" else hip
    # As high as a foot that stands has them.
    name = scene.get("height_of", "work")
    leg = leg_of(pose.trunk, getattr(pose, name), Point(0, 0))
    return Point(0, scene["stands"][name] - leg.lowest)
