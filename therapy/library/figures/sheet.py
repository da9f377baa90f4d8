"""All pictures of one exercise, for the pages that show them."""

from dataclasses import dataclass
from functools import cached_property

from therapy.library.figures.pictures import Picture, has_figure, plain_side, sides_of
from therapy.library.models import Exercise


@dataclass(frozen=True)
class Frame:
    """A frame and what it shows."""

    picture: Picture
    label: str


@dataclass(frozen=True)
class OfSide:
    """The pictures for one side."""

    side: str
    moving: Picture
    frames: list[Frame]


@dataclass
class Row:
    """The pictures of one exercise; none where it has no figure."""

    exercise: Exercise

    @cached_property
    def labels(self) -> list[str]:
        """What each frame shows."""
        return [frame["label"] for frame in self.exercise.figure["frames"]]

    def of(self, side: str) -> OfSide:
        """The pictures for a side."""
        frames = [
            Frame(Picture(self.exercise, side, number), label)
            for number, label in enumerate(self.labels, start=1)
        ]
        return OfSide(side, Picture(self.exercise, side), frames)

    @property
    def sides(self) -> list[OfSide]:
        """The pictures for each side for which it can be done."""
        return [self.of(side) for side in sides_of(self.exercise)] if has_figure(self.exercise) else []

    @property
    def plain(self) -> OfSide | None:
        """The pictures that are about no leg of anybody's."""
        return self.of(plain_side(self.exercise)) if has_figure(self.exercise) else None


@dataclass(frozen=True)
class Shown:
    """The pictures for one side, and the sides between which one can choose."""

    of: OfSide
    sides: list[str]


def figure_of(exercise: Exercise, side: str) -> Shown | None:
    """The pictures for `side`, or for the first side where it cannot be done with that; None without a figure."""
    if not has_figure(exercise):
        return None
    sides = sides_of(exercise)
    return Shown(Row(exercise).of(side if side in sides else sides[0]), sides)
