"""From the frames of an exercise to its movement: which pose at which second, at the exercise's tempo."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi
from typing import Any

from therapy.library.figures.drawing.skeleton import LegAngles, Pose

# Seconds, for the eye alone: how long a held position is shown, a stretch takes to be reached, and a repetition pauses.
HELD, REACHED, PAUSE = 3.0, 2.0, 0.7
# Samples a second, and at least so many for a quick move; between two of them everything turns evenly.
RATE, FEWEST = 5, 7


@dataclass(frozen=True)
class Move:
    """Goes to a frame in `takes` seconds and stays there for `stays`."""

    frame: int
    takes: float
    stays: float


@dataclass(frozen=True)
class Moment:
    """`share` of the way from one frame to the next, at a time in seconds since the movement's begin."""

    time: float
    before: int
    after: int
    share: float


def moves_of(frames: int, dose: dict[str, Any], scene: dict[str, Any]) -> list[Move]:
    """How an exercise runs through its frames: as its scene says, or up, hold and down as its tempo says."""
    if "cycle" in scene:
        return [Move(int(frame), float(takes), float(stays)) for frame, takes, stays in scene["cycle"]]
    if frames == 1:
        return []
    up, hold, back = _tempo(dose)
    legs = frames - 1
    there = [Move(frame, up / legs, hold if frame == legs else 0) for frame in range(1, frames)]
    return there + [Move(frame, back / legs, 0 if frame else PAUSE) for frame in range(frames - 2, -1, -1)]


def _tempo(dose: dict[str, Any]) -> tuple[float, float, float]:
    """Seconds up, held and down."""
    counted = re.fullmatch(r"(\d+)-(\d+)-(\d+)", str(dose.get("tempo", "")))
    if counted:
        return float(counted[1]), float(counted[2]), float(counted[3])
    return REACHED, HELD, REACHED


def moments_of(moves: Sequence[Move]) -> list[Moment]:
    """The times at which a movement is drawn, from its begin to its end, which are the same pose."""
    moments = [Moment(0, moves[-1].frame, moves[-1].frame, 0)]
    before, time = moves[-1].frame, 0.0
    for move in moves:
        steps = max(FEWEST, round(move.takes * RATE))
        moments += [
            Moment(time + move.takes * step / steps, before, move.frame, eased(step / steps))
            for step in range(1, steps + 1)
        ]
        time += move.takes
        if move.stays:
            time += move.stays
            moments.append(Moment(time, move.frame, move.frame, 0))
        before = move.frame
    return moments


def eased(share: float) -> float:
    """Slow at both ends, as a limb moves."""
    return (1 - cos(pi * share)) / 2


def between(first: float, second: float, share: float) -> float:
    """The number at `share` of the way."""
    return first + (second - first) * share


def pose_at(poses: Sequence[Pose], moment: Moment) -> Pose:
    """The pose of a moment between two frames."""
    first, second = poses[moment.before], poses[moment.after]

    def leg(one: LegAngles, two: LegAngles) -> LegAngles:
        pairs = zip(_angles(one), _angles(two), strict=True)
        return LegAngles(*(between(a, b, moment.share) for a, b in pairs))

    return Pose(
        between(first.trunk, second.trunk, moment.share),
        leg(first.work, second.work),
        leg(first.other, second.other),
    )


def _angles(leg: LegAngles) -> Iterator[float]:
    yield from (leg.hip, leg.knee, leg.ankle, leg.mtp)
