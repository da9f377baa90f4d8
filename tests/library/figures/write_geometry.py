"""Writes the joints of every frame anew (`test_geometry`): `python -m tests.library.figures.write_geometry`."""

import json
import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from tests.support.geometry import FROM_THE_SIDE, KEPT, of  # noqa: E402  after the settings

if __name__ == "__main__":
    lines = ",\n".join(f'"{slug}": {json.dumps(of(slug))}' for slug in FROM_THE_SIDE)
    KEPT.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
