"""The SVG around a drawing: what it shows, its words, its colours, and the mirror for the left side."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from therapy.library.figures.drawing.outline import SCALE, number
from therapy.library.figures.drawing.palette import style

LETTERS = {"L": "L", "R": "R"}


@dataclass(frozen=True)
class Box:
    """What a picture shows, in body heights, y up."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def of(cls, circles: Iterable[tuple[float, float, float]]) -> "Box":
        """Around these circles (x, y, radius). Raises ValueError for none."""
        edges = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
        lefts, bottoms, rights, tops = zip(*edges, strict=True)
        return cls(min(lefts), min(bottoms), max(rights), max(tops))

    def view(self, mirrored: bool) -> str:
        """As a viewBox."""
        left = -self.right if mirrored else self.left
        return " ".join(
            number(v * SCALE) for v in (left, -self.top, self.right - self.left, self.top - self.bottom)
        )


@dataclass(frozen=True)
class Letter:
    """The side's letter, which stays readable in a mirrored picture; `drawn` is the side that a view is drawn for."""

    side: str
    drawn: str = "R"

    @property
    def mirrored(self) -> bool:
        """Whether the picture is the mirror image of the one that is drawn."""
        return self.side in LETTERS and self.side != self.drawn

    def at(self, x: float, y: float, turn: float = 0) -> str:
        """The letter at a place of the part that it is drawn in, y down; nothing for both legs."""
        if self.side not in LETTERS:
            return ""
        flip = " scale(-1 1)" if self.mirrored else ""
        where = f"translate({number(x * SCALE)} {number(y * SCALE)}) rotate({number(turn)}){flip}"
        return f'<text class="f-letter" transform="{where}">{LETTERS[self.side]}</text>'


@dataclass(frozen=True)
class Words:
    """What a picture says to those who cannot see it."""

    title: str
    description: str


def document(inner: str, box: Box, letter: Letter, words: Words, phases: str) -> str:
    """The SVG. `phases` is for who plays it; an address with #light or #dark points at one of the inner groups."""
    flipped = f'<g transform="scale(-1 1)">{inner}</g>' if letter.mirrored else inner
    told = f' data-phases="{escape(phases)}"' if phases else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box.view(letter.mirrored)}" role="img"'
        f' aria-labelledby="t d" class="side-{letter.side.lower()}"{told}>'
        f'<title id="t">{escape(words.title)}</title><desc id="d">{escape(words.description)}</desc>'
        f'<style>{style(letter.side)}</style><g id="dark"><g id="light">{flipped}</g></g></svg>'
    )
