"""The demo's settings on a database of their own, with the yardsticks' addresses added."""

import os

os.environ["EVENSTEP_ENV"] = "demo"

from therapy.settings import *  # noqa: F403
from therapy.settings import DATABASES

for database in DATABASES.values():
    database["NAME"] = "bench_evenstep"
ROLE_VARIABLE = "EVENSTEP_BENCH_ROLE"  # another role for the application, to measure what its own costs
if ROLE_VARIABLE in os.environ:
    DATABASES["default"] |= {name: DATABASES["owner"][name] for name in ("USER", "PASSWORD")}
    DATABASES["default"]["OPTIONS"]["options"] += f" -c role={os.environ[ROLE_VARIABLE]}"
ROOT_URLCONF = "tests.benchmarks.urls"
