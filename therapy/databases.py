"""How the project reaches PostgreSQL: for the settings."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from therapy import environment

APPLICATION_ROLE = "evenstep_app"  # as the migration `accounts.0002_walls` makes it

# Disks have no moving heads any more, so a row by its index costs hardly more than the next one; the default of 4 makes
# PostgreSQL read a clinic's whole logbook for one patient's year. Compiling takes longer than any query of ours.
PLANNER = "-c random_page_cost=1.1 -c jit=off"


def databases(project: Path, *, production: bool) -> dict[str, Any]:
    """Two ways to one database: ``default`` as the application, whose role owns nothing, and ``owner``, who migrates.

    In production the owner's address is given to who migrates, and kept from the servers. Without an address there is
    the embedded server of `project`. Raises ImproperlyConfigured.
    """
    application = environment.required("DATABASE_URL") if production else environment.optional("DATABASE_URL")
    owner = environment.optional("DATABASE_OWNER_URL")
    if application is None:
        if owner is not None:
            raise ImproperlyConfigured("DATABASE_OWNER_URL is set, and DATABASE_URL is not")
        application, owner = _embedded(project)
    made = {"default": _database(application, "DATABASE_URL")}
    if owner is None and not production:
        # One address of a developer's own server: it migrates, and the application steps down from it.
        owner = application
        made["default"]["OPTIONS"]["options"] += f" -c role={APPLICATION_ROLE}"
    if owner is not None:
        made["owner"] = {**_database(owner, "DATABASE_OWNER_URL"), "ATOMIC_REQUESTS": False}
        made["owner"]["CONN_MAX_AGE"] = 0
        # The tests make their database once, as its owner, and reach it by both ways.
        made["owner"]["TEST"]["DEPENDENCIES"] = []
        made["default"]["TEST"]["MIRROR"] = "owner"
    return made


def _embedded(project: Path) -> tuple[str, str]:
    """The addresses of the embedded server, as the application and as the owner; it is started if need be."""
    try:
        # Not at the top: production does without this package and what it needs.
        from therapy.embedded_postgres.paths import EmbeddedPostgresError
        from therapy.embedded_postgres.server import ensure_running
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            f"the package {error.name} is not installed; install requirements-demo.txt, or set DATABASE_URL"
        ) from error
    try:
        server = ensure_running(project)
    except EmbeddedPostgresError as error:
        raise ImproperlyConfigured(str(error)) from error
    return server.url_as(APPLICATION_ROLE), server.url


def _database(url: str, variable: str) -> dict[str, Any]:
    found = environment.database(url, variable)
    return {
        **found,
        "OPTIONS": {**found["OPTIONS"], "options": PLANNER},
        "ATOMIC_REQUESTS": True,
        # Opening a connection costs seven times a small page, so it is kept, and asked first.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": environment.optional("EVENSTEP_TEST_DB") or "test_evenstep"},
    }
