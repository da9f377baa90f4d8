"""`/healthz` and `/readyz`, as a load balancer sees them."""

import pytest
from django.db import OperationalError, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    """No `django_db` mark: a query would fail the test."""
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.content == b"alive\n"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_every_migration_is_applied(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    applied = MigrationRecorder.applied_migrations

    def without_sessions(recorder: MigrationRecorder) -> dict[tuple[str, str], object]:
        found = applied(recorder)
        del found["sessions", "0001_initial"]
        return found

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", without_sessions)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations are not applied\n")


@pytest.mark.django_db
def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("connection to host db.internal as user secret failed")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


@pytest.mark.django_db(databases=["default", "owner"])
def test_not_ready_as_a_role_that_the_walls_do_not_bind(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.tenancy.walls.connection", connections["owner"])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database role may do too much\n")


def test_health_is_only_read(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405
