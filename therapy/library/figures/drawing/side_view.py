"""A body and what is around it, seen from the side that shows the working leg, the front to the right."""

from collections.abc import Callable, Sequence

from therapy.library.figures.drawing import parts
from therapy.library.figures.drawing.arms import SHOULDER, UPPER_ARM, Arm
from therapy.library.figures.drawing.elements import Clock, placed, turned
from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.parts import path
from therapy.library.figures.drawing.shot import Shot
from therapy.library.figures.drawing.skeleton import BALL_CENTRE, SHANK, THIGH, LegAngles

LETTER = Point(0, -0.182)  # the middle of the side's letter, on the thigh
Legs = Sequence[LegAngles]
NECK = 0.25  # above the hips, along the trunk: where the head turns
# How far the leg behind is drawn to the front, so that one sees that there are two, as from a little aside.
ASIDE = 0.018


def figure(
    clock: Clock,
    shots: Sequence[Shot],
    *,
    both: bool,
    muscles: Sequence[str],
    letter: str,
    head_lies: bool,
    aside: float = ASIDE,
) -> str:
    """The body. `letter`, an element, is put on the working thigh; a head that lies does so while the trunk lifts;
    the leg behind is drawn `aside`, in body heights.
    """
    trunks = [shot.body.pose.trunk for shot in shots]

    def leg(of: Callable[[Shot], LegAngles], css: str, marks: Sequence[str], word: str) -> str:
        return _leg(clock, trunks, [of(shot) for shot in shots], css, marks, word)

    behind = leg(lambda shot: shot.body.pose.other, "f-work" if both else "f-skin", (), "")
    far_leg = placed(clock, [Point(aside, 0)] * len(shots), behind)
    near_leg = leg(lambda shot: shot.body.pose.work, "f-work", muscles, letter)
    far_arm = _arm(clock, [shot.far for shot in shots], trunks)
    near_arm = _arm(clock, [shot.near for shot in shots], trunks)
    head = path("f-skin", *parts.NECK) + path("f-hair", *parts.HAIR) + path("f-skin", *parts.FACE)
    trunk = turned(
        clock,
        trunks,
        _hung(clock, Point(0, NECK), [-90 - lean if head_lies else 0 for lean in trunks], head)
        + path("f-shirt", *parts.SHIRT),
    )
    inner = f'<g class="f-far">{far_arm}{far_leg}</g>{near_leg}{trunk}{near_arm}'
    return placed(clock, [shot.body.hip for shot in shots], inner)


def _leg(
    clock: Clock, trunks: Sequence[float], legs: Legs, css: str, marks: Sequence[str], letter: str
) -> str:
    toes = _hung(clock, BALL_CENTRE, [-leg.mtp for leg in legs], path(css, *parts.TOES))
    foot = toes + path(css, *parts.FOOT) + _muscle("foot", marks)
    at_ankle = _hung(clock, Point(0, -SHANK), [-leg.ankle for leg in legs], foot)
    shank = path(css, *parts.SHANK) + _muscle("shank", marks) + at_ankle
    at_knee = _hung(clock, Point(0, -THIGH), [leg.knee for leg in legs], shank)
    thigh = path(css, *parts.THIGH) + _muscle("thigh", marks) + at_knee
    whole = thigh + path("f-shorts", *parts.SHORTS) + _muscle("shorts", marks)
    turns = [trunk - leg.hip for trunk, leg in zip(trunks, legs, strict=True)]
    if letter:
        # Upright, however the thigh lies: an L on its side is no L.
        whole += _hung(clock, LETTER, [-turn for turn in turns], letter)
    return turned(clock, turns, whole)


def _muscle(part: str, areas: Sequence[str]) -> str:
    return "".join(
        path("f-muscle", *parts.MUSCLES[area][part]) for area in areas if part in parts.MUSCLES[area]
    )


def _arm(clock: Clock, arms: Sequence[Arm], trunks: Sequence[float]) -> str:
    hand = path("f-skin", *parts.HAND)
    fore = _hung(
        clock, Point(0, -UPPER_ARM), [-arm.elbow for arm in arms], path("f-skin", *parts.FOREARM) + hand
    )
    whole = fore + path("f-skin", *parts.UPPER_ARM) + path("f-sleeve", *parts.SLEEVE)
    # Turned against the trunk, at whose upper end it hangs.
    swings = [-arm.swing - trunk for arm, trunk in zip(arms, trunks, strict=True)]
    return turned(clock, trunks, _hung(clock, Point(0, SHOULDER), swings, whole))


def _hung(clock: Clock, joint: Point, angles: Sequence[float], inner: str) -> str:
    """Something that turns about a joint of the part before it."""
    return placed(clock, [joint] * len(angles), turned(clock, angles, inner))
