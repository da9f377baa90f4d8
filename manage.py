#!/usr/bin/env python3
"""Django's command line, and ``manage.py postgres`` for the embedded database."""

import os
import sys


def main() -> None:
    """Run one command; what a person can mend is said in one line, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "therapy.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("manage.py: Django is not installed here; run it with .venv/bin/python")
    from therapy import embedded_postgres

    if sys.argv[1:2] == ["postgres"]:
        # Before any settings, which would start the server that is to be stopped.
        sys.exit(embedded_postgres.main(sys.argv[2:]))
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, embedded_postgres.EmbeddedPostgresError) as error:
        sys.exit(f"manage.py: {error}")


if __name__ == "__main__":
    main()
