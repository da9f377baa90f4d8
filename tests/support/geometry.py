"""Angles of the shipped figures, as `geometry.json` keeps them."""

from pathlib import Path

from django.conf import settings

from tests.support.drawn import EXERCISES
from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.shot import Shot
from therapy.library.figures.drawing.stage import stage_of

KEPT = Path(settings.BASE_DIR) / "tests" / "library" / "figures" / "geometry.json"
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
