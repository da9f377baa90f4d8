"""`make bench`: the speed budgets of the main pages, as multiples of an empty request under the same server."""

import argparse
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"

import django
from django.conf import settings
from django.core.management import call_command


def make_database(fresh: bool) -> None:
    """Create the benchmark's own database where it is missing, and migrate it."""
    import psycopg
    from django.db import connections

    parameters = connections["owner"].get_connection_params() | {"dbname": "postgres", "autocommit": True}
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    name = settings.DATABASES["default"]["NAME"]
    with psycopg.connect(**parameters) as admin:
        if fresh:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            admin.execute(f'CREATE DATABASE "{name}"')
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", database="owner", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def main() -> None:
    """Measure and print. Exit status 0 whatever the figures: a budget is met in the table, not enforced here."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--requests", type=int, default=200, help="measured requests of each kind")
    parser.add_argument("--fresh", action="store_true", help="make the reference data anew")
    parser.add_argument("--parallel", action="store_true", help="send each of 200 sessions 50 times at once")
    options = parser.parse_args()
    django.setup()
    make_database(options.fresh)

    if options.parallel:
        from tests.benchmarks.parallel import run as run_parallel

        sys.exit(run_parallel())

    from tests.benchmarks.run import run

    run(options.requests)


if __name__ == "__main__":
    sys.exit(main())
