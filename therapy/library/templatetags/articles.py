"""What the articles' pages say of their sources: `{% load articles %}`."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# A whole address, without the mark that ends the sentence it stands in.
_ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)])")


@register.filter
def with_links(words: str) -> SafeString:
    """`{{ source.text|with_links }}`: whole web addresses become links; a bare name such as example.org stays words."""
    parts = _ADDRESS.split(words)
    drawn = (
        (format_html('<a href="{0}">{0}</a>', part) if index % 2 else part,)
        for index, part in enumerate(parts)
    )
    return format_html_join("", "{}", drawn)
