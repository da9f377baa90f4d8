"""The template of the tests' database, on the server that the tests use, under names of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests.support import template_database
from tests.support.template_database import copied_database

PREFIX = "evenstep_trial_of_template_"


@pytest.fixture
def migrations(
    django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch, worker_id: str
) -> Iterator[list[str]]:
    """Stands in for the migrations: each of these statements; a template with a name and a lock of this trial's own."""
    prefix = f"{PREFIX}{worker_id}_"
    statements = ["CREATE TABLE trial ()"]

    def migrate(command: str, database: str, **options: Any) -> None:
        with connections[database].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    monkeypatch.setattr(template_database, "PREFIX", prefix)
    monkeypatch.setattr(template_database, "MAKING", f"making_{prefix}")
    monkeypatch.setattr(template_database, "call_command", migrate)
    monkeypatch.setitem(connections["owner"].settings_dict["TEST"], "NAME", f"copy_of_{prefix}")
    with django_db_blocker.unblock():
        yield statements
        for name in databases():
            with template_database.server() as execute:
                template_database._drop(execute, name)


def databases() -> list[str]:
    with connections["owner"]._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE strpos(datname, %s) > 0 ORDER BY 1",
            [template_database.PREFIX],
        )
        return [name for (name,) in cursor.fetchall()]


def name_of(digest: str) -> str:
    return template_database.PREFIX + digest


def digests(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda digest: monkeypatch.setattr(template_database, "digest", lambda: digest)


def tables(alias: str) -> list[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [name for (name,) in cursor.fetchall()]


def test_both_ways_lead_to_the_copy_and_it_is_dropped_at_the_end(migrations, monkeypatch) -> None:
    digests(monkeypatch)("one")
    before = connections["default"].settings_dict["NAME"]
    with copied_database():
        assert tables("owner") == tables("default") == ["trial"]
        assert databases() == [f"copy_of_{template_database.PREFIX}", name_of("one")]
    assert databases() == [name_of("one")]
    assert connections["default"].settings_dict["NAME"] == before


def test_two_runs_at_once_have_each_a_copy(migrations, monkeypatch) -> None:
    digests(monkeypatch)("one")
    with copied_database():
        first = connections["owner"].settings_dict["NAME"]
        with copied_database():
            assert connections["owner"].settings_dict["NAME"] == f"{first}_2"
        assert tables("owner") == ["trial"]


def test_it_is_migrated_once(migrations, monkeypatch) -> None:
    digests(monkeypatch)("one")
    with copied_database(), connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_test ()")
    migrations.append("CREATE TABLE never ()")
    with copied_database():
        assert tables("owner") == ["trial"]
    with copied_database(anew=True):
        assert sorted(tables("owner")) == ["never", "trial"]


def test_what_is_half_made_is_never_copied(migrations, monkeypatch) -> None:
    digests(monkeypatch)("one")
    migrations.append("SELECT no_such_function()")
    with pytest.raises(Exception, match="no_such_function"), copied_database():
        pass
    assert databases() == [template_database.MAKING]
    migrations.pop()
    with copied_database():
        assert tables("owner") == ["trial"]
    assert databases() == [name_of("one")]


def test_the_three_used_last_are_kept(migrations, monkeypatch) -> None:
    for digest in ("one", "two", "three", "one", "four"):
        digests(monkeypatch)(digest)
        with copied_database():
            pass
    assert databases() == sorted(map(name_of, ("one", "three", "four")))


def test_a_change_of_a_migration_or_of_what_it_calls_is_another_template(monkeypatch, tmp_path: Path) -> None:
    project = Path(settings.BASE_DIR)
    found = template_database._migration_files()
    assert project / "therapy/care/migrations/0001_initial.py" in found
    assert project / "therapy/trail/operations.py" in found
    assert project / "accounts/models.py" not in found

    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    monkeypatch.setattr(template_database, "_migration_files", lambda: [tmp_path / "0001.py"])
    seen = set()
    for name in ("requirements.txt", "requirements-dev.txt", "0001.py"):
        (tmp_path / name).write_text("")
    for name in ("requirements.txt", "requirements-dev.txt", "0001.py"):
        seen.add(template_database.digest())
        (tmp_path / name).write_text("changed")
    seen.add(template_database.digest())
    monkeypatch.setattr(template_database, "POLICY", "changed")
    seen.add(template_database.digest())
    assert len(seen) == 5
