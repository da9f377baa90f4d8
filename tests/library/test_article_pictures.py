"""The pictures of the articles: whole, told in words, and fit for a page that allows no inline style or script."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from tests.library.article_files import ARTICLES

PICTURES = Path(settings.BASE_DIR) / "templates" / "library" / "pictures"
CSS = (Path(settings.BASE_DIR) / "static" / "css" / "pictures.css").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"
NAMES = [article.front["picture"] for article in ARTICLES.values()]
each_picture = pytest.mark.parametrize("name", NAMES)
# What an SVG of ours may be made of, and where numbers may stand as attributes.
ELEMENTS = {
    f"{SVG}{tag}" for tag in ("svg", "title", "desc", "g", "path", "circle", "ellipse", "rect", "text")
}


def drawn(name: str) -> ElementTree.Element:
    return ElementTree.fromstring(render_to_string(f"library/pictures/{name}.svg"))  # noqa: S314 # a file of ours


def test_each_article_has_its_own_and_none_is_left_over() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert {path.stem for path in PICTURES.glob("*.svg")} == set(NAMES)


@each_picture
def test_is_told_in_words(name: str) -> None:
    root = drawn(name)
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert name in str(title.get("id"))
    assert len(str(title.text)) > 5
    assert len(str(desc.text)) > 60


@each_picture
def test_has_no_style_or_script_of_its_own(name: str) -> None:
    for element in drawn(name).iter():
        assert element.tag in ELEMENTS
        for attribute, value in element.attrib.items():
            assert attribute not in {"style", "fill", "stroke", "href", "font-size"}
            assert not attribute.startswith("on")
            assert "url(" not in value


@each_picture
def test_its_classes_are_in_the_style_sheet(name: str) -> None:
    known = set(re.findall(r"\.([a-z][a-z-]*)", CSS))
    used = {one for element in drawn(name).iter() for one in (element.get("class") or "").split()}
    assert "picture" in used
    assert used <= known


@each_picture
def test_its_words_can_be_translated_and_read(name: str) -> None:
    source = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
    for words in re.findall(r"<(?:title|desc|text)[^>]*>(.*?)</", source):
        assert re.fullmatch(r'\{% translate "[^"]+" %\}', words), words
    labels = drawn(name).findall(f".//{SVG}text")
    assert labels
    assert {label.get("class") for label in labels} <= {"p-text", "p-name", "p-soft"}


def test_words_are_large_enough_on_a_phone_with_margins() -> None:
    """14 px at the least, where 360 units are shown on 328 px."""
    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", CSS)]
    assert sizes
    assert min(sizes) * 328 / 360 >= 14


@each_picture
def test_is_drawn_for_a_phone_and_stays_small(name: str) -> None:
    assert drawn(name).get("viewBox") == "0 0 360 240"
    assert len(render_to_string(f"library/pictures/{name}.svg").encode()) < 12_000
