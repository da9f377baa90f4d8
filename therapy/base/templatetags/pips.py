"""Template tags that draw sets and shares done: `{% load pips %}`."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from therapy.base import side_svg
from therapy.base.side import Side

register = template.Library()


@register.simple_tag
def pips(side: Side, states: Sequence[str]) -> SafeString:
    """`{% pips side states %}`: a pip for each set: done, part, now, todo, skipped. Past 8 a bar."""
    return side_svg.pips(side, states)


@register.simple_tag
def adherence_bar(side: Side, percent: float | Decimal | None, named: bool = False) -> SafeString:
    """`{% adherence_bar "L" 86 %}`: percent done of what was prescribed, 0 to 100; None is “none”, never 0."""
    return side_svg.adherence_bar(side, percent, named=named)
