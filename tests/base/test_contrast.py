"""Colours by arithmetic: each text on each ground that it stands on, in both themes and in high contrast.

WCAG 2.2, 1.4.3 and 1.4.11: at least 4.5 for text, and 3 for marks and the edges of controls. Pages are looked at in the
dark by `tests/browser/test_axe.py` only here and there, since no style sheet but these few names a colour of its own.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
TEXT, MARK = 4.5, 3.0
PAGE, SURFACE, SUNKEN = "--bs-body-bg", "--es-surface", "--es-sunken"
GROUNDS = (PAGE, SURFACE, SUNKEN)
# Who may name a colour: the tokens, high contrast, paper, pale things in pictures; and beside them the white that
# cameras need, and the veil behind a dialog.
NAME_COLOURS = {"tokens.css", "contrast.css", "print.css", "pictures.css"}
BESIDE_THEM = {("account.css", "#fff"), ("account.css", "rgb(")}

PAIRS: list[tuple[float, str, tuple[str, ...]]] = [
    (TEXT, "--bs-body-color", GROUNDS),
    (TEXT, "--bs-heading-color", GROUNDS),
    (TEXT, "--bs-secondary-color", GROUNDS),
    (TEXT, "--bs-primary", (PAGE, SURFACE, "--bs-primary-bg-subtle")),
    (TEXT, "--bs-link-color", (PAGE, SURFACE, "--bs-primary-bg-subtle")),
    (TEXT, "--bs-link-hover-color", (PAGE, SURFACE, "--bs-primary-bg-subtle")),
    (TEXT, "--es-on-primary", ("--bs-primary", "--es-primary-hover")),
    (TEXT, "--es-on-stop", ("--es-stop",)),
    (TEXT, "--es-left", (PAGE, SURFACE, "--es-left-tint")),
    (TEXT, "--es-right", (PAGE, SURFACE, "--es-right-tint")),
    (TEXT, "--es-both", (PAGE, SURFACE, "--es-both-tint")),
    (TEXT, "--bs-danger-text-emphasis", (PAGE, SURFACE, "--bs-danger-bg-subtle")),
    (TEXT, "--bs-warning-text-emphasis", (PAGE, SURFACE, "--bs-warning-bg-subtle")),
    (TEXT, "--bs-success-text-emphasis", (PAGE, SURFACE, "--bs-success-bg-subtle")),
    (TEXT, "--bs-info-text-emphasis", (PAGE, SURFACE, "--bs-info-bg-subtle")),
    (TEXT, "--bs-form-invalid-color", (PAGE, SURFACE)),
    (MARK, "--es-left-mark", (SURFACE, SUNKEN, "--es-left-tint")),
    (MARK, "--es-right-mark", (SURFACE, SUNKEN, "--es-right-tint")),
    (MARK, "--es-both-mark", (SURFACE, SUNKEN, "--es-both-tint")),
    (MARK, "--es-control", GROUNDS),
    (MARK, "--bs-warning", (SURFACE, "--bs-warning-bg-subtle")),
]


def tokens(name: str, selector: str) -> dict[str, str]:
    """What the rules of exactly this selector set, in one style sheet; later ones win."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.DOTALL)
    found: dict[str, str] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        if selector in [one.strip().replace("'", '"') for one in selectors.split(",")]:
            found |= dict(re.findall(r"(--[\w-]+)\s*:\s*([^;]+?)\s*(?:;|$)", body))
    return found


def theme(mode: str) -> dict[str, str]:
    light, dark = (tokens("tokens.css", f'[data-bs-theme="{name}"]') for name in ("light", "dark"))
    found = light if mode.startswith("light") else light | dark
    if mode.endswith("high"):
        high = ':root[data-contrast="high"]'
        found |= tokens("contrast.css", high)
        found |= tokens("contrast.css", f'{high}[data-bs-theme="{mode.split()[0]}"]')
    return found


def colour(values: dict[str, str], name: str) -> str:
    value = values[name]
    reference = re.fullmatch(r"var\((--[\w-]+)\)", value)
    return colour(values, reference[1]) if reference else value


def luminance(hex_colour: str) -> float:
    """Relative luminance of `#RRGGBB`, from 0 for black to 1 for white (WCAG 2.2)."""
    parts = [int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_arithmetic_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", ["light", "dark", "light high", "dark high"])
def test_every_text_and_mark_stands_out_from_its_ground(mode: str) -> None:
    values = theme(mode)
    faint = [
        f"{name} on {ground}: {ratio:.2f}, and {least} is the least"
        for least, name, grounds in PAIRS
        for ground in grounds
        if (ratio := contrast(colour(values, name), colour(values, ground))) < least
    ]
    assert faint == []


def test_high_contrast_has_more_of_it() -> None:
    for mode in ("light", "dark"):
        usual, high = theme(mode), theme(f"{mode} high")
        for name in ("--bs-body-color", "--bs-secondary-color", "--es-left", "--es-right"):
            assert contrast(colour(high, name), colour(high, PAGE)) > contrast(
                colour(usual, name), colour(usual, PAGE)
            )


def test_no_other_style_sheet_names_a_colour_for_text_or_ground() -> None:
    found = set()
    for path in sorted(CSS.glob("**/*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for value in re.findall(r"(?:color|background|fill|stroke|border)[\w-]*\s*:([^;}]*)", text):
            found |= {
                (path.name, one.lower()) for one in re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgb\w*\(", value)
            }
    assert {pair for pair in found if pair[0] not in NAME_COLOURS} == BESIDE_THEM
