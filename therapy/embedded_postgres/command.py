"""``manage.py postgres``: starts and stops the embedded server by hand, and says where it is."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from therapy.embedded_postgres.paths import EmbeddedPostgresError
from therapy.embedded_postgres.server import ensure_running, locate, stop


def main(arguments: Sequence[str], project: Path) -> int:
    """``manage.py postgres start|stop|status|url``; the exit status."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"usage: manage.py postgres {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]](project)
    except EmbeddedPostgresError as error:
        print(f"postgres: {error}", file=sys.stderr)
        return 1


def _start(project: Path) -> int:
    print(f"PostgreSQL is running: {ensure_running(project).url}")
    return 0


def _stop(project: Path) -> int:
    print("PostgreSQL has stopped." if stop(project) else "PostgreSQL was not running.")
    return 0


def _status(project: Path) -> int:
    server = locate(project)
    ready = server.is_ready()
    print(f"PostgreSQL is {'running' if ready else 'not running'}; its data: {server.data}")
    return 0 if ready else 3


def _url(project: Path) -> int:
    print(locate(project).url)
    return 0


COMMANDS = {"start": _start, "stop": _stop, "status": _status, "url": _url}
