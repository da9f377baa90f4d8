"""The project's settings with ``EVENSTEP_ENV=test``, said before they are read."""

import os

os.environ["EVENSTEP_ENV"] = "test"

from therapy.settings import *  # noqa: F403
from therapy.settings import DATABASES

# What a test commits need not survive a power cut.
DATABASES["default"]["OPTIONS"] = {**DATABASES["default"]["OPTIONS"], "options": "-c synchronous_commit=off"}
