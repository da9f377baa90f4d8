"""The rule that ties the joint angles of a figure together (clinical-facts section 0, "Figure identity")."""

from collections.abc import Iterator, Mapping
from typing import Any

LEGS = ("work", "other")
JOINTS = ("hip", "knee", "ankle", "mtp", "foot_pitch")


def foot_pitch(*, trunk: float, hip: float, knee: float, ankle: float) -> float:
    """How far the heel is up against level ground, in degrees, as the angles above it have it; 0 is a flat foot."""
    return trunk - ankle + knee - hip


def problems(figure: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a figure of the data file: a missing angle, or a foot that does not follow from the leg."""
    frames = figure.get("frames")
    if not isinstance(frames, list) or not frames:
        yield "figure has no frames"
        return
    for frame in frames:
        yield from _frame_problems(frame)


def _frame_problems(frame: Mapping[str, Any]) -> Iterator[str]:
    label = frame.get("label")
    if not label:
        yield "a frame of the figure has no label"
    if not _is_angle(frame.get("trunk")):
        yield f"frame “{label}” has no trunk angle"
        return
    for leg in LEGS:
        angles = frame.get(leg) or {}
        missing = [joint for joint in JOINTS if not _is_angle(angles.get(joint))]
        if missing:
            yield f"frame “{label}”, {leg} leg: no angle for {', '.join(missing)}"
            continue
        expected = foot_pitch(
            trunk=frame["trunk"], hip=angles["hip"], knee=angles["knee"], ankle=angles["ankle"]
        )
        if angles["foot_pitch"] != expected:
            yield f"frame “{label}”, {leg} leg: foot_pitch is {angles['foot_pitch']}, its angles make {expected}"


def _is_angle(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
