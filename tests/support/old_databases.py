"""A database as an older version left it: read from its dump, beside the tests' own."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from tests.support.template_database import lead_to, server

DUMPS = Path(__file__).parent.parent / "upgrades" / "dumps"


@contextmanager
def restored(version: str) -> Iterator[None]:
    """For the block, both ways to the database lead to what `version` has left."""
    script = gzip.decompress((DUMPS / f"{version}.sql.gz").read_bytes()).decode()
    before = connections["owner"].settings_dict["NAME"]
    name = f"{before}_of_{version.replace('.', '_')}"
    with server() as execute:
        execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        execute(f'CREATE DATABASE "{name}"')
    lead_to(name)
    try:
        connections["owner"].ensure_connection()
        connections["owner"].connection.execute(script)  # without parameters, so that it goes as one
        connections["owner"].close()  # the script has emptied its search path
        yield
    finally:
        lead_to(before)
        with server() as execute:
            execute(f'DROP DATABASE "{name}" WITH (FORCE)')
