"""Words about moments on the people pages: `{% load people %}`."""

from datetime import datetime, timedelta

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def seen(moment: datetime | None) -> str:
    """`Today, 8:02`, `Yesterday`, `10 Nov`, `10 Nov 2025`, or `Never`, in the reader's time zone."""
    if moment is None:
        return _("Never")
    today = timezone.localdate()
    local = timezone.localtime(moment)
    if local.date() == today:
        return _("Today, %(time)s") % {"time": formats.date_format(local, "G:i")}
    if local.date() == today - timedelta(days=1):
        return _("Yesterday")
    return day(moment)


@register.filter
def day(moment: datetime) -> str:
    """`10 Nov`, with the year where it is not this one, in the reader's time zone."""
    local = timezone.localtime(moment)
    return formats.date_format(local, "j M" if local.year == timezone.localdate().year else "j M Y")


@register.filter
def moment(value: datetime) -> str:
    """`24 Nov, 14:20`, in the reader's time zone."""
    return f"{day(value)}, {formats.date_format(timezone.localtime(value), 'G:i')}"
