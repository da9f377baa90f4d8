"""The player's modules under `node --test`: the files `*.test.js` of this folder."""

import subprocess
from pathlib import Path

import pytest

from tools import run

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.test.js"))


def test_there_are_tests_of_the_modules() -> None:
    assert FILES


# Made-up histories of several devices, hundreds of them.
WALKS = [file for file in FILES if file.name.endswith("_walk.test.js")]
LONG = [pytest.mark.slow("walks through hundreds of made-up histories"), pytest.mark.always]


@pytest.mark.parametrize(
    "file",
    [pytest.param(file, marks=LONG if file in WALKS else []) for file in FILES],
    ids=lambda file: file.name,
)
def test_module(file: Path) -> None:
    """Where there is no Node at all this fails: `make test` brings one along."""
    command = run.node("--test", str(file))
    done = subprocess.run(command, cwd=run.PROJECT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
