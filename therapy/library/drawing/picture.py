"""The whole picture: one SVG of an exercise for one side, moving or as one of its frames."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from therapy.library.drawing import props, side_view
from therapy.library.drawing.elements import Clock
from therapy.library.drawing.outline import SCALE, number
from therapy.library.drawing.palette import style
from therapy.library.drawing.shot import Shot
from therapy.library.drawing.stage import stage_of

LETTERS = {"L": "L", "R": "R", "B": ""}
LETTER_AT = 0.2  # down the thigh
MARGIN = 0.05
GROUND = -0.04  # the picture's lower edge
FLATTEST = 0.66  # a picture's height against its width, for one who lies


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
    own = figure["scene"].get("of_frame", {})
    if frame in own:
        alone = {**figure, "frames": [figure["frames"][frame]], "scene": own[frame]}
        return picture(alone, dose, side, muscles, words, 0)
    stage = stage_of(figure, dose, both=side == "B")
    shots = stage.shots if frame is None else [stage.frames[frame]]
    clock = Clock(tuple(shot.time for shot in shots))
    given = stage.scene.get("props", [])
    mirrored = side == "L"
    letter = LETTERS[side]
    body = side_view.figure(clock, shots, both=side == "B", muscles=muscles, letter=_letter(letter, mirrored), held="")
    box = box_of(stage.shots + stage.frames, stage.scene)
    ground = _ground(clock, box, stage.scene.get("passes", 0))
    inner = props.drawn(props.BEHIND, clock, shots, given) + ground + body + props.drawn(props.BEFORE, clock, shots, given)
    return document(inner, box, side, mirrored, words)


def _ground(clock: Clock, box: Box, passes: float) -> str:
    """The line that everything stands on; dashes run along it where one walks over it, `passes` in a round."""
    if not passes:
        return f'<path class="f-floor" d="M{number(box.left * SCALE)} 0H{number(box.right * SCALE)}"/>'
    # Six dashes a round, so that the round ends where it began.
    dash = passes * SCALE / 12
    runs = ""
    if len(clock.times) > 1:
        runs = (
            f'<animate attributeName="stroke-dashoffset" dur="{clock.times[-1]:g}s" repeatCount="indefinite"'
            f' values="0;{number(dash * 12)}"/>'
        )
    far = f"M{number((box.left - 0.1) * SCALE)} 0H{number((box.right + 0.1) * SCALE)}"
    return f'<path class="f-floor" stroke-dasharray="{dash:.3f}" d="{far}">{runs}</path>'


def _letter(letter: str, mirrored: bool) -> str:
    """The side's letter on the thigh, readable in a mirrored picture too."""
    if not letter:
        return ""
    turned = ' transform="scale(-1 1)"' if mirrored else ""
    return f'<text class="f-letter" y="{number(LETTER_AT * SCALE)}"{turned}>{letter}</text>'


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
    wide = max(around.right - around.left + 2 * MARGIN, around.top + MARGIN - GROUND)
    high = max(around.top + MARGIN - GROUND, wide * FLATTEST)
    middle = (around.left + around.right) / 2
    return Box(middle - wide / 2, GROUND, middle + wide / 2, GROUND + high)


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
