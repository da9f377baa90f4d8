"""How sides, sets and shares are drawn: always a shape and a word, unknown never as 0."""

from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from therapy.base.side_svg import STATES


def draw(source: str, **context: object) -> str:
    return Template("{% load sides pips icons nav %}" + source).render(Context(context))


def tree(source: str, **context: object) -> ElementTree.Element:
    """The drawing as XML; fails where it is not well formed."""
    return ElementTree.fromstring(f"<div>{draw(source, **context)}</div>")  # noqa: S314  our own output


@pytest.mark.parametrize(
    ("side", "css", "word", "shape"),
    [("L", "side-l", "Left", "circle"), ("R", "side-r", "Right", "rect"), ("B", "side-b", "Both", "path")],
)
def test_a_side_tag_has_class_shape_and_word(side: str, css: str, word: str, shape: str) -> None:
    tag = tree("{% side_tag side %}", side=side)[0]
    assert tag.get("class") == f"side-tag {css}"
    assert "".join(tag.itertext()) == word
    assert [part.tag for part in tag[0]] == [shape]
    assert tag[0].get("aria-hidden") == "true"


@pytest.mark.parametrize(("side", "words"), [("L", "Left leg"), ("R", "Right leg"), ("B", "Both legs")])
def test_a_chip_says_the_leg(side: str, words: str) -> None:
    assert "".join(tree("{% side_chip side %}", side=side).itertext()) == words


def test_a_shape_alone_still_says_its_side_to_a_screen_reader() -> None:
    shape = tree('{% side_shape "R" %}')[0]
    assert [(part.get("class"), part.text) for part in shape.iter("span")][1:] == [
        ("visually-hidden", "Right")
    ]


@pytest.mark.parametrize(
    "source", ["{% side_tag side %}", "{% pips side states %}", "{% adherence_bar side 5 %}"]
)
def test_what_is_no_side_is_an_error(source: str) -> None:
    with pytest.raises(ValueError, match="not a valid Side"):
        draw(source, side="X", states=["done"])


def test_pips_draw_one_mark_a_set_by_its_state() -> None:
    svg = tree("{% pips 'L' states %}", states=["done", "part", "now", "todo", "skipped"])[0]
    assert [mark.get("class") for mark in svg] == [
        "p-done",
        "p-todo",
        "p-half",
        "p-now",
        "p-todo",
        "p-skip",
        "p-skip",
    ]
    assert svg.get("aria-label") == "Left: 1 of 5 sets done, 1 in part, 1 skipped"
    assert svg.get("viewBox") == "0 0 116 20"


def test_one_set_is_said_in_the_singular() -> None:
    assert tree("{% pips 'B' states %}", states=["todo"])[0].get("aria-label") == "Both: 0 of 1 set done"


def test_no_set_is_nothing_at_all() -> None:
    assert draw("{% pips 'L' states %}", states=[]) == ""


def test_an_unknown_state_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a set state: finished"):
        draw("{% pips 'L' states %}", states=["finished"])


@given(side=st.sampled_from("LRB"), states=st.lists(st.sampled_from(STATES), min_size=1, max_size=30))
def test_up_to_eight_sets_are_marks_and_more_are_a_bar(side: str, states: list[str]) -> None:
    svg = tree("{% pips side states %}", side=side, states=states)[0]
    assert f"{states.count('done')} of {len(states)} set" in svg.get("aria-label", "")
    if len(states) > 8:
        assert svg.get("class", "").startswith("adh-bar")
        assert svg[0].get("class") == "track"
    else:
        marks = [mark for mark in svg if mark.get("class") == "p-done"]
        assert len(marks) == states.count("done")


@pytest.mark.parametrize(
    ("side", "drawn"),
    [
        ("L", '<rect class="fill" width="60" height="10"/>'),
        ("R", '<path class="dash" d="M0 5H60"/>'),
        ("B", '<rect class="fill" y="3" width="60" height="4"/>'),
    ],
)
def test_a_bar_is_solid_dashed_or_thin_by_side(side: str, drawn: str) -> None:
    assert drawn in draw("{% adherence_bar side 50 %}", side=side)


def test_nothing_asked_is_a_dashed_outline_and_the_word_none() -> None:
    bar = draw('{% adherence_bar "L" None %}')
    assert '<rect class="none"' in bar
    assert "none" in "".join(ElementTree.fromstring(bar).itertext())  # noqa: S314
    assert "0\N{NO-BREAK SPACE}%" not in bar
    assert 'class="fill"' not in bar


def test_nothing_done_is_an_empty_bar_and_zero_percent() -> None:
    bar = draw('{% adherence_bar "L" 0 %}')
    assert "0\N{NO-BREAK SPACE}%" in bar
    assert 'class="track"' in bar
    assert 'class="fill"' not in bar


def test_more_than_asked_fills_the_bar_and_says_the_number() -> None:
    bar = draw('{% adherence_bar "L" 130 named=True %}')
    assert 'width="120" height="10"/><rect class="fill" width="120"' in bar
    assert "130\N{NO-BREAK SPACE}%" in bar
    assert 'class="adh side-l adh-l"' in bar


def test_a_missing_percent_is_not_taken_for_none() -> None:
    """A misspelt variable is an empty string in a template; that must not pass for “nothing was asked”."""
    with pytest.raises(ValueError, match="could not convert"):
        draw('{% adherence_bar "L" mistake %}')
