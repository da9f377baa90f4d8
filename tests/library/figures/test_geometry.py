"""Where the joints of every frame are, against what was looked at: numbers, not the text of a picture.

After a wanted change: `python -m tests.library.figures.write_geometry`, and look at `/figures/` before you commit it.
"""

import json
from pathlib import Path

import pytest

from tests.library.figures.conftest import EXERCISES
from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.shot import Shot
from therapy.library.figures.drawing.stage import stage_of

KEPT = Path(__file__).with_name("geometry.json")
FROM_THE_SIDE = [slug for slug, exercise in EXERCISES.items() if "view" not in exercise.figure["scene"]]


def joints(shot: Shot) -> dict[str, list[float]]:
    points: dict[str, Point] = {"hip": shot.body.hip, "neck": shot.body.neck}
    for name in ("work", "other"):
        leg = getattr(shot.body, name)
        points |= {f"{name} {part}": getattr(leg, part) for part in ("knee", "ankle", "heel", "ball", "toe")}
    points |= {"near hand": shot.near.hand(shot.shoulder), "far hand": shot.far.hand(shot.shoulder)}
    return {name: [round(point.x, 3), round(point.y, 3)] for name, point in points.items()}


def of(slug: str) -> list[dict[str, list[float]]]:
    exercise = EXERCISES[slug]
    return [joints(shot) for shot in stage_of(exercise.figure, exercise.dose, both=False).frames]


@pytest.mark.parametrize("slug", FROM_THE_SIDE)
def test_the_joints_are_where_they_were_looked_at(slug: str):
    kept = json.loads(KEPT.read_text(encoding="utf-8"))[slug]
    found = of(slug)
    assert len(found) == len(kept)
    for now, then in zip(found, kept, strict=True):
        assert now.keys() == then.keys()
        for name, place in now.items():
            assert place == pytest.approx(then[name], abs=0.0015), name
