"""What two linters say of the migrations since 0.1.0: locks that would stop a clinic, and changes that break the code
which still runs beside the new tables while an upgrade goes on.

The migrations of 0.1.0 met empty tables alone, and never change.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FIRST_RELEASE = ("0001_initial", "0002_walls")
APPS = ("accounts", "attention", "care", "library", "logbook", "plans", "trail")

if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "therapy.settings")
    import django

    django.setup()

from django.db import connections  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django_migration_linter import MigrationLinter  # noqa: E402


def statements() -> Iterator[tuple[str, str]]:
    """The name and the SQL of each migration of ours since the first release."""
    loader = MigrationLoader(connections["owner"], replace_migrations=False)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in APPS and name not in FIRST_RELEASE:
            yield f"{app}.{name}", "\n".join(loader.collect_sql([(migration, False)]))


def squawk_says(name: str, sql: str) -> str:
    """What squawk finds in the SQL, as its own report; empty where it finds nothing. Raises OSError without squawk."""
    program = Path(sys.executable).parent / "squawk"
    command = [str(program), "--config", str(PROJECT / ".squawk.toml"), "--stdin-filepath", f"{name}.sql"]
    done = subprocess.run(command, input=sql, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def main() -> int:
    """Exit status 1, with what was found, if either linter finds anything."""
    found = [said for name, sql in statements() if (said := squawk_says(name, sql))]
    print("\n".join(found), end="")
    linter = MigrationLinter(
        str(PROJECT),
        include_apps=list(APPS),
        ignore_name=list(FIRST_RELEASE),
        no_cache=True,
        database="owner",
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return 1 if found or linter.has_errors else 0


if __name__ == "__main__":
    sys.exit(main())
