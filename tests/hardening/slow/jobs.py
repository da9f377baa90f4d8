"""The slow job."""

import time
from pathlib import Path

from procrastinate.contrib.django import app


@app.task(name="tests.hardening.slow")
def slow(*, folder: str) -> None:
    Path(folder, "begun").touch()
    time.sleep(2)
    Path(folder, "done").touch()
