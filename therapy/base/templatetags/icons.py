"""Inline SVG icons: `{% load icons %}{% icon "check" %}`."""

from django import template
from django.utils.safestring import SafeString

from therapy.base.icons import PATHS, icon_svg

register = template.Library()

SIZES = ("sm", "md")


@register.simple_tag
def icon(name: str, size: str = "md", label: str = "") -> SafeString:
    """`{% icon "close" size="sm" label=_("Close") %}`. Sizes: sm 20 px, md 24 px. Others are an error."""
    if name not in PATHS:
        raise template.TemplateSyntaxError(f"no icon “{name}”; there are: {', '.join(sorted(PATHS))}")
    if size not in SIZES:
        raise template.TemplateSyntaxError(f"no icon size “{size}”; there are: {', '.join(SIZES)}")
    return icon_svg(name, small=size == "sm", label=label)
