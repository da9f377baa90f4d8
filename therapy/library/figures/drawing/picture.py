"""The whole picture: one SVG of an exercise for one side, moving or as one of its frames."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from therapy.library.figures.drawing import inset, other_views, props, side_view
from therapy.library.figures.drawing.document import Box, Letter, Words, document
from therapy.library.figures.drawing.elements import Clock
from therapy.library.figures.drawing.motion import Moment, moves_of
from therapy.library.figures.drawing.outline import SCALE, number
from therapy.library.figures.drawing.shot import Shot
from therapy.library.figures.drawing.stage import Stage, stage_of

MARGIN = 0.05
GROUND = -0.04  # the picture's lower edge
FLATTEST = 0.66  # a picture's height against its width, for one who lies


@dataclass(frozen=True)
class Drawing:
    """What is drawn: a figure of the data with its scene, the dose that gives its tempo, and the areas it trains."""

    figure: dict[str, Any]
    dose: dict[str, Any]
    muscles: Sequence[str]

    @property
    def scene(self) -> dict[str, Any]:
        """How it is set on stage (data/scenes.yaml)."""
        scene: dict[str, Any] = self.figure["scene"]
        return scene


def picture(drawing: Drawing, side: str, words: Words, frame: int | None = None) -> str:
    """An SVG document for a side (L, R, B): the frame of that number, or the movement.

    Raises TooFarError where an arm or a leg cannot reach what the scene says, KeyError for what no scene knows.
    """
    own = drawing.scene.get("of_frame", {})
    if frame is not None and str(frame) in own:
        alone = {**drawing.figure, "frames": [drawing.figure["frames"][frame]], "scene": own[str(frame)]}
        return picture(Drawing(alone, drawing.dose, drawing.muscles), side, words, 0)
    make = _other if "view" in drawing.scene else _from_the_side
    # With the toes to the right, the inner side of a foot is that of a left one.
    letter = Letter(side, "L" if drawing.scene.get("view") == "foot" else "R")
    inner, box = make(drawing, letter, frame)
    return document(inner, box, letter, words, "" if frame is not None else phases_of(drawing))


def phases_of(drawing: Drawing) -> str:
    """When the movement goes to which frame and how long it stays, in seconds: `frame:from-until+stays ...`."""
    if drawing.scene.keys() & {"walk", "pedal"}:
        return ""
    told, time = [], 0.0
    for move in moves_of(len(drawing.figure["frames"]), drawing.dose, drawing.scene):
        told.append(f"{move.frame}:{time:g}-{time + move.takes:g}+{move.stays:g}")
        time += move.takes + move.stays
    return " ".join(told)


def _from_the_side(drawing: Drawing, letter: Letter, frame: int | None) -> tuple[str, Box]:
    both = letter.side == "B"
    stage = stage_of(drawing.figure, drawing.dose, both=both)
    shots = stage.shots if frame is None else [stage.frames[frame]]
    clock = Clock(tuple(shot.time for shot in shots))
    box = box_of(stage)
    given = stage.scene.get("props", [])
    word = letter.at(0, 0.018)
    inner = (
        props.drawn(props.BEHIND, clock, shots, given)
        + ground(clock, box, stage.scene.get("passes", 0))
        + side_view.figure(
            clock,
            shots,
            both=both,
            muscles=drawing.muscles,
            letter=word,
            head_lies=stage.scene.get("head") == "lies",
            aside=_aside(stage.scene),
        )
        + props.drawn(props.BEFORE, clock, shots, given)
    )
    return inner + inset.drawn(clock, stage, shots), box


def _other(drawing: Drawing, letter: Letter, frame: int | None) -> tuple[str, Box]:
    moments = (
        other_views.times_of(drawing.figure, drawing.dose) if frame is None else [Moment(0, frame, frame, 0)]
    )
    clock = Clock(tuple(moment.time for moment in moments))
    box = other_views.box_of(drawing.scene)
    line = ground(clock, box, 0) if drawing.scene.get("ground", True) else ""
    return line + other_views.drawing(clock, drawing.figure, moments, letter, drawing.muscles), box


def _aside(scene: dict[str, Any]) -> float:
    """How far the leg behind is drawn aside: not where legs part by themselves, or feet must meet."""
    return 0.0 if scene.keys() & {"walk", "pedal"} else float(scene.get("aside", side_view.ASIDE))


def ground(clock: Clock, box: Box, passes: float) -> str:
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


def box_of(stage: Stage) -> Box:
    """Around all that a movement and its frames need, with the ground at its foot."""
    circles = [circle for shot in stage.shots + stage.frames for circle in _extent(shot)]
    circles += [(x, y, 0.0) for x, y in stage.scene.get("shows", [])] + inset.extent(stage.scene)
    around = Box.of(circles)
    wide = max(around.right - around.left + 2 * MARGIN, around.top + MARGIN - GROUND)
    high = max(around.top + MARGIN - GROUND, wide * FLATTEST)
    middle = (around.left + around.right) / 2
    return Box(middle - wide / 2, GROUND, middle + wide / 2, GROUND + high)


def _extent(shot: Shot) -> list[tuple[float, float, float]]:
    body = shot.body
    large = [(point.x, point.y, 0.06) for point in (body.along_trunk(0.36), body.hip, body.neck)]
    joints = [point for leg in (body.work, body.other) for point in (leg.knee, leg.ankle, leg.heel, leg.toe)]
    joints += [arm.hand(shot.shoulder) for arm in (shot.near, shot.far)]
    return large + [(point.x, point.y, 0.03) for point in joints]
