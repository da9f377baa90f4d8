"""From angles to joints: bones keep their lengths, the foot follows from the leg, and a leg reaches where it is put."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy.library.datafile import read
from therapy.library.figures.drawing.geometry import Point, TooFarError, bend
from therapy.library.figures.drawing.skeleton import (
    BALL_CENTRE,
    BALL_ROUND,
    FOOT,
    HEEL_CENTRE,
    HEEL_ROUND,
    SHANK,
    THIGH,
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

angles = st.builds(
    LegAngles,
    hip=st.floats(-30, 120),
    knee=st.floats(0, 140),
    ankle=st.floats(-50, 30),
    mtp=st.floats(-30, 60),
)
poses = st.builds(Pose, trunk=st.floats(-120, 60), work=angles, other=angles)
points = st.builds(Point, st.floats(-1, 1), st.floats(-1, 1))

UPRIGHT = LegAngles(hip=0, knee=0, ankle=0, mtp=0)


def close(first: Point, second: Point) -> bool:
    return first.distance(second) < 1e-9


@given(poses, points)
def test_bones_keep_their_lengths(pose: Pose, hip: Point):
    body = Body(pose, hip)
    assert body.hip.distance(body.neck) == pytest.approx(TRUNK)
    for leg in (body.work, body.other):
        assert close(leg.hip, hip)
        assert leg.hip.distance(leg.knee) == pytest.approx(THIGH)
        assert leg.knee.distance(leg.ankle) == pytest.approx(SHANK)
        assert leg.heel.distance(leg.ball) == pytest.approx(HEEL_CENTRE.distance(BALL_CENTRE))
        assert leg.ball.distance(leg.toe) == pytest.approx(TOE_CENTRE.distance(Point(0, 0)))


@given(poses)
def test_the_foot_lies_as_the_identity_has_it(pose: Pose):
    """foot_pitch = trunk - ankle + knee - hip, measured on the drawn sole."""
    measured = lies(Body(pose, Point(0, 0)).work)
    expected = pose.trunk - pose.work.ankle + pose.work.knee - pose.work.hip
    assert math.isclose((measured - expected + 180) % 360, 180, abs_tol=1e-6)


def slope(way: Point) -> float:
    return -math.degrees(math.atan2(way.y, way.x))


def lies(leg: Leg) -> float:
    """How far the drawn heel is up: against a foot that lies level."""
    return slope(leg.ball - leg.heel) - slope(BALL_CENTRE - HEEL_CENTRE)


def frames() -> list[tuple[str, dict]]:
    return [
        (f"{item.slug}: {frame['label']}", frame)
        for item in read()
        for frame in item.fields["figure"]["frames"]
    ]


def test_standing_upright():
    leg = leg_of(0, UPRIGHT, Point(0, 0))
    assert leg.knee.x == leg.ankle.x == pytest.approx(0)
    assert leg.ankle.y == pytest.approx(-THIGH - SHANK)
    assert leg.heel.y - HEEL_ROUND == pytest.approx(leg.ball.y - BALL_ROUND)
    assert leg.ball.y - BALL_ROUND == pytest.approx(leg.toe.y - TOE_ROUND) == pytest.approx(leg.lowest)
    assert leg.toe.x + TOE_ROUND - (leg.heel.x - HEEL_ROUND) == pytest.approx(FOOT)
    assert leg.heel.x < 0 < leg.toe.x


def test_sitting_on_a_chair():
    leg = leg_of(0, LegAngles(hip=90, knee=90, ankle=0, mtp=0), Point(0, 0))
    assert close(leg.knee, Point(THIGH, 0))
    assert close(leg.ankle, Point(THIGH, -SHANK))


def test_lying_on_the_back():
    body = Body(Pose(-90, UPRIGHT, UPRIGHT), Point(0, 0))
    assert close(body.neck, Point(-TRUNK, 0))
    assert close(body.work.ankle, Point(THIGH + SHANK, 0))
    assert body.work.toe.y > body.work.heel.y  # the toes point to the ceiling


def test_on_the_toes_the_heel_is_up_and_the_toes_are_flat():
    leg = leg_of(0, LegAngles(hip=0, knee=0, ankle=-30, mtp=30), Point(0, 0))
    assert leg.heel.y - HEEL_ROUND > leg.lowest
    assert leg.ball.y - BALL_ROUND == pytest.approx(leg.toe.y - TOE_ROUND) == pytest.approx(leg.lowest)


@given(st.floats(-40, 40), angles, points)
def test_a_leg_reaches_where_it_was(trunk: float, given_angles: LegAngles, hip: Point):
    """Put where a bent leg has its foot, the leg takes the same angles again."""
    leg = leg_of(trunk, given_angles, hip)
    found = reaching(trunk, hip, leg.ankle, given_angles.pitch(trunk), given_angles.mtp)
    again = leg_of(trunk, found, hip)
    for name in ("knee", "ankle", "heel", "ball", "toe"):
        assert getattr(leg, name).distance(getattr(again, name)) < 1e-5, name


@pytest.mark.parametrize("distance", [0, 0.0005, THIGH + SHANK + 0.01])
def test_a_leg_does_not_grow(distance: float):
    with pytest.raises(TooFarError):
        bend(THIGH, SHANK, distance)


@pytest.mark.parametrize(
    ("name", "frame"), frames(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_frame_of_the_data_can_be_placed(name: str, frame: dict):
    body = Body(Pose.of(frame), Point(0, 0))
    for leg in ("work", "other"):
        assert math.isclose(
            (lies(getattr(body, leg)) - frame[leg]["foot_pitch"] + 180) % 360, 180, abs_tol=1e-6
        )


@given(st.floats(-40, 40), angles, points)
def test_the_hips_are_over_the_ankle_that_they_stand_on(trunk: float, given_angles: LegAngles, ankle: Point):
    assert close(leg_of(trunk, given_angles, hip_over(trunk, given_angles, ankle)).ankle, ankle)
