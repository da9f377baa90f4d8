"""The built-in pictures: inline SVG, as templates, so that words can be translated and colours follow the theme."""

from django.template import TemplateDoesNotExist
from django.template.loader import get_template


def template_of(name: str) -> str:
    """The template of the picture `name`; empty for no name, and for one of which there is no picture (any more)."""
    template = f"library/pictures/{name}.svg"
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return ""
    return template
