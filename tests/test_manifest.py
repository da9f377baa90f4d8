"""Whether a phone may install the site as an app: the fields that browsers ask for, and icons as large as they say."""

import re
import struct
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from therapy import manifest
from tools import draw_icons


@pytest.fixture
def told(client: Client, db: None) -> dict:
    return client.get("/manifest.webmanifest").json()


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of a PNG, from its first chunk."""
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", head[16:24])


def test_it_says_what_browsers_ask_for(client: Client, told: dict):
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    assert not answer.cookies
    assert {name: told[name] for name in ("name", "short_name", "start_url", "scope", "display")} == {
        "name": "Evenstep",
        "short_name": "Evenstep",
        "start_url": "/player/",
        "scope": "/",
        "display": "standalone",
    }


def test_icons_are_there_and_as_large_as_they_say(told: dict):
    found = {}
    for icon in told["icons"]:
        path = Path(finders.find(icon["src"].removeprefix("/static/")))
        if icon["type"] == "image/png":
            assert "x".join(map(str, size_of(path))) == icon["sizes"], icon
        found[icon["sizes"], icon["purpose"]] = icon["type"]
    assert found == {
        ("192x192", "any"): "image/png",
        ("512x512", "any"): "image/png",
        ("512x512", "maskable"): "image/png",
        ("any", "any"): "image/svg+xml",
    }


def test_its_colours_are_the_light_pages(told: dict):
    tokens = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
    light = tokens.split('[data-bs-theme="dark"] {', 1)[0]
    colour = re.search(r"--bs-body-bg: (#\w+);", light)[1]
    said = {told["theme_color"], told["background_color"], manifest.PAGE_COLOUR, draw_icons.PAGE_COLOUR}
    assert said == {colour.upper()}


def test_every_page_names_it(client: Client, db: None):
    page = client.get("/account/login/").text
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    icon = re.search(r'<link rel="apple-touch-icon" href="/static/([^"]+)">', page)[1]
    assert size_of(Path(finders.find(icon))) == (180, 180)
