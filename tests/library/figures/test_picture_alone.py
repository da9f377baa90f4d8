"""What somebody needs who has the picture alone: chairs that stay, letters upright, the foot larger, plain labels."""

import math
import re

import pytest

from tests.library.figures.svg import SVG, Matrix, length, map_of, parsed, shapes, value_at
from tests.support.drawn import DRAWN, EXERCISES, drawn
from tests.support.feet import foot, legs, place
from therapy.library.figures.drawing import parts
from therapy.library.figures.drawing.outline import SCALE, around
from therapy.library.figures.drawing.stage import stage_of

SEATED = [
    slug
    for slug, exercise in EXERCISES.items()
    if '"chair"' in str(exercise.figure["scene"]).replace("'", '"')
]
# One who lies has the letter on the leg that is lifted, and it goes with that.
LETTERED = [
    (slug, side)
    for slug, side in DRAWN
    if side in "LR" and EXERCISES[slug].figure["scene"].get("view") != "lying"
]
WITH_FOOT = [
    slug for slug, e in EXERCISES.items() if e.figure["scene"].get("inset", {}).get("kind") == "foot"
]


def walls(svg: str) -> list[tuple[str | None, ...]]:
    """The boards of a picture that furniture is made of."""
    return [
        tuple(rect.get(name) for name in ("x", "y", "width", "height"))
        for rect in parsed(svg).iter(f"{SVG}rect")
        if rect.get("class") == "f-wall"
    ]


def letter(svg: str, time: float) -> Matrix:
    """Where the side's letter is."""

    def search(element, outer: Matrix) -> Matrix | None:
        own = map_of(element.get("transform", ""))
        for move in element:
            if move.tag == f"{SVG}animateTransform":
                own = map_of(f"{move.get('type')}({' '.join(map(str, value_at(move, time)))})")
        if element.tag == f"{SVG}text":
            return outer @ own
        found = (search(child, outer @ own) for child in element)
        return next((matrix for matrix in found if matrix), None)

    where = search(parsed(svg), Matrix())
    assert where is not None
    return where


def test_a_chair_stays_where_it_is_when_one_stands_up():
    pictures = [drawn("sit-to-stand", "B", frame) for frame in range(4)]
    assert walls(pictures[0])
    assert len({tuple(walls(picture)) for picture in pictures}) == 1


@pytest.mark.parametrize("slug", [slug for slug in SEATED if slug != "walk-interval-pad"])
def test_a_chair_is_in_the_same_place_in_each_frame(slug: str):
    side = next(side for drawn_slug, side in DRAWN if drawn_slug == slug)
    frames = range(len(EXERCISES[slug].figure["frames"]) + 1)
    assert len({tuple(walls(drawn(slug, side, frame))) for frame in frames}) == 1


def test_a_chair_is_under_who_sits_on_it():
    exercise = EXERCISES["sit-to-stand"]
    hip = stage_of(exercise.figure, exercise.dose, both=True).frames[0].body.hip
    lowest = -(hip.y - 0.056) * SCALE
    tops = [float(y or 0) for _x, y, _width, _height in walls(drawn("sit-to-stand", "B", 1))]
    assert any(top == pytest.approx(lowest, abs=0.1) for top in tops)


@pytest.mark.parametrize(("slug", "side"), LETTERED)
def test_a_sides_letter_is_upright_and_not_mirrored(slug: str, side: str):
    svg = drawn(slug, side)
    for step in range(10):
        where = letter(svg, length(svg) * step / 10)
        assert (where.a, where.b, where.c, where.d) == pytest.approx((1, 0, 0, 1), abs=0.1)


def test_a_right_foot_from_its_inner_side_has_its_toes_to_the_left():
    for side, way in (("L", 1), ("R", -1)):
        toes = around([(0, 0, 0.016), (0.018, 0.003, 0.0125)])  # the big one
        places = [
            where for element, where in shapes(drawn("short-foot", side, 1), 0) if element.get("d") == toes
        ]
        assert len(places) == 1
        assert places[0].at(0, 0)[0] * way > 0


@pytest.mark.parametrize("slug", WITH_FOOT)
def test_the_foot_in_the_round_moves_as_the_foot_does(slug: str):
    larger = EXERCISES[slug].figure["scene"]["inset"]["scale"]
    outlines = (around(parts.FOOT), around([(x * larger, y * larger, r * larger) for x, y, r in parts.FOOT]))
    svg = drawn(slug, "R")
    for step in range(10):
        found = list(shapes(svg, length(svg) * step / 10))
        real = [where for element, where in found if element.get("d") == outlines[0]][-1]
        round_one = [where for element, where in found if element.get("d") == outlines[1]]
        assert len(round_one) == 1
        assert (real.a, real.b) == pytest.approx((round_one[0].a, round_one[0].b), abs=0.006)


def test_weight_is_as_long_as_what_is_on_each_leg():
    def lengths(frame: int) -> list[float]:
        found = [element.get("d", "") for element, _ in shapes(drawn("weight-shift", "R", frame), 0)]
        down = [re.match(r"M0 0L0 ([\d.]+)", path) for path in found]
        return [float(match[1]) for match in down if match]

    even, shifted = lengths(1), lengths(2)
    assert even[0] == pytest.approx(even[1])
    assert shifted[0] / sum(shifted) == pytest.approx(0.8, abs=0.01)
    assert sum(shifted) == pytest.approx(sum(even), abs=0.2)


def test_the_heel_on_top_lies_on_the_foot_that_pushes():
    other, work = legs("iso-shin-lift", "R", 0)
    heel = foot(other)["heel"]
    ankle = place(work["foot"], 0, 0)
    # On the top of the foot, between the ankle and the toes, neither in it nor over it.
    assert ankle[0] + 0.03 < heel[0] < foot(work)["toe"][0]
    assert 0.02 < heel[1] - 0.026 < 0.055
    assert math.isclose(foot(work)["heel"][1], 0.026, abs_tol=0.002)


@pytest.mark.parametrize("slug", sorted(EXERCISES))
def test_frames_are_told_in_plain_words(slug: str):
    labels = [frame["label"] for frame in EXERCISES[slug].figure["frames"]]
    assert len(set(labels)) == len(labels)
    for label in labels:
        # More than "start" or "end", which tell nobody anything who cannot see the picture.
        assert re.sub(r"^(start|end|hold)\b:?", "", label).strip()
        assert not re.search(r"rearfoot|abduction|mid stance|strike|[+]", label)
