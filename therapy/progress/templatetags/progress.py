"""Small helps for the progress templates: `{% load progress %}`."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from therapy.base.marks import side_class, side_word
from therapy.progress.charts.frame import dot

register = template.Library()


@register.simple_tag
def legend_key(side: str) -> SafeString:
    """The side's line and mark with its word, as the charts draw it."""
    return format_html(
        '<span class="{}"><svg class="legend-key" viewBox="0 0 40 14" aria-hidden="true">{}'
        '<g class="chart">{}</g></svg><b>{}</b></span>',
        side_class(side),
        SafeString('<path class="line" d="M0 7h40"/>'),
        dot(side, 20, 7, 5.5),
        side_word(side),
    )
