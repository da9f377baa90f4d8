"""Feet that stand do so at every moment of the movement that the picture itself makes: none sinks, none slides.

The places are read from the finished pictures, as a browser moves them.
"""

import math

import pytest

from tests.library.figures.svg import length
from tests.support.drawn import DRAWN, EXERCISES, drawn
from tests.support.feet import foot, legs, place
from therapy.library.figures.drawing.skeleton import (
    BALL_ROUND,
    HEEL_ROUND,
    SHANK,
    THIGH,
    TOE_ROUND,
)

# A hundredth of a body height is 1.7 cm; a fifth of that is what an eye could see.
TIGHT = 0.002
MOMENTS = 40
FROM_THE_SIDE = [(slug, side) for slug, side in DRAWN if "view" not in EXERCISES[slug].figure["scene"]]
STANDING = [(slug, side) for slug, side in FROM_THE_SIDE if EXERCISES[slug].figure["scene"].get("stands")]
WALKING = [(slug, side) for slug, side in FROM_THE_SIDE if "walk" in EXERCISES[slug].figure["scene"]]


def times(slug: str, side: str) -> list[float]:
    # Between the samples as well: the number of moments has nothing in common with theirs.
    return [length(drawn(slug, side)) * step / MOMENTS for step in range(MOMENTS)]


ROUND = {"heel": HEEL_ROUND, "ball": BALL_ROUND, "toe": TOE_ROUND}


def lowest(points: dict[str, tuple[float, float]]) -> float:
    return min(y - ROUND[name] for name, (_x, y) in points.items())


def standing(slug: str, side: str) -> list[tuple[int, float]]:
    """Which of the two legs stand, and on what height."""
    stands = EXERCISES[slug].figure["scene"]["stands"]
    if side == "B" and "work" in stands and EXERCISES[slug].figure["scene"].get("both_alike", True):
        return [(0, stands["work"]), (1, stands["work"])]
    return [({"other": 0, "work": 1}[name], level) for name, level in stands.items()]


@pytest.mark.parametrize(("slug", "side"), STANDING)
def test_a_foot_that_stands_neither_sinks_nor_floats(slug: str, side: str):
    on_edge = EXERCISES[slug].figure["scene"].get("pivot") == "ball"
    for time in times(slug, side):
        for which, level in standing(slug, side):
            points = foot(legs(slug, side, time)[which])
            if on_edge:
                points = {"ball": points["ball"]}
            assert lowest(points) == pytest.approx(level, abs=TIGHT), time


@pytest.mark.parametrize(("slug", "side"), STANDING)
def test_a_foot_that_stands_does_not_slide(slug: str, side: str):
    for which, level in standing(slug, side):
        held: dict[str, list[float]] = {"heel": [], "ball": [], "toe": []}
        for time in times(slug, side):
            points = foot(legs(slug, side, time)[which])
            for name, xs in held.items():
                # On the ground, and so where it was.
                if points[name][1] - ROUND[name] < level + TIGHT:
                    xs.append(points[name][0])
        assert any(held.values())
        for xs in held.values():
            assert not xs or max(xs) - min(xs) < 2 * TIGHT


@pytest.mark.parametrize(("slug", "side"), WALKING)
def test_a_walkers_feet_go_with_the_ground_and_never_into_it(slug: str, side: str):
    walk = EXERCISES[slug].figure["scene"]["walk"]
    speed = (walk["strike"] - walk["leave"]) / 0.6 / walk["seconds"]
    mirrored = -1 if side == "L" else 1
    for which in (0, 1):
        before: dict[str, float] = {}
        step = walk["seconds"] / MOMENTS
        for time in times(slug, side):
            points = foot(legs(slug, side, time)[which])
            assert lowest(points) > -TIGHT, time
            # What is on the ground now and was a moment ago has gone as far as the ground.
            now = {name: x * mirrored for name, (x, y) in points.items() if y - ROUND[name] < TIGHT / 2}
            for name in now.keys() & before.keys() - {"toe"}:
                assert now[name] - before[name] == pytest.approx(-speed * step, abs=2 * TIGHT), (time, name)
            before = now


@pytest.mark.parametrize(("slug", "side"), WALKING)
def test_a_walker_is_always_on_a_foot(slug: str, side: str):
    for time in times(slug, side):
        assert min(lowest(foot(leg)) for leg in legs(slug, side, time)) < TIGHT


@pytest.mark.parametrize(("slug", "side"), FROM_THE_SIDE)
def test_bones_keep_their_lengths(slug: str, side: str):
    for time in times(slug, side):
        for leg in legs(slug, side, time):
            hip, knee, ankle = (place(leg[part], 0, 0) for part in ("thigh", "shank", "foot"))
            assert math.dist(hip, knee) == pytest.approx(THIGH, abs=1e-3)
            assert math.dist(knee, ankle) == pytest.approx(SHANK, abs=1e-3)


@pytest.mark.parametrize(("slug", "side"), FROM_THE_SIDE)
def test_no_foot_is_under_the_ground(slug: str, side: str):
    for time in times(slug, side):
        for leg in legs(slug, side, time):
            assert lowest(foot(leg)) > -TIGHT, time
