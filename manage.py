#!/usr/bin/env python3
"""Django's command line, and ``manage.py postgres`` for the embedded database."""

import os
import sys
from collections.abc import Callable
from pathlib import Path


def run(action: Callable[[], None]) -> None:
    """Do something with Django; what a person can mend is said in one line, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "therapy.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import CommandError
        from django.db import OperationalError, connection
    except ImportError:
        sys.exit("manage.py: Django is not installed here; run it with .venv/bin/python")
    try:
        action()
    except (CommandError, ImproperlyConfigured) as error:
        sys.exit(f"manage.py: {error}")
    except OperationalError as error:
        if connection.connection is not None:
            raise
        reason = str(error).strip().splitlines()[0]
        sys.exit(f"manage.py: the database does not answer: {reason}")


def execute() -> None:
    """What the command line asks for."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def postgres(arguments: list[str]) -> int:
    """``manage.py postgres``, before any settings, which would start the server that is to be stopped."""
    try:
        from therapy.embedded_postgres.command import main
    except ModuleNotFoundError as error:
        sys.exit(f"manage.py: the package {error.name} is not installed; install requirements-demo.txt")
    return main(arguments, Path(__file__).resolve().parent)


def main() -> None:
    """One command."""
    if sys.argv[1:2] == ["postgres"]:
        sys.exit(postgres(sys.argv[2:]))
    run(execute)


if __name__ == "__main__":
    main()
