"""Arms, which have no angles in the data: they hang, or their hands are on something."""

from dataclasses import dataclass
from math import atan2, degrees

from therapy.library.figures.drawing.geometry import Point, bend, down

# Shares of the body's height, for the eye alone; the forearm reaches to the middle of the hand.
UPPER_ARM, FOREARM = 0.165, 0.165
SHOULDER = 0.245  # above the hips, along the trunk


@dataclass(frozen=True)
class Arm:
    """How far the upper arm is swung to the front from straight down, and how far the elbow is bent; in degrees."""

    swing: float
    elbow: float

    def hand(self, shoulder: Point) -> Point:
        """Where the hand is."""
        return shoulder + down(self.swing, UPPER_ARM) + down(self.swing + self.elbow, FOREARM)


def reaching_for(shoulder: Point, hand: Point) -> Arm:
    """The arm whose hand is there, its elbow to the back or downwards. Raises TooFarError."""
    way = hand - shoulder
    straight = degrees(atan2(way.x, -way.y))
    behind, elbow = bend(UPPER_ARM, FOREARM, shoulder.distance(hand))
    return Arm(straight - behind, elbow)


HANGING = Arm(4, 8)
