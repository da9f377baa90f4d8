"""Icons come from a closed list; a menu marks the page that is open."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from therapy.base.icons import PATHS


def draw(source: str, **context: object) -> str:
    return Template("{% load icons nav %}" + source).render(Context(context))


@pytest.mark.parametrize("name", sorted(PATHS))
def test_every_icon_is_drawn_hidden_from_screen_readers(name: str) -> None:
    svg = draw("{% icon name %}", name=name)
    assert svg.startswith('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><')


def test_a_labelled_icon_is_read_aloud_and_escaped() -> None:
    svg = draw('{% icon "close" size="sm" label=label %}', label='Close "it" & go')
    assert 'class="icon icon-sm"' in svg
    assert 'role="img" aria-label="Close &quot;it&quot; &amp; go"' in svg
    assert "aria-hidden" not in svg


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError, match="no icon “unicorn”"):
        draw('{% icon "unicorn" %}')


def test_an_unknown_size_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError, match="no icon size “huge”"):
        draw('{% icon "check" size="huge" %}')


@pytest.mark.parametrize(
    ("path", "marked"), [("/patients/", True), ("/patients/new/", True), ("/library/", False), ("/", False)]
)
def test_a_menu_marks_the_page_that_is_open(path: str, marked: bool) -> None:
    drawn = draw('<a{% here "/patients/" "/caseload/" %}>', request=RequestFactory().get(path))
    assert (drawn == '<a aria-current="page">') is marked
    assert ("aria-current" in drawn) is marked


def test_without_a_request_nothing_is_marked() -> None:
    assert draw('<a{% here "/patients/" %}>') == "<a>"
