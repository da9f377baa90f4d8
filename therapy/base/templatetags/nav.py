"""Which link of a menu is the page itself: `{% load nav %}`."""

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def here(context: template.Context, *prefixes: str) -> SafeString:
    """`<a href="/people/"{% here "/people/" %}>`: marks the link when the page's path starts with a prefix.

    Without a request (an error page) nothing is marked.
    """
    request = context.get("request")
    if request is None or not request.path.startswith(prefixes):
        return SafeString("")
    return SafeString(' aria-current="page"')
