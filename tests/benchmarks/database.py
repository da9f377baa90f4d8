"""The benchmark's own database: kept between runs, and made anew on another day or for other code.

Most rows of the table are about today, and nothing that is on the trail can be deleted, so data of another day cannot
be brought forward. The database's comment says for which day and by which code it was filled; it is written last, so
that one which was left half full is made anew too.
"""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from tests.benchmarks.progress import step

# What decides how the data look.
CODE = ("tests/benchmarks/data.py", "tests/factories.py")


def stamp(today: date) -> str:
    """What the comment says of a database that is filled on `today` by this code, with these migrations."""
    migrations = sorted(MigrationLoader(None).disk_migrations)
    code = [(Path(settings.BASE_DIR) / path).read_bytes() for path in CODE]
    return f"{today} {sha256(repr((migrations, code)).encode()).hexdigest()}"


def prepare(today: date, fill: Callable[[date], None], *, fresh: bool) -> None:
    """Make the database and `fill` it, unless it was filled for `today` already; `fresh` makes it anew in any case."""
    wanted = stamp(today)
    with _admin() as admin:
        if fresh or _comment(admin) != wanted:
            _make(admin, today, fill)
            admin.execute(f"COMMENT ON DATABASE {_name()} IS '{wanted}'")
    # Scripts and style sheets change oftener than the data.
    step("collecting the static files")
    call_command("collectstatic", interactive=False, verbosity=0)


def _make(admin: "psycopg.Connection[Any]", today: date, fill: Callable[[date], None]) -> None:
    step("making the database")
    admin.execute(f"DROP DATABASE IF EXISTS {_name()} WITH (FORCE)")
    admin.execute(f"CREATE DATABASE {_name()}")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", database="owner", verbosity=0)
    step(f"filling it as of {today}; this is done once a day")
    fill(today)
    # Fresh rows have no statistics yet, and the planner guesses.
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _name() -> str:
    name = settings.DATABASES["default"]["NAME"]
    assert name.isidentifier(), name
    return str(name)


def _admin() -> "psycopg.Connection[Any]":
    """A connection of the owner to the server, and to no database of ours."""
    parameters = connections["owner"].get_connection_params() | {"dbname": "postgres", "autocommit": True}
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    return psycopg.connect(**parameters)


def _comment(admin: "psycopg.Connection[Any]") -> str | None:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    found = admin.execute(query, [settings.DATABASES["default"]["NAME"]]).fetchone()
    return found[0] if found else None
