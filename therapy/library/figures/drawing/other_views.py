"""The pictures that are not seen from the side: which view, what moves in it, and how much of it is shown."""

from collections.abc import Sequence
from typing import Any

from therapy.library.figures.drawing import foot, front, props
from therapy.library.figures.drawing.document import Box, Letter
from therapy.library.figures.drawing.elements import Clock, placed, turned
from therapy.library.figures.drawing.geometry import Point
from therapy.library.figures.drawing.motion import Moment, between, moments_of, moves_of

MOVING = ("rearfoot", "shift", "abduction", "small", "curl", "arch_mm")


def times_of(figure: dict[str, Any], dose: dict[str, Any]) -> list[Moment]:
    """The moments of a movement through the frames; one where there is a single frame."""
    moves = moves_of(len(figure["frames"]), dose, figure["scene"])
    return moments_of(moves) if moves else [Moment(0, 0, 0, 0)]


def values_of(frames: Sequence[dict[str, Any]], moments: Sequence[Moment]) -> dict[str, list[float]]:
    """What moves, at each moment. What a frame does not name is 0."""
    told = [
        {name: float(frame.get(name, 0)) for name in MOVING} | {"mtp": float(frame["work"]["mtp"])}
        for frame in frames
    ]
    return {
        name: [between(told[m.before][name], told[m.after][name], m.share) for m in moments]
        for name in (*MOVING, "mtp")
    }


def drawing(
    clock: Clock, figure: dict[str, Any], moments: Sequence[Moment], letter: Letter, muscles: Sequence[str]
) -> str:
    """The view that the scene names. Raises KeyError for one that there is not."""
    scene, values = figure["scene"], values_of(figure["frames"], moments)
    count = len(moments)
    if scene["view"] == "feet":
        inner = front.feet(clock, values, scene, letter.at(0, 0.2), muscles)
    elif scene["view"] == "behind":
        counter = props.box("f-wall", -0.34, 0, 0.68, 0.53, 0) + props.box("f-prop", -0.36, 0.53, 0.72, 0.03)
        inner = counter + front.behind(clock, values, letter.at(0, 0.2))
        inner += _weights(clock, scene["weights"], moments)
    elif scene["view"] == "lying":
        inner = front.lying(clock, values, letter.at(0, 0.2, -90))
    elif scene["view"] == "foot":
        drawn = foot.foot(
            clock,
            values,
            letter.at(-0.004, -0.08, -float(scene.get("tilt", 0))),
            muscles,
            hand=bool(scene.get("hand")),
        )
        tilted = turned(clock, [float(scene.get("tilt", 0))] * count, drawn)
        inner = placed(clock, [Point(*scene.get("ankle", (0, 0.039)))] * count, tilted)
        inner = (foot.towel(clock, values["curl"]) if scene.get("towel") else "") + inner
    else:
        raise KeyError(scene["view"])
    return _around(clock, scene, inner, count)


def _weights(clock: Clock, told: Sequence[float], moments: Sequence[Moment]) -> str:
    """An arrow beside each foot, as long as the weight on it; `told` is the working leg's share in each frame."""
    shares = [between(told[m.before], told[m.after], m.share) for m in moments]
    arrows = ""
    for x, weights in ((0.16, shares), (-0.16, [1 - share for share in shares])):
        lengths = [0.4 * weight for weight in weights]
        shapes = [props.arrow_path(0, -length) for length in lengths]
        inner = f'<path class="f-hint" d="{shapes[0]}">{clock.animation(shapes, "d")}</path>'
        arrows += placed(clock, [Point(x, 0.03 + length) for length in lengths], inner)
    return arrows


def _around(clock: Clock, scene: dict[str, Any], inner: str, count: int) -> str:
    given = scene.get("props", [])
    behind = "".join(_still(clock, prop, count) for prop in given if not prop.get("before"))
    before = "".join(_still(clock, prop, count) for prop in given if prop.get("before"))
    return behind + inner + before


def _still(clock: Clock, prop: dict[str, Any], count: int) -> str:
    """A prop that keeps its place: an arrow, a board or a soft shape."""
    if prop["kind"] == "arrow":
        dx, dy = prop["way"]
        inner = props.arrow_of(dx, dy, prop.get("head", props.HEAD))
        inner = f'<g class="f-light">{inner}</g>' if prop.get("light") else inner
        return placed(clock, [Point(*prop["at"])] * count, inner)
    if prop["kind"] == "box":
        return props.box(prop["css"], prop["x"], prop["y"], prop["wide"], prop["high"])
    inner = props.soft(prop["css"], *prop["circles"])
    return f'<g class="f-far">{inner}</g>' if prop.get("far") else inner


def box_of(scene: dict[str, Any]) -> Box:
    """What the scene wants shown."""
    return Box(*scene["box"])
