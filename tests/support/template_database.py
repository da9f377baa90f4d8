"""The tests' database: migrated once for each state of the migrations, and copied for every worker of a run.

Migrating takes half a minute, copying a fraction of a second. A template's name holds a digest of all that decides
what is in it, so that a changed migration means a new template and an unchanged one none. Templates live on the server
that the tests use, whichever that is, where checkouts and workers share them; only the last few are kept.
"""

import ast
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from tests.walls import MAY_BE_EMPTIED, POLICY, let_tests_see_all

PREFIX = "evenstep_template_"
MAKING = "evenstep_making_template"
KEPT = 3  # so that going to and fro between two branches makes none anew
LOCK = 1_702_257_011  # any number, the same in every checkout
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")  # they bring migrations of their own

Execute = Callable[..., list[tuple[Any, ...]]]


@contextmanager
def copied_database(*, anew: bool = False, verbosity: int = 0) -> Iterator[None]:
    """For the block, both ways to the database lead to a copy of the template, which is dropped afterwards.

    The copy has the name that the settings give to a test database, with the worker's own suffix, and with a number
    where another run has that name. `anew` makes the template even where there is one.
    """
    before = connections["owner"].settings_dict["NAME"]
    template = PREFIX + digest()
    with _name_of_our_own() as copy:
        _copy(template, copy, anew=anew, verbosity=verbosity)
        lead_to(copy)
        yield
        lead_to(before)
        with server() as execute:
            _drop(execute, copy)


@contextmanager
def _name_of_our_own() -> Iterator[str]:
    """A name that no other run uses until the block ends; what a run that was killed left under it is nobody's."""
    wanted = connections["owner"].settings_dict["TEST"]["NAME"]
    with connections["owner"]._nodb_cursor() as cursor:
        for number in count(1):
            name = wanted if number == 1 else f"{wanted}_{number}"
            cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCK, name])
            if cursor.fetchone()[0]:
                yield name
                return


def _copy(template: str, copy: str, *, anew: bool, verbosity: int) -> None:
    with server() as execute:
        if anew:
            _drop(execute, template)
        if not execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]):
            _make(execute, template, verbosity)
        _drop(execute, copy)
        execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
        _drop_all_but_the_last(execute, used=template)


def digest() -> str:
    """Of the migrations, of what they call, of the packages' versions and of the tests' own policies."""
    found = hashlib.sha256((POLICY + MAY_BE_EMPTIED).encode())
    project = Path(settings.BASE_DIR)
    for path in [*(project / name for name in REQUIREMENTS), *_migration_files()]:
        found.update(f"{path.relative_to(project)}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _migration_files() -> list[Path]:
    """The migrations of our apps, and the modules of ours that they import."""
    ours = [config for config in apps.get_app_configs() if _is_ours(Path(config.path))]
    packages = {config.name.split(".")[0] for config in ours}
    found: set[Path] = set()
    waiting = [path for config in ours for path in Path(config.path).glob("migrations/*.py")]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting.extend(_imported(path, packages))
    return sorted(found)


def _is_ours(folder: Path) -> bool:
    project = Path(settings.BASE_DIR)
    return folder.is_relative_to(project) and ".venv" not in folder.relative_to(project).parts


def _imported(path: Path, packages: set[str]) -> Iterator[Path]:
    """What a module imports of our packages. Not models: a migration says all of them that it needs."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] in packages and "models" not in name.split("."):
                yield from _file(name)


def _file(module: str) -> Iterator[Path]:
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:  # a name in a module, not a module
        return
    if spec and spec.origin:
        yield Path(spec.origin)


@contextmanager
def server() -> Iterator[Execute]:
    """The owner's statements outside any database of ours, one checkout and one worker at a time."""
    with connections["owner"]._nodb_cursor() as cursor:

        def execute(statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

        execute("SELECT pg_advisory_lock(%s)", [LOCK])  # ends with the connection
        yield execute


def _make(execute: Execute, template: str, verbosity: int) -> None:
    """Under another name until it is whole; whoever is killed meanwhile leaves nothing that would be used."""
    _drop(execute, MAKING)
    execute(f'CREATE DATABASE "{MAKING}"')
    before = connections["owner"].settings_dict["NAME"]
    lead_to(MAKING)
    try:
        call_command("migrate", database="owner", interactive=False, verbosity=max(verbosity - 1, 0))
        let_tests_see_all()
    finally:
        lead_to(before)
    # A database that somebody looks into cannot be copied.
    execute(f'ALTER DATABASE "{MAKING}" ALLOW_CONNECTIONS false')
    execute(f'ALTER DATABASE "{MAKING}" RENAME TO "{template}"')


def _drop(execute: Execute, name: str) -> None:
    execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _drop_all_but_the_last(execute: Execute, used: str) -> None:
    """A template's comment says when it was last used."""
    [[now]] = execute("SELECT now()::text")
    execute(f"COMMENT ON DATABASE \"{used}\" IS '{now}'")
    old = execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        " ORDER BY coalesce(shobj_description(oid, 'pg_database'), '') DESC OFFSET %s",
        [PREFIX, KEPT],
    )
    for (name,) in old:
        _drop(execute, name)


def lead_to(database: str) -> None:
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = database
