"""Each promise of docs/security.md names tests and files that exist."""

import re
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
PAGE = (BASE / "docs" / "security.md").read_text()
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if re.match(r"\| [A-Z]|\| [a-z]", line)]
ROWS = [[cell.strip() for cell in row] for row in ROWS if row[0].strip() != "Promise"]
# A room may be named without `therapy/` in front, as in the architecture's words.
ROOTS = (BASE, BASE / "therapy")


def named(cell: str) -> list[str]:
    return re.findall(r"`([\w./]+(?:::\w+)?)`", cell)


def test_there_are_promises_of_every_kind():
    assert len(ROWS) > 30
    assert all(len(row) == 3 for row in ROWS)


@pytest.mark.parametrize("promise", ROWS, ids=lambda row: row[0][:50])
def test_a_promise_is_held_by_a_test_that_exists(promise: list[str]):
    tests = named(promise[2])
    assert tests, "no test holds this promise"
    for name in tests:
        path, _, function = name.partition("::")
        text = (BASE / path).read_text()
        assert function == "" or re.search(rf"^(?:async )?(?:def|class) {function}\b", text, re.MULTILINE), (
            name
        )


@pytest.mark.parametrize("promise", ROWS, ids=lambda row: row[0][:50])
def test_a_promise_is_kept_in_files_that_exist(promise: list[str]):
    files = [name for name in named(promise[1]) if name.endswith(".py")]
    assert [name for name in files if not any((root / name).exists() for root in ROOTS)] == []
