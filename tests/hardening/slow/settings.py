"""The tests' settings, with the slow page and the slow job, on the database that the test names."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, INSTALLED_APPS, LOGGING

DATABASES["default"]["NAME"] = os.environ["SLOW_DATABASE"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.hardening.slow"]
ROOT_URLCONF = "tests.hardening.slow.urls"
LOGGING["loggers"]["procrastinate"] = {"level": "INFO"}
