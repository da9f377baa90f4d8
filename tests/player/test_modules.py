"""The player's modules under `node --test`: the files `*.test.js` of this folder."""

import subprocess
from pathlib import Path

import pytest

from tools import run

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.test.js"))


def test_there_are_tests_of_the_modules() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_module(file: Path) -> None:
    """Where there is no Node at all this fails: `make test` brings one along."""
    command = run.node("--test", str(file))
    done = subprocess.run(command, cwd=run.PROJECT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
