"""The project's settings with ``EVENSTEP_ENV=test``, said before they are read."""

import os

os.environ["EVENSTEP_ENV"] = "test"

from therapy.settings import *  # noqa: F403
