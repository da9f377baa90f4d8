"""From the joint angles of one frame to where each joint is, seen from the side, the front to the right.

Signs and lengths are those of clinical-facts section 0: flexion of hip and knee, dorsiflexion of the ankle, extension
of the toes and a lean to the front are positive. All lengths are shares of the body's height.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import atan2, degrees
from typing import Any

from therapy.library.drawing.geometry import Point, ahead, bend, down, up
from therapy.library.figures import foot_pitch

FOOT, SHANK, THIGH, TRUNK, HEAD = 0.152, 0.246, 0.245, 0.288, 0.13
# Within the foot, for the eye alone: how high the ankle sits, how far it is from the heel, and where the toes begin.
ANKLE_HEIGHT, HEEL_TO_ANKLE, HEEL_TO_BALL = 0.039, 0.038, 0.109
BALL_TO_TOE = FOOT - HEEL_TO_BALL


@dataclass(frozen=True)
class LegAngles:
    """The joints of one leg, in degrees."""

    hip: float
    knee: float
    ankle: float
    mtp: float

    @classmethod
    def of(cls, frame: Mapping[str, Any], leg: str) -> "LegAngles":
        """Those of the leg `work` or `other` in a frame of the data."""
        return cls(*(float(frame[leg][joint]) for joint in ("hip", "knee", "ankle", "mtp")))

    def pitch(self, trunk: float) -> float:
        """How far the heel is up against level ground under a trunk that leans so far."""
        return foot_pitch(trunk=trunk, hip=self.hip, knee=self.knee, ankle=self.ankle)


@dataclass(frozen=True)
class Leg:
    """Where the joints of one leg are. `heel`, `ball` and `toe` are points of the sole."""

    hip: Point
    knee: Point
    ankle: Point
    heel: Point
    ball: Point
    toe: Point

    @property
    def sole(self) -> tuple[Point, Point, Point]:
        """The points on which one can stand."""
        return self.heel, self.ball, self.toe

    def moved(self, way: Point) -> "Leg":
        """The same leg elsewhere."""
        return Leg(*(point + way for point in (self.hip, self.knee, self.ankle, *self.sole)))


@dataclass(frozen=True)
class Body:
    """Where everything is."""

    hip: Point
    neck: Point
    crown: Point
    work: Leg
    other: Leg

    def moved(self, way: Point) -> "Body":
        """The same body elsewhere."""
        return Body(
            self.hip + way,
            self.neck + way,
            self.crown + way,
            self.work.moved(way),
            self.other.moved(way),
        )


@dataclass(frozen=True)
class Pose:
    """The angles of a whole body: those of a frame, or of a moment between two."""

    trunk: float
    work: LegAngles
    other: LegAngles

    @classmethod
    def of(cls, frame: Mapping[str, Any]) -> "Pose":
        """That of a frame of the data, which has been checked (`figures.problems`)."""
        return cls(float(frame["trunk"]), LegAngles.of(frame, "work"), LegAngles.of(frame, "other"))


def body_of(pose: Pose, hip: Point = Point(0, 0)) -> Body:
    """Where everything is in this pose, with the hips at `hip`."""
    neck = hip + up(pose.trunk, TRUNK)
    legs = (leg_of(pose.trunk, angles, hip) for angles in (pose.work, pose.other))
    return Body(hip, neck, neck + up(pose.trunk, HEAD), *legs)


def leg_of(trunk: float, angles: LegAngles, hip: Point) -> Leg:
    """Where the joints of one leg are under a trunk that leans `trunk` degrees, with its hip at `hip`."""
    thigh = angles.hip - trunk
    knee = hip + down(thigh, THIGH)
    ankle = knee + down(thigh - angles.knee, SHANK)
    return foot_of(hip, knee, ankle, angles.pitch(trunk), angles.mtp)


def foot_of(hip: Point, knee: Point, ankle: Point, pitch: float, mtp: float) -> Leg:
    """A leg whose foot hangs on at the ankle, with the heel `pitch` degrees up and the toes bent up by `mtp`."""
    # From the ankle to the sole is a right angle to the sole.
    heel = ankle + ahead(pitch, -HEEL_TO_ANKLE) + ahead(pitch + 90, ANKLE_HEIGHT)
    ball = heel + ahead(pitch, HEEL_TO_BALL)
    return Leg(hip, knee, ankle, heel, ball, ball + ahead(pitch - mtp, BALL_TO_TOE))


def reaching(trunk: float, hip: Point, ankle: Point, pitch: float, mtp: float) -> LegAngles:
    """The angles with which a leg from `hip` has its ankle at `ankle` and its foot at `pitch`, the knee to the front.

    Raises TooFarError where the leg is too short for that.
    """
    way = ankle - hip
    to_ankle = degrees(atan2(way.x, -way.y))  # the swing of the straight way
    in_front, knee = bend(THIGH, SHANK, hip.distance(ankle))
    flexion = to_ankle + in_front + trunk
    return replace(LegAngles(flexion, knee, 0, mtp), ankle=trunk + knee - flexion - pitch)
