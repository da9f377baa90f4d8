"""Bring the demo's database and static files up to date, in one process, and print its logins.

Every step finds out for itself what is missing, so that a second run is quick and loses nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import manage  # noqa: E402


def prepare() -> None:
    """Tables, library, programmes, static files, and the clinic with its people."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_library")
    call_command("load_programmes")
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("fill_demo")


if __name__ == "__main__":
    manage.run(prepare)
