"""Bring the demo's database and static files up to date, in one process, and print its logins.

Every step finds out for itself what is missing, so that a second run is quick and loses nothing.
"""

from __future__ import annotations

import hashlib
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
    call_command("createcachetable", database="owner", verbosity=0)
    call_command("load_library")
    call_command("load_programmes")
    collect_static_files()
    call_command("fill_demo")


def collect_static_files() -> None:
    """Hash and compress the static files, unless none has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    lines = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            lines.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    now = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
    stamp = Path(settings.STATIC_ROOT) / "collected.stamp"
    if not stamp.exists() or stamp.read_text() != now:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(now)


if __name__ == "__main__":
    manage.run(prepare)
