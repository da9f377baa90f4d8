"""The demo's settings on a database of their own, with the yardsticks' addresses added."""

import os

os.environ["EVENSTEP_ENV"] = "demo"

from therapy.settings import *  # noqa: F403
from therapy.settings import DATABASES

for database in DATABASES.values():
    database["NAME"] = "bench_evenstep"
ROOT_URLCONF = "tests.benchmarks.urls"
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]  # noqa: F405
