"""Draws the app's icons from ``static/img/favicon.svg``, with the machine's Chromium: `python tools/draw_icons.py`.

Run it again once the mark has changed. The colour behind the mark is the light page's.
"""

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
PAGE_COLOUR = "#F5F1E9"

# File: pixels, the mark's share of the width, the corners' radius in percent. A maskable icon may be cut to a circle of
# 80 % of its width, and a phone of Apple's rounds the corners itself.
ICONS = {
    "icon-192.png": (192, 0.72, 18),
    "icon-512.png": (512, 0.72, 18),
    "icon-maskable-512.png": (512, 0.54, 0),
    "icon-apple-180.png": (180, 0.66, 0),
}


def draw(page: Page, name: str, size: int, share: float, radius: int) -> None:
    """One PNG of `size` pixels."""
    page.set_viewport_size({"width": size, "height": size})
    mark = (IMAGES / "favicon.svg").read_text()
    behind = f"width: 100vw; height: 100vh; background: {PAGE_COLOUR}; border-radius: {radius}%"
    # The mark stands low in its own box.
    drawn = f"width: {share * 100}%; overflow: visible; transform: translateY(-7%)"
    page.set_content(
        "<style>html, body { margin: 0; background: none }"
        f" div {{ display: grid; place-items: center; {behind} }} svg {{ {drawn} }}</style><div>{mark}</div>"
    )
    page.screenshot(path=IMAGES / name, omit_background=True)


def main() -> None:
    """All of them."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        for name, (size, share, radius) in ICONS.items():
            draw(page, name, size, share, radius)
        browser.close()


if __name__ == "__main__":
    main()
