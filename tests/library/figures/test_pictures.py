"""Every exercise has a picture for each side: small, safe, in words too, mirrored, and in its side's colour."""

import gzip
import re

import pytest
from django.conf import settings

from tests.library.figures.svg import SVG, parsed, shapes
from tests.support.drawn import DRAWN, EXERCISES, drawn
from therapy.library.figures.drawing.palette import DAY, NIGHT, RULES, SIDES_BY_DAY, SIDES_BY_NIGHT
from therapy.library.figures.pictures import ANY, plain_side

PROJECT = settings.BASE_DIR
ALL = [
    *DRAWN,
    *((slug, plain_side(exercise)) for slug, exercise in EXERCISES.items() if plain_side(exercise) == ANY),
]
LARGEST = 12_000  # bytes of a picture, compressed
HELD = [slug for slug, exercise in EXERCISES.items() if exercise.dose.get("tempo") == "hold"]


@pytest.mark.parametrize(("slug", "side"), ALL)
def test_each_is_small_and_says_what_it_shows(slug: str, side: str):
    for frame in range(len(EXERCISES[slug].figure["frames"]) + 1):
        svg = drawn(slug, side, frame)
        root = parsed(svg)
        assert len(gzip.compress(svg.encode())) < LARGEST
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert EXERCISES[slug].name in (title.text or "")
        assert description is not None
        assert description.text == " ".join(EXERCISES[slug].steps)
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


@pytest.mark.parametrize(("slug", "side"), ALL)
def test_none_has_a_script_a_link_or_a_style_of_its_elements(slug: str, side: str):
    for element in parsed(drawn(slug, side)).iter():
        name = element.tag.removeprefix(SVG)
        assert name in {
            *(
                "svg",
                "title",
                "desc",
                "style",
                "g",
                "path",
                "rect",
                "line",
                "text",
                "animate",
                "animateTransform",
            ),
        }
        assert not set(element.keys()) & {
            "style",
            "href",
            "onload",
            "onclick",
            "{http://www.w3.org/1999/xlink}href",
        }


@pytest.mark.parametrize(("slug", "side"), ALL)
def test_it_moves_and_its_frames_stand_still(slug: str, side: str):
    moves = len(EXERCISES[slug].figure["frames"]) > 1
    assert ("<animate" in drawn(slug, side)) == moves
    for frame in range(len(EXERCISES[slug].figure["frames"])):
        assert "<animate" not in drawn(slug, side, frame + 1)


@pytest.mark.parametrize("slug", [slug for slug, side in DRAWN if side == "L"])
def test_left_and_right_are_mirror_images(slug: str):
    for frame in range(1, len(EXERCISES[slug].figure["frames"]) + 1):
        left, right = (list(shapes(drawn(slug, side, frame), 0)) for side in "LR")
        assert len(left) == len(right)
        for (one, here), (other, there) in zip(left, right, strict=True):
            assert (one.get("d"), one.get("class")) == (other.get("d"), other.get("class"))
            assert here.at(3, 7) == pytest.approx((-there.at(3, 7)[0], there.at(3, 7)[1]))


@pytest.mark.parametrize(("slug", "side"), ALL)
def test_the_working_leg_wears_its_letter_and_its_colour(slug: str, side: str):
    svg = drawn(slug, side)
    letters = re.findall(r"<text[^>]*>(\w)</text>", svg)
    assert letters == ([side] if side in "LR" else [])
    mark = SIDES_BY_DAY[side if side in "LR" else "B"][1]
    assert f"--side-mark:{mark}" in svg
    assert 'class="f-work"' in svg


def test_the_letter_of_a_mirrored_picture_is_not_mirrored():
    assert re.search(
        r'<text class="f-letter" transform="[^"]* scale\(-1 1\)">L<', drawn("heel-raise-single", "L")
    )
    assert "scale" not in drawn("heel-raise-single", "R")


BOTH = [
    (slug, side)
    for slug, side in DRAWN
    # Close by there is one foot alone.
    if side == "B" and EXERCISES[slug].figure["scene"].get("view") not in ("foot", "feet")
]


@pytest.mark.parametrize(("slug", "side"), BOTH)
def test_both_legs_are_at_work_where_both_work(slug: str, side: str):
    far = re.search(r'<g class="f-far">(.*)', drawn(slug, side), re.DOTALL)
    assert far is not None
    assert 'class="f-work"' in far[1]


@pytest.mark.parametrize("slug", HELD)
def test_a_held_position_shows_where_to_press(slug: str):
    sides = [side for drawn_slug, side in DRAWN if drawn_slug == slug]
    assert all('class="f-hint"' in drawn(slug, side) for side in sides)


@pytest.mark.parametrize(
    ("values", "sides", "mode"), [(DAY, SIDES_BY_DAY, "light"), (NIGHT, SIDES_BY_NIGHT, "dark")]
)
def test_the_colours_are_those_of_the_page(values, sides, mode):
    text = (PROJECT / "static/css/tokens.css").read_text(encoding="utf-8")
    # The formatter of style sheets writes small letters.
    text = re.sub(r"#[0-9a-f]{6}\b", lambda found: found[0].upper(), text)
    light, dark = text.split('[data-bs-theme="dark"] {', 1)
    # Up to the next rule: high contrast has its own.
    block = light if mode == "light" else dark.split("}")[0]
    tokens = dict(re.findall(r"(--[\w-]+):\s*(#[0-9A-Fa-f]{6})", block))
    assert {name: tokens[name] for name in values} == values
    for side, word in (("L", "left"), ("R", "right"), ("B", "both")):
        names = (f"--es-{word}", f"--es-{word}-mark", f"--es-{word}-muscle", f"--es-{word}-far")
        assert tuple(tokens[name] for name in names) == sides[side]


def test_the_page_has_the_same_rules():
    css = (PROJECT / "static/css/figure.css").read_text(encoding="utf-8")
    said = {
        (selector.strip(), what, token)
        for selectors, body in re.findall(
            r"([^{}]+)\{([^}]*)\}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
        )
        for selector in selectors.split(",")
        for what, token in re.findall(r"(fill|stroke): var\((--[\w-]+)\)", body)
    }
    for selectors, what, token in RULES:
        for selector in selectors.split(","):
            assert (selector, what, token) in said
