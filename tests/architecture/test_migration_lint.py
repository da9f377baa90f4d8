"""The linters of `make check` find what would stop a clinic, and pass what would not."""

import pytest

from tools.lint_migrations import squawk_says

HARMLESS = "ALTER TABLE care_patient ADD COLUMN phone varchar(30) DEFAULT '' NOT NULL;"


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("ALTER TABLE logbook_set ADD COLUMN felt integer NOT NULL;", "adding-required-field"),
        ("CREATE INDEX set_by_day ON logbook_set (logged_at);", "require-concurrent-index-creation"),
        ("ALTER TABLE care_patient RENAME COLUMN name TO full_name;", "renaming-column"),
        ("ALTER TABLE care_patient DROP COLUMN name;", "ban-drop-column"),
        ("ALTER TABLE logbook_set ALTER COLUMN reps TYPE bigint;", "changing-column-type"),
        (
            "ALTER TABLE logbook_set ADD CONSTRAINT few CHECK (reps < 1000);",
            "constraint-missing-not-valid",
        ),
    ],
)
def test_what_would_stop_a_clinic_is_found(sql: str, rule: str) -> None:
    assert rule in squawk_says("trial", sql)


def test_a_column_with_a_default_in_the_database_passes() -> None:
    assert squawk_says("trial", HARMLESS) == ""
