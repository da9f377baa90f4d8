"""A real server on the tests' database, which dies when it is told to."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection

from tests.support.servers import answers, free_port, until


@contextmanager
def dying_server(order: Path) -> Iterator[int]:
    """Two workers with a few threads each; the port. The next PUT dies at the moment that the file `order` names."""
    port = free_port()
    told = {
        "DJANGO_SETTINGS_MODULE": "tests.sync.dying.settings",
        "DYING_DATABASE": connection.settings_dict["NAME"],
        "DYING_ORDER": str(order),
        "EVENSTEP_ENV": "test",
    }
    command = ["-m", "gunicorn", "therapy.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--worker-class", "gthread", "--threads", "4"]
    server = subprocess.Popen([sys.executable, *command], cwd=settings.BASE_DIR, env={**os.environ, **told})
    try:
        until(lambda: answers(port))
        yield port
    finally:
        children = psutil.Process(server.pid).children(recursive=True)
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            for child in children:
                child.kill()
            server.kill()
            server.wait()
