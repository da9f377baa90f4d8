"""Figures of exercises in templates."""

from typing import Any

from django import template

from therapy.library.figures.pictures import Picture, has_figure, plain_side, side_words, sides_of
from therapy.library.figures.sheet import Frame
from therapy.library.models import Exercise

register = template.Library()


@register.inclusion_tag("library/_still.html", takes_context=True)
def exercise_still(context: dict[str, Any], exercise: Exercise, side: str = "") -> dict[str, Any]:
    """A small still picture beside the exercise's name; decoration, as the name says it all.

    `side`: the side that works, or the plain picture where the exercise is not drawn for it.
    """
    drawn = side if side in sides_of(exercise) else plain_side(exercise)
    # The frame in which the work shows best: the one after the start.
    frame = min(2, len(exercise.figure.get("frames", [])))
    picture = Picture(exercise, drawn, frame) if has_figure(exercise) else None
    return {"address": picture and picture.address + theme(context)}


@register.simple_tag
def figure_of(exercise: Exercise, side: str) -> Picture | None:
    """The movement for a side; None where it is not drawn for that."""
    return Picture(exercise, side) if has_figure(exercise) and side in sides_of(exercise) else None


@register.inclusion_tag("library/_moving.html", takes_context=True)
def moving_figure(context: dict[str, Any], picture: Picture) -> dict[str, Any]:
    """A figure that moves, and stands still for who wants no motion."""
    still = Picture(picture.exercise, picture.side, min(2, len(picture.exercise.figure["frames"])))
    return {
        "address": picture.address + theme(context),
        "still": still.address + theme(context),
        "exercise": picture.exercise,
        "leg": side_words(picture.side),
    }


@register.inclusion_tag("library/_frame.html", takes_context=True)
def figure_frame(context: dict[str, Any], frame: Frame, for_paper: bool = False) -> dict[str, Any]:
    """One frame with what it shows. What is `for_paper` must be there before anybody scrolls to it."""
    return {
        "for_paper": for_paper,
        "address": frame.picture.address + theme(context),
        "label": frame.label,
        "exercise": frame.picture.exercise,
        "leg": side_words(frame.picture.side),
    }


def theme(context: dict[str, Any]) -> str:
    """What tells a picture the person's own choice of colours; nothing where the device decides."""
    chosen = getattr(context.get("user"), "theme", "auto")
    return f"#{chosen}" if chosen in ("light", "dark") else ""
