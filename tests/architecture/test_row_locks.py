"""How rows are locked: so that a row of another table that refers to them can be written meanwhile.

A foreign key is checked at commit, where the trail's chains are locked too. A check that had to wait for a row there
would keep a chain from the very transaction that holds the row, and one of the two would be ended.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def full_locks(source: str) -> list[int]:
    """The lines in which rows are locked against references to them as well."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
        and not any(
            word.arg == "no_key" and isinstance(word.value, ast.Constant) and word.value.value is True
            for word in node.keywords
        )
    ]


def test_no_lock_keeps_references_waiting() -> None:
    files = [file for app in ("accounts", "therapy") for file in (ROOT / app).rglob("*.py")]
    found = [
        f"{file.relative_to(ROOT)}:{line}" for file in files for line in full_locks(file.read_text("utf-8"))
    ]
    assert found == [], "say select_for_update(no_key=True)"


def test_what_a_full_lock_is() -> None:
    assert full_locks("a.select_for_update()\nb.select_for_update(of=('self',), no_key=False)") == [1, 2]
    assert full_locks("a.select_for_update(no_key=True)") == []
