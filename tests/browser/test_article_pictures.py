"""The pictures' labels in a real Chromium: inside the picture, apart from each other, large enough, in both themes."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Page

from tests.library.article_files import ARTICLES

CSS = Path(settings.BASE_DIR) / "static" / "css"
STYLES = "".join(
    (CSS / f"{name}.css").read_text(encoding="utf-8") for name in ("tokens", "ground", "pictures")
)
NAMES = [article.front["picture"] for article in ARTICLES.values()]
LABELS = """() => {
  const picture = document.querySelector("svg.picture").getBoundingClientRect();
  return [...document.querySelectorAll("svg.picture text")].map(label => {
    const box = label.getBoundingClientRect();
    return {
      words: label.textContent,
      size: parseFloat(getComputedStyle(label).fontSize) * picture.width / 360,
      left: box.left - picture.left, right: picture.right - box.right,
      top: box.top - picture.top, bottom: picture.bottom - box.bottom,
      x: [box.left, box.right], y: [box.top, box.bottom],
    };
  });
}"""


def shown(page: Page, name: str, theme: str) -> list[dict]:
    """The labels of a picture on a page of a phone, whose margins are 16 px."""
    picture = render_to_string(f"library/pictures/{name}.svg")
    page.set_content(
        f"<!doctype html><html data-bs-theme={theme}><style>{STYLES} body {{ padding: 16px }}</style>{picture}"
    )
    return page.evaluate(LABELS)


def shared(one: list[float], other: list[float]) -> float:
    """How far two spans lie over each other, in px; negative where they are apart."""
    return min(one[1], other[1]) - max(one[0], other[0])


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_whole_apart_and_large_enough(page: Page, name: str) -> None:
    labels = shown(page, name, "light")
    assert labels
    for label in labels:
        assert label["size"] >= 14
        assert min(label["left"], label["right"], label["top"], label["bottom"]) >= 0, label["words"]
    for place, one in enumerate(labels):
        for other in labels[place + 1 :]:
            # Lines of one label may share a little of their leading.
            assert shared(one["x"], other["x"]) <= 1 or shared(one["y"], other["y"]) <= 6, (
                one["words"],
                other["words"],
            )


CONTRAST = """() => {
  const light = color => {
    const [r, g, b] = color.match(/[0-9.]+/g).slice(0, 3).map(part => {
      const s = part / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.querySelector("svg.picture")).backgroundColor);
  return [...document.querySelectorAll("svg.picture text")].map(label => {
    const ink = light(getComputedStyle(label).fill);
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  });
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_labels_stand_out_from_the_ground(page: Page, name: str, theme: str) -> None:
    shown(page, name, theme)
    assert min(page.evaluate(CONTRAST)) >= 4.5
