"""The machine's own Chromium."""

import shutil

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The machine's Chromium."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
