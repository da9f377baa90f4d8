"""Movements that go round for ever: walking over a ground that passes by, and pedalling."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import atan2, cos, degrees, pi, sin
from typing import Any

from therapy.library.figures.drawing.arms import Arm, reaching_for
from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.motion import between
from therapy.library.figures.drawing.placing import Spot
from therapy.library.figures.drawing.shot import Shot
from therapy.library.figures.drawing.skeleton import (
    BALL_CENTRE,
    BALL_ROUND,
    Body,
    LegAngles,
    Pose,
    leg_of,
    reaching,
)

STANCE = 0.6  # share of a stride for which a foot stands
SAMPLES = 24
ARM_SWING = 20  # degrees to either side


@dataclass(frozen=True)
class Walk:
    """A stride of `seconds`, the hips at x 0 and the ground passing to the back.

    A foot comes down at `strike` and leaves at `leave` (its ankle's x, were it flat); the hips are between `low` and
    `high`; a foot that swings passes with its ankle at `lift`, at `middle`. `feet`: heel pitch and toes by the share of
    the stride.
    """

    seconds: float
    strike: float
    leave: float
    low: float
    high: float
    lift: Point
    feet: tuple[tuple[float, float, float], ...]

    @classmethod
    def of(cls, told: dict[str, Any], poses: Sequence[Pose]) -> "Walk":
        """As a scene tells it, with the feet of the frames at their times."""
        feet = [
            (float(time), pose.work.pitch(pose.trunk), pose.work.mtp)
            for time, pose in ((time, poses[frame]) for time, frame in told["frames"])
        ]
        feet += [(float(time), float(pitch), float(mtp)) for time, pitch, mtp in told.get("feet", [])]
        feet.sort()
        whole = (*feet, (1.0, feet[0][1], feet[0][2]))
        lengths = {name: float(told[name]) for name in ("seconds", "strike", "leave", "low", "high")}
        return cls(**lengths, lift=Point(*told["lift"]), feet=whole)

    @property
    def stride(self) -> float:
        """How far the ground passes in one stride."""
        return (self.strike - self.leave) / STANCE

    def body(self, time: float) -> Body:
        """The body at a share of the stride at which the working foot comes down."""
        rise = (1 - cos(4 * pi * (time - 0.05))) / 2
        hip = Point(0, between(self.low, self.high, rise))
        legs = (self._leg(hip, moment % 1) for moment in (time, time + 0.5))
        return Body(Pose(0, *legs), hip)

    def _leg(self, hip: Point, time: float) -> LegAngles:
        pitch, mtp = self._foot(time)
        return reaching(0, hip, self._ankle(time), pitch, mtp)

    def _foot(self, time: float) -> tuple[float, float]:
        for (start, pitch, mtp), (end, next_pitch, next_mtp) in zip(self.feet, self.feet[1:], strict=False):
            if start <= time <= end:
                share = (time - start) / (end - start)
                return between(pitch, next_pitch, share), between(mtp, next_mtp, share)
        raise ValueError(f"no foot at {time} of a stride")

    def _ankle(self, time: float) -> Point:
        if time <= STANCE:
            return Spot(self.strike - self.stride * time, 0).ankle(*self._foot(time))
        # Swings along a curve through where it left, the middle and where it comes down.
        left = Spot(self.leave, 0).ankle(*self._foot(STANCE))
        down = Spot(self.strike, 0).ankle(*self._foot(1.0))
        share = (time - STANCE) / (1 - STANCE)
        a, b, c = 2 * (share - 0.5) * (share - 1), -4 * share * (share - 1), 2 * share * (share - 0.5)
        return left.times(a) + self.lift.times(b) + down.times(c)


def walking(walk: Walk) -> list[Shot]:
    """One stride."""
    return [walking_shot(walk, step / SAMPLES) for step in range(SAMPLES + 1)]


def walking_shot(walk: Walk, share: float) -> Shot:
    """At a share of a stride; each arm swings against its leg."""
    swing = -ARM_SWING * cos(2 * pi * share)
    return Shot(share * walk.seconds, walk.body(share), Arm(swing, 20), Arm(-swing, 20))


@dataclass(frozen=True)
class Bike:
    """Where a bicycle's parts are: the axle, the length of its cranks, the saddle and what the hands hold."""

    axle: Point
    crank: float
    saddle: Point
    bar: Point
    seconds: float  # of one turn
    start: float  # degrees of the working crank in the first frame, anticlockwise from the front


def bike_of(told: dict[str, Any], poses: Sequence[Pose]) -> Bike:
    """The bicycle under a rider: the pedals are where the frames (down, up) have the ball of the foot."""
    down, up = (_pedal(pose) for pose in poses[:2])
    axle, crank = down.between(up, 0.5), down.distance(up) / 2
    saddle = Point(0, told["lowest"] - down.y)
    way = down - axle
    return Bike(
        axle + saddle, crank, saddle, Point(*told["bar"]), told["seconds"], degrees(atan2(way.y, way.x))
    )


def _pedal(pose: Pose) -> Point:
    leg = leg_of(pose.trunk, pose.work, Point(0, 0))
    return Point(leg.ball.x, leg.ball.y - BALL_ROUND)


def pedalling(bike: Bike, poses: Sequence[Pose]) -> list[Shot]:
    """One turn of the pedals, forwards."""
    return [pedal_shot(bike, poses, step / SAMPLES) for step in range(SAMPLES + 1)]


def pedal_shot(bike: Bike, poses: Sequence[Pose], share: float) -> Shot:
    """At a share of a turn; 0 is the first frame, with the working pedal down."""
    trunk = poses[0].trunk
    legs = (_pedalling_leg(bike, poses, share + off) for off in (0, 0.5))
    shot = Shot(share * bike.seconds, Body(Pose(trunk, *legs), bike.saddle), Arm(0, 0), Arm(0, 0))
    arm = reaching_for(shot.shoulder, bike.bar)
    return replace(shot, near=arm, far=arm)


def pedal(bike: Bike, share: float) -> Point:
    """Where a pedal is."""
    angle = (bike.start - 360 * share) * pi / 180
    return bike.axle + Point(cos(angle), sin(angle)).times(bike.crank)


def _pedalling_leg(bike: Bike, poses: Sequence[Pose], share: float) -> LegAngles:
    first, second = (pose.work.pitch(pose.trunk) for pose in poses[:2])
    pitch = between(first, second, (1 - cos(2 * pi * share)) / 2)
    ball = pedal(bike, share) + Point(0, BALL_ROUND)
    return reaching(poses[0].trunk, bike.saddle, ball - BALL_CENTRE.turned(pitch), pitch, 0)
