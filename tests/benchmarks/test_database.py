"""The benchmark's database is made once a day, and for other code."""

from datetime import date

import pytest

from tests.benchmarks import database

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


def test_another_day_is_another_database() -> None:
    assert database.stamp(MONDAY) == database.stamp(MONDAY)
    assert database.stamp(MONDAY) != database.stamp(TUESDAY)


def test_other_code_is_another_database(monkeypatch: pytest.MonkeyPatch) -> None:
    before = database.stamp(MONDAY)
    monkeypatch.setattr(database, "CODE", ("manage.py",))
    assert database.stamp(MONDAY) != before


class Admin:
    """Stands for the connection that makes databases, and keeps the comment."""

    def __init__(self, comment: str | None) -> None:
        self.comment = comment

    def __enter__(self) -> "Admin":
        return self

    def __exit__(self, *_failure: object) -> None:
        pass

    def execute(self, statement: str) -> None:
        self.comment = statement.rpartition(" IS ")[2].strip("'")


@pytest.mark.parametrize(
    ("comment", "fresh", "made"),
    [
        (database.stamp(TUESDAY), False, []),
        (database.stamp(TUESDAY), True, [TUESDAY]),
        (database.stamp(MONDAY), False, [TUESDAY]),
        (None, False, [TUESDAY]),
    ],
)
def test_it_is_filled_where_it_is_of_another_day_or_half_made(
    monkeypatch: pytest.MonkeyPatch, comment: str | None, fresh: bool, made: list[date]
) -> None:
    admin, filled = Admin(comment), list[date]()
    monkeypatch.setattr(database, "_admin", lambda: admin)
    monkeypatch.setattr(database, "_comment", lambda admin: admin.comment)
    monkeypatch.setattr(database, "_name", lambda: "bench_evenstep")
    monkeypatch.setattr(database, "_make", lambda _admin, today, fill: fill(today))
    monkeypatch.setattr(database, "call_command", lambda *_name, **_options: None)
    database.prepare(TUESDAY, filled.append, fresh=fresh)
    assert filled == made
    assert admin.comment == database.stamp(TUESDAY)
