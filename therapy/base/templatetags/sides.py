"""Template tags that say a side: `{% load sides %}`."""

from django import template
from django.utils.safestring import SafeString

from therapy.base import side_labels, side_svg
from therapy.base.side import Side

register = template.Library()


@register.simple_tag
def side_tag(side: Side, legs: bool = False) -> SafeString:
    """`{% side_tag "L" %}`: shape and word; `legs=True` gives “Left leg”."""
    return side_svg.side_tag(side, legs=legs)


@register.simple_tag
def side_chip(side: Side, legs: bool = True) -> SafeString:
    """`{% side_chip set.side %}`: shape and “Left leg” on the side's tint."""
    return side_svg.side_chip(side, legs=legs)


@register.simple_tag
def side_shape(side: Side) -> SafeString:
    """`{% side_shape side %}`: the shape, with the word for screen readers only. For tight tables."""
    return side_svg.side_shape(side)


@register.simple_tag
def side_glyph(side: Side) -> SafeString:
    """`{% side_glyph side %}`: the shape alone. Its word must stand beside it."""
    return side_svg.glyph(side)


@register.filter
def side_class(side: Side) -> str:
    """`<li class="{{ dose.side|side_class }}">`: `side-l`, `side-r` or `side-b`."""
    return side_svg.side_class(side)


@register.filter
def side_label(side: Side) -> str:
    """`{{ dose.side|side_label }}`: Left, Right or Both."""
    return side_labels.side_label(side)


@register.filter
def leg_label(side: Side) -> str:
    """`{{ dose.side|leg_label }}`: Left leg, Right leg or Both legs."""
    return side_labels.leg_label(side)


@register.filter
def leg_in_text(side: Side) -> str:
    """`{{ dose.side|leg_in_text }}`: left leg, right leg or both legs, in the middle of a text."""
    return side_labels.leg_in_text(side)


@register.filter
def the_leg(side: Side) -> str:
    """`{{ figure.side|the_leg }}`: the left leg, the right leg or both legs."""
    return side_labels.the_leg(side)
