"""The whole picture: one SVG of an exercise for one side, moving or as one of its frames."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from therapy.library.drawing import props, side_view
from therapy.library.drawing.elements import Clock
from therapy.library.drawing.outline import SCALE, number
from therapy.library.drawing.palette import style
from therapy.library.drawing.stage import Shot, stage_of

LETTERS = {"L": "L", "R": "R", "B": ""}
MARGIN = 0.05


@dataclass(frozen=True)
class Box:
    """What a picture shows, in body heights, y up."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def of(cls, points: Iterable[tuple[float, float, float]]) -> "Box":
        """Around these circles."""
        circles = list(points)
        return cls(
            min(x - r for x, _, r in circles),
            min(y - r for _, y, r in circles),
            max(x + r for x, _, r in circles),
            max(y + r for _, y, r in circles),
        )


def picture(figure: dict[str, Any], dose: dict[str, Any], side: str, muscles: Sequence[str], words: tuple[str, str], frame: int | None = None) -> str:
    """An SVG document. `words`: its title and its description; `frame`: the one to show, or None for the movement."""
    stage = stage_of(figure, dose, both=side == "B")
    shots = stage.shots if frame is None else [stage.frames[frame]]
    clock = Clock(tuple(shot.time for shot in shots))
    given = stage.scene.get("props", [])
    mirrored = side == "L"
    letter = LETTERS[side]
    body = side_view.figure(clock, shots, both=side == "B", muscles=muscles, letter=_letter(letter, mirrored), held="")
    box = box_of(stage.shots + stage.frames, stage.scene)
    ground = f'<path class="f-floor" d="M{number(box.left * SCALE)} 0H{number(box.right * SCALE)}"/>'
    inner = props.drawn(props.BEHIND, clock, shots, given) + ground + body + props.drawn(props.BEFORE, clock, shots, given)
    return document(inner, box, side, mirrored, words)


def _letter(letter: str, mirrored: bool) -> str:
    return letter


def box_of(shots: Sequence[Shot], scene: dict[str, Any]) -> Box:
    """A square around all that a movement needs, with the ground at its foot."""
    circles: list[tuple[float, float, float]] = []
    for shot in shots:
        body = shot.body
        crown = body.along_trunk(0.36)
        circles += [(crown.x, crown.y, 0.06), (body.hip.x, body.hip.y, 0.06), (body.neck.x, body.neck.y, 0.06)]
        for leg in (body.work, body.other):
            circles += [(p.x, p.y, 0.03) for p in (leg.knee, leg.ankle, leg.heel, leg.toe)]
        for arm in (shot.near, shot.far):
            hand = arm.hand(shot.shoulder)
            circles.append((hand.x, hand.y, 0.03))
    for extra in scene.get("shows", []):
        circles.append((extra[0], extra[1], 0))
    around = Box.of(circles)
    wide = max(around.right - around.left, around.top) + 2 * MARGIN
    middle = (around.left + around.right) / 2
    return Box(middle - wide / 2, -0.04, middle + wide / 2, wide - 0.04)


def document(inner: str, box: Box, side: str, mirrored: bool, words: tuple[str, str]) -> str:
    """The SVG around the drawing. The two inner groups are what an address with #light or #dark points at."""
    left = -box.right if mirrored else box.left
    view = " ".join(number(v * SCALE) for v in (left, -box.top, box.right - box.left, box.top - box.bottom))
    title, description = (escape(word) for word in words)
    flipped = f'<g transform="scale(-1 1)">{inner}</g>' if mirrored else inner
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" role="img" aria-labelledby="t d">'
        f'<title id="t">{title}</title><desc id="d">{description}</desc><style>{style(side)}</style>'
        f'<g id="dark"><g id="light">{flipped}</g></g></svg>'
    )
