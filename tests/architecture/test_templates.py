"""Templates hold to the content security policy: no style and no script inside a page."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.inline import INLINE

TEMPLATES = Path(settings.BASE_DIR) / "templates"

# Comments and what Django fills in are dropped first; an attribute counts inside a tag alone.
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
FILLED_IN = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def inline_parts(text: str) -> list[str]:
    """What in a template the policy would block."""
    text = FILLED_IN.sub(" ", COMMENT.sub("", text))
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def test_no_template_has_what_the_policy_blocks() -> None:
    pages = sorted(TEMPLATES.rglob("*.html")) + sorted(TEMPLATES.rglob("*.svg"))
    assert pages
    found = {str(page.relative_to(TEMPLATES)): inline_parts(page.read_text()) for page in pages}
    assert {name: parts for name, parts in found.items() if parts} == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('<p class="a"\n style="color: red">', "a style attribute"),
        ('<p {% if a > b %}style="color: red"{% endif %}>', "a style attribute"),
        ("<style>p { color: red }</style>", "a style element"),
        ("<script>go()</script>", "a script without src"),
        ('<button onclick="go()">', "an event handler"),
        ('<button hx-on:click="go()">', "htmx code"),
        ('<a href="javascript:go()">', "a script address"),
        ('<script src="https://cdn.example/x.js"></script>', "an address elsewhere"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', "an address elsewhere"),
    ],
)
def test_what_counts_as_inline(text: str, name: str) -> None:
    assert inline_parts(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        '<script src="/static/js/a.js" defer></script>',
        "<p>Change your style = comfortable</p>",
        '{# <p style="x"> #}',
        '<a {% if one == two %}aria-current="page"{% endif %}>',
        '<a href="https://example.org/">elsewhere</a>',
    ],
)
def test_what_does_not(text: str) -> None:
    assert inline_parts(text) == []
