"""An exercise's figure as a picture with an address of its own, which changes whenever the picture does."""

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from therapy.base.side import Side
from therapy.base.side_labels import leg_in_text
from therapy.library.figures.drawing.document import Words
from therapy.library.figures.drawing.picture import Drawing, picture
from therapy.library.models import Exercise

# Where the trained muscles lie, by the words of the data file; those that no view shows are left out.
AREAS = {
    "gastrocnemius": "calf",
    "soleus": "calf",
    "tibialis posterior": "calf",
    "tibialis anterior": "shin",
    "fibularis longus": "outer",
    "fibularis brevis": "outer",
    "fibularis tertius": "outer",
    "foot intrinsics": "foot",
    "toe flexors": "foot",
    "quadriceps": "thigh",
    "gluteus maximus": "buttock",
    "gluteals": "buttock",
}
# What the working leg of a picture can be: left, right, both, or any leg, in grey and without a letter.
ANY = "N"
SIDES = ("L", "R", "B", ANY)


@dataclass(frozen=True)
class Picture:
    """Which picture: of which exercise, for which side, and which of its frames (from 1), or 0 for the movement."""

    exercise: Exercise
    side: str
    frame: int = 0

    @property
    def name(self) -> str:
        """Its file name without the ending."""
        return f"{self.side.lower()}{self.frame or ''}"

    @property
    def address(self) -> str:
        """Where it is, for ever."""
        return reverse("library:figure", args=[self.exercise.slug, digest(self.exercise), self.name])

    def draw(self) -> str:
        """The picture itself."""
        exercise = self.exercise
        areas = list(dict.fromkeys(AREAS[muscle] for muscle in exercise.primary_muscles if muscle in AREAS))
        # The address is the same in every language, so the words within are.
        with translation.override(settings.LANGUAGE_CODE):
            words = Words(f"{exercise.name}, {side_words(self.side)}", " ".join(exercise.steps))
        drawing = Drawing(exercise.figure, exercise.dose, areas)
        return picture(drawing, self.side, words, self.frame - 1 if self.frame else None)


def side_words(side: str) -> str:
    """Which leg works, in words."""
    return _("either leg") if side == ANY else leg_in_text(Side(side))


def has_figure(exercise: Exercise) -> bool:
    """Whether there is something to draw; a clinic's own exercise may have no figure."""
    return bool(exercise.figure.get("frames")) and "scene" in exercise.figure


def sides_of(exercise: Exercise) -> list[str]:
    """The sides for which an exercise can be drawn."""
    if exercise.laterality == Exercise.Laterality.BILATERAL:
        return ["B"]
    if exercise.laterality == Exercise.Laterality.EITHER:
        return ["L", "R", "B"]
    return ["L", "R"]


def plain_side(exercise: Exercise) -> str:
    """The side of a picture that is about no leg of anybody's."""
    return "B" if exercise.laterality == Exercise.Laterality.BILATERAL else ANY


def digest(exercise: Exercise) -> str:
    """What names the content of an exercise's pictures: all that goes into them, and the code that draws them."""
    told = [
        exercise.slug,
        exercise.name,
        exercise.steps,
        exercise.primary_muscles,
        exercise.dose,
        exercise.figure,
    ]
    return sha256((json.dumps(told, sort_keys=True) + _engine()).encode()).hexdigest()[:20]


@cache
def _engine() -> str:
    """The digest of the code that draws."""
    folder = Path(__file__).parent
    files = [Path(__file__), *sorted((folder / "drawing").glob("*.py"))]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def stored(slug: str, told: str, name: str) -> str | None:
    """A picture by the parts of its address; None where there is none.

    Drawn once for each process, and from then on given without asking the database.
    """
    key = f"{slug}/{told}/{name}"
    cached: str | None = caches["figures"].get(key)
    if cached is not None:
        return cached
    found = _find(slug, told, name)
    if found is None:
        return None
    drawn = found.draw()
    caches["figures"].set(key, drawn)
    return drawn


def _find(slug: str, told: str, name: str) -> Picture | None:
    side, frame = name[0].upper(), int(name[1:] or 0)
    for exercise in Exercise.objects.filter(slug=slug):
        if digest(exercise) != told or not has_figure(exercise):
            continue
        drawable = side in (*sides_of(exercise), plain_side(exercise))
        if drawable and frame <= len(exercise.figure["frames"]):
            return Picture(exercise, side, frame)
    return None
