"""The shipped figures, each drawn once."""

from functools import cache

from therapy.library.datafile import read
from therapy.library.figures.pictures import Picture, sides_of
from therapy.library.models import Exercise

EXERCISES = {entry.slug: Exercise(slug=entry.slug, **entry.fields) for entry in read()}
DRAWN = [(slug, side) for slug, exercise in EXERCISES.items() for side in sides_of(exercise)]


@cache
def drawn(slug: str, side: str, frame: int = 0) -> str:
    """A picture of the shipped library."""
    return Picture(EXERCISES[slug], side, frame).draw()
