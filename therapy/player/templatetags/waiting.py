"""What every page of a signed-in person can say about what waits on the device: `{% load waiting %}`."""

from typing import Any

from django import template

from therapy.player.texts import waiting_words

register = template.Library()


@register.simple_tag(name="waiting_words")
def words() -> dict[str, Any]:
    """The words that static/player puts together, for `json_script`."""
    return waiting_words()
