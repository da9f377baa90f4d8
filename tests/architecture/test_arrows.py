"""The arrows of the house: who may know whom, by import and by foreign key."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model

# demo → player → audit → attention → progress → logbook → plans → (care | library) → trail → (base | accounts)
RANK = {
    "demo": 10,
    "player": 9,
    "audit": 8,
    "attention": 7,
    "progress": 6,
    "logbook": 5,
    "plans": 4,
    "care": 3,
    "library": 3,
    "trail": 2,
    "accounts": 1,
    "base": 1,
}
PROJECT = Path(settings.BASE_DIR)


def may_know(source: str, target: str) -> bool:
    """Whether a table of one app may point at one of another."""
    return source == target or RANK[source] > RANK[target]


def foreign_keys() -> list[tuple[str, str, str]]:
    """(app that points, app that is pointed at, field) of every relation between our models."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model
            if field.auto_created or not isinstance(target, type) or not issubclass(target, Model):
                continue
            pair = (model._meta.app_label, target._meta.app_label)
            if set(pair) <= RANK.keys():
                found.append((*pair, str(field)))
    return found


def test_foreign_keys_point_along_the_arrows() -> None:
    keys = foreign_keys()
    assert ("logbook", "plans") in {key[:2] for key in keys}
    assert [key for key in keys if not may_know(*key[:2])] == []


@pytest.mark.parametrize(
    ("source", "target", "allowed"),
    [
        ("plans", "care", True),
        ("care", "plans", False),
        ("care", "library", False),
        ("library", "care", False),
        ("accounts", "care", False),
        ("logbook", "logbook", True),
    ],
)
def test_what_an_arrow_is(source: str, target: str, allowed: bool) -> None:
    assert may_know(source, target) is allowed


def test_every_app_of_ours_has_its_place() -> None:
    """A new app is not forgotten here, nor in the import contract."""
    ours = {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(PROJECT / "therapy")
    }
    packages = {folder.parent.name for folder in (PROJECT / "therapy").glob("*/__init__.py")}
    packages.remove("embedded_postgres")  # a developer's database, and no app
    assert ours == packages == RANK.keys() - {"accounts"}


def test_imports_go_along_the_arrows() -> None:
    """import-linter, with the contract of pyproject.toml."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout
