"""The project's settings with ``EVENSTEP_ENV=test``, said before they are read."""

import os

os.environ["EVENSTEP_ENV"] = "test"

from therapy.settings import *  # noqa: F403
from therapy.settings import DATABASES

# What a test commits need not survive a power cut. A test prepares and checks what it likes (`tests.walls`); what it
# calls through a request stands inside the walls.
for alias, more in (
    ("default", "-c synchronous_commit=off -c evenstep.tests=on"),
    ("owner", "-c synchronous_commit=off"),
):
    options = DATABASES[alias]["OPTIONS"]
    DATABASES[alias]["OPTIONS"] = {**options, "options": f"{options.get('options', '')} {more}".strip()}

# Else every test client would look through all files that are collected here; nothing asks it for one.
WHITENOISE_AUTOREFRESH = True
