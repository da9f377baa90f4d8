"""`--dates` runs what asks for the day on all of its days, and everything else once; see `tests/support/dates.py`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.moments import MOMENTS

pytestmark = pytest.mark.slow("starts pytest anew for each case")

HEAD = """
from pathlib import Path

import pytest
from therapy.base import clock

def note(what):
    with Path("ran").open("a") as ran:
        ran.write(f"{what}\\n")
"""


def run(folder: Path, text: str) -> tuple[int, list[str]]:
    """The exit status of a test file with this text, and what its tests have noted."""
    (folder / "conftest.py").write_text('pytest_plugins = ["tests.support.dates"]\n')
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  slow(why): slow\n")
    (folder / "test_it.py").write_text(HEAD + text)
    command = [sys.executable, "-m", "pytest", "-q", "--dates", "-p", "no:django", "-p", "no:cacheprovider"]
    variables = {"PYTHONPATH": str(settings.BASE_DIR), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(command, cwd=folder, env=os.environ | variables, capture_output=True, text=True)
    ran = folder / "ran"
    return done.returncode, ran.read_text().split("\n")[:-1] if ran.exists() else [done.stdout]


def test_what_asks_for_the_day_runs_on_each_of_them(tmp_path: Path) -> None:
    status, ran = run(tmp_path, 'def test_it():\n    note(clock.today("Europe/London"))\n')
    days = ["2027-01-01", "2026-12-01", "2028-02-29", "2027-03-28", "2026-10-25", "2027-04-30", "2027-06-10"]
    assert (status, ran) == (0, days)
    assert len(days) == len(MOMENTS)


@pytest.mark.parametrize(
    "wrong", ["today.day == 1", "(today.month, today.day) == (2, 29)", "today.day == 30", "today.month == 3"]
)
def test_what_fails_on_one_of_them_fails(tmp_path: Path, wrong: str) -> None:
    text = f'def test_it():\n    today = clock.today("Europe/London")\n    assert not ({wrong})\n'
    assert run(tmp_path, text)[0] == 1


def test_what_does_not_ask_runs_once(tmp_path: Path) -> None:
    assert run(tmp_path, "def test_it():\n    note(clock.now().year)\n") == (0, ["2027"])


def test_what_has_a_day_of_its_own_or_is_slow_does_not_run(tmp_path: Path) -> None:
    text = """
@pytest.fixture
def thursday():
    pass

def test_stopped(thursday):
    note("stopped")

@pytest.mark.slow("waits")
def test_slow():
    note("slow")

def test_other():
    note("other")
"""
    assert run(tmp_path, text) == (0, ["other"])


def test_one_of_them_is_far_ahead(tmp_path: Path) -> None:
    text = """
from tests.support import moments

def test_it():
    zone = moments.zone()
    note(f"{zone} {clock.today(zone)} {clock.today('UTC')}")
"""
    assert run(tmp_path, text)[1][-1] == "Pacific/Kiritimati 2027-06-11 2027-06-10"
