"""From the joint angles of one moment to where each joint is, seen from the side, the front to the right.

Signs and lengths are those of clinical-facts section 0: flexion of hip and knee, dorsiflexion of the ankle, extension
of the toes and a lean to the front are positive. All lengths are shares of the body's height.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import atan2, degrees
from typing import Any

from therapy.library.figures.drawing.geometry import Point, bend, down, up
from therapy.library.figures.identity import foot_pitch

FOOT, SHANK, THIGH, TRUNK = 0.152, 0.246, 0.245, 0.288
# Within the foot, for the eye alone: how high the ankle sits, how far it is from the heel, and where the toes begin.
ANKLE_HEIGHT, HEEL_TO_ANKLE, HEEL_TO_BALL = 0.039, 0.038, 0.109
BALL_TO_TOE = FOOT - HEEL_TO_BALL
# Heel and ball are round, and a foot rolls on them: their centres, from the ankle, in a foot that lies level.
HEEL_ROUND, BALL_ROUND = 0.026, 0.016
HEEL_CENTRE = Point(HEEL_ROUND - HEEL_TO_ANKLE, HEEL_ROUND - ANKLE_HEIGHT)
BALL_CENTRE = Point(HEEL_TO_BALL - HEEL_TO_ANKLE, BALL_ROUND - ANKLE_HEIGHT)
# From the ball's centre to that of the big toe's tip, with the toes in line with the sole.
TOE_ROUND = 0.011
TOE_CENTRE = Point(BALL_TO_TOE - TOE_ROUND, TOE_ROUND - BALL_ROUND)


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
    """Where the joints of one leg are, and how its foot lies: heel up by `pitch`, toes bent up by `mtp`."""

    hip: Point
    knee: Point
    ankle: Point
    pitch: float
    mtp: float

    @property
    def heel(self) -> Point:
        """The centre of the round heel."""
        return self.ankle + HEEL_CENTRE.turned(self.pitch)

    @property
    def ball(self) -> Point:
        """The centre of the round ball, about which the toes bend."""
        return self.ankle + BALL_CENTRE.turned(self.pitch)

    @property
    def toe(self) -> Point:
        """The centre of the big toe's round tip."""
        return self.ball + TOE_CENTRE.turned(self.pitch - self.mtp)

    @property
    def lowest(self) -> float:
        """How high the lowest point of the foot is."""
        return min(self.heel.y - HEEL_ROUND, self.ball.y - BALL_ROUND, self.toe.y - TOE_ROUND)


@dataclass(frozen=True)
class Pose:
    """The angles of a whole body: those of a frame, or of a moment between two."""

    trunk: float
    work: LegAngles
    other: LegAngles

    @classmethod
    def of(cls, frame: Mapping[str, Any]) -> "Pose":
        """That of a frame of the data, which has been checked (`identity.problems`)."""
        return cls(float(frame["trunk"]), LegAngles.of(frame, "work"), LegAngles.of(frame, "other"))


@dataclass(frozen=True)
class Body:
    """A pose and where it is."""

    pose: Pose
    hip: Point

    @property
    def neck(self) -> Point:
        """The upper end of the trunk."""
        return self.hip + up(self.pose.trunk, TRUNK)

    @property
    def work(self) -> Leg:
        """The leg that is trained."""
        return leg_of(self.pose.trunk, self.pose.work, self.hip)

    @property
    def other(self) -> Leg:
        """The other leg."""
        return leg_of(self.pose.trunk, self.pose.other, self.hip)

    def along_trunk(self, share: float) -> Point:
        """The point of the trunk that is so far above the hips."""
        return self.hip + up(self.pose.trunk, share)


def leg_of(trunk: float, angles: LegAngles, hip: Point) -> Leg:
    """Where the joints of one leg are under a trunk that leans `trunk` degrees, with its hip at `hip`."""
    thigh = angles.hip - trunk
    knee = hip + down(thigh, THIGH)
    ankle = knee + down(thigh - angles.knee, SHANK)
    return Leg(hip, knee, ankle, angles.pitch(trunk), angles.mtp)


def hip_over(trunk: float, angles: LegAngles, ankle: Point) -> Point:
    """Where the hips are, when a leg with these angles has its ankle at `ankle`."""
    leg = leg_of(trunk, angles, Point(0, 0))
    return ankle - leg.ankle


def reaching(trunk: float, hip: Point, ankle: Point, pitch: float, mtp: float) -> LegAngles:
    """The angles with which a leg from `hip` has its ankle at `ankle` and its foot at `pitch`, the knee to the front.

    Raises TooFarError where the leg is too short for that.
    """
    way = ankle - hip
    to_ankle = degrees(atan2(way.x, -way.y))  # the swing of the straight way
    in_front, knee = bend(THIGH, SHANK, hip.distance(ankle))
    flexion = to_ankle + in_front + trunk
    # A leg that reaches up behind is the same as one that reaches up in front, a full turn on.
    flexion = (flexion + 180) % 360 - 180
    return replace(LegAngles(flexion, knee, 0, mtp), ankle=trunk + knee - flexion - pitch)
