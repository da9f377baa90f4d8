"""Tests that take long say why: small suites, run by pytest in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow("starts pytest anew for each case")

BURN = """
import time
import pytest

def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
"""


def run(folder: Path, text: str, *arguments: str, waiting: float = 0.5) -> tuple[int, str]:
    """The exit status and what pytest says of a test file with this text, under a tenth of the limits."""
    (folder / "conftest.py").write_text(
        "import tests.support.slow as slow\n"
        f"slow.COMPUTING, slow.WAITING = 0.1, {waiting}\n"
        "slow.os.getloadavg = lambda: (0.0, 0.0, 0.0)\n"  # whatever else this machine does
        'pytest_plugins = ["tests.support.slow"]\n'
    )
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  slow(why): slow\n  browser: one\n")
    (folder / "test_it.py").write_text(BURN + text)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(settings.BASE_DIR)},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("workers", [(), ("-n", "1")])
def test_a_test_over_the_limit_fails_the_run(tmp_path: Path, workers: tuple[str, ...]) -> None:
    status, said = run(tmp_path, "def test_long():\n    burn(0.3)\n", *workers)
    assert status == 1
    assert "Make it faster, or mark it slow." in said


def test_so_does_one_that_waits(tmp_path: Path) -> None:
    assert run(tmp_path, "def test_long():\n    time.sleep(0.7)\n")[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        '@pytest.mark.slow("burns")\ndef test_long():\n    burn(0.3)\n',
        "def test_short():\n    burn(0.02)\n",
        # What a process does once.
        "done = []\ndef test_first():\n    burn(0 if done else 0.3)\n    done.append(1)\n",
        # What is made for all of a file.
        '@pytest.fixture(scope="module")\ndef made():\n    burn(0.3)\ndef test_short(made):\n    pass\n',
    ],
)
def test_what_may_be(tmp_path: Path, text: str) -> None:
    status, said = run(tmp_path, text, waiting=100)
    assert status == 0, said


@pytest.mark.parametrize("marker", ["slow", "slow()", 'slow(" ")', "slow(why=1)", 'slow("a", "b")'])
def test_a_marker_without_a_reason_stops_the_run(tmp_path: Path, marker: str) -> None:
    status, said = run(tmp_path, f"@pytest.mark.{marker}\ndef test_it():\n    pass\n", "--collect-only")
    assert status == 4, said


def test_what_a_browser_computes_counts(tmp_path: Path) -> None:
    """A process that still runs when the test is over, as a browser does, and computed while the test waited."""
    text = """
import subprocess, sys
BUSY = "import time\\nwhile time.process_time() < 0.4: pass\\nprint(flush=True)\\ntime.sleep(2)"
others = []

@pytest.mark.browser
def test_it():
    others.append(subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE))
    others[-1].stdout.readline()
"""
    assert run(tmp_path, text, waiting=100)[0] == 1
    assert run(tmp_path, text.replace("@pytest.mark.browser", ""), waiting=100)[0] == 0
