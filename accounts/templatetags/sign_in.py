"""What every page says about signing in: `{% load sign_in %}`."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def second_step_is_skipped() -> bool:
    """Whether staff may work without a second step; asked of the settings, so that pages of errors know it too."""
    skipped: bool = settings.SECOND_FACTOR_SKIPPED
    return skipped
