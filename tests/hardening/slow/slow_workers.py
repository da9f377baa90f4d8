"""The checked-in gunicorn.conf.py, with workers that take long until they listen to signals."""

import runpy
import time

globals().update(
    {name: value for name, value in runpy.run_path("gunicorn.conf.py").items() if not name.startswith("__")}
)


def post_fork(_server: object, _worker: object) -> None:
    """Before gunicorn's worker sets its handlers."""
    time.sleep(20)
