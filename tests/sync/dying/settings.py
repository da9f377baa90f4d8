"""The tests' settings, on the database that the test names, with a server that dies when it is told to."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, MIDDLEWARE

DATABASES["default"]["NAME"] = os.environ["DYING_DATABASE"]
MIDDLEWARE = ["tests.sync.dying.kill.KillMiddleware", *MIDDLEWARE]
