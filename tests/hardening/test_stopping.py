"""Being stopped: what has begun is finished, nothing new is begun, and no process stays behind."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from tests.support.servers import SOON, answers, free_port, until
from tools import run

pytestmark = pytest.mark.slow("starts servers and waits until they have stopped")

PROJECT = Path(settings.BASE_DIR)


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a program with the slow site's settings; ended for certain when the test is over."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(*command: str, database: str = "postgres") -> subprocess.Popen[bytes]:
        told = {
            "DJANGO_SETTINGS_MODULE": "tests.hardening.slow.settings",
            "SLOW_DATABASE": database,
            "EVENSTEP_ENV": "test",
            "PYTHONPATH": str(PROJECT),
        }
        started.append(subprocess.Popen([sys.executable, *command], cwd=PROJECT, env={**os.environ, **told}))
        return started[-1]

    yield begin
    for process in started:
        if process.poll() is None:
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
            process.kill()
            process.wait()


def demo_server(port: int, workers: int = 2) -> list[str]:
    """As the demo starts it, with the same gunicorn.conf.py."""
    return [
        "-m",
        "gunicorn",
        "therapy.wsgi:application",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        str(workers),
    ]


def ask(port: int, into: list[tuple[int, bytes]]) -> None:
    connected = http.client.HTTPConnection("127.0.0.1", port, timeout=SOON)
    connected.request("GET", "/slow", headers={"Host": "localhost"})
    answer = connected.getresponse()
    into.append((answer.status, answer.read()))


def test_a_request_that_runs_is_finished_and_a_new_one_refused(start):
    port = free_port()
    server = start(*demo_server(port))
    until(lambda: answers(port))
    warm: list[tuple[int, bytes]] = []
    ask(port, warm)
    got: list[tuple[int, bytes]] = []
    asking = threading.Thread(target=ask, args=(port, got))
    asking.start()
    time.sleep(0.7)
    server.send_signal(signal.SIGTERM)
    time.sleep(0.7)
    assert got == []
    # The kernel may still hold the door while the last request runs; nobody answers behind it.
    with pytest.raises(ConnectionError):
        ask(port, [])
    asking.join(SOON)
    assert not answers(port)
    assert warm == got == [(200, b"the whole answer")]
    assert server.wait(SOON) == 0


def test_a_worker_that_is_just_starting_hears_it_too(start):
    port = free_port()
    # What is slow here stands between its fork and its own handling of signals.
    server = start(*demo_server(port), "--config", "tests/hardening/slow/slow_workers.py")
    until(lambda: len(psutil.Process(server.pid).children()) == 2)
    server.send_signal(signal.SIGTERM)
    # Less than they take to start, and than gunicorn waits for the deaf.
    assert server.wait(15) == 0


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_job_that_runs_is_finished(start, tmp_path):
    job = app.configure_task("tests.hardening.slow", queue="slow").defer(folder=str(tmp_path))
    name = connection.settings_dict["NAME"]
    command = [
        "manage.py",
        "procrastinate",
        "worker",
        "--queues",
        "slow",
        "--shutdown-graceful-timeout",
        "30",
    ]
    worker = start(*command, database=name)
    until((tmp_path / "begun").exists)
    worker.send_signal(signal.SIGTERM)
    assert not (tmp_path / "done").exists()
    assert worker.wait(SOON) == 0
    assert (tmp_path / "done").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        assert cursor.fetchall() == [("succeeded",)]


def together(start, port: int) -> tuple[subprocess.Popen[bytes], list[psutil.Process]]:
    """The two of the demo, with a sleeper that ends on SIGTERM in the place of the worker; and all their processes."""
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    commands = [[sys.executable, *demo_server(port)], sleeper]
    program = f"import sys; from tools.run import run_together; sys.exit(run_together({commands!r}))"
    parent = start("-c", program)
    until(lambda: answers(port))
    # The server's head and two workers, and the sleeper.
    until(lambda: len(psutil.Process(parent.pid).children(recursive=True)) == 4)
    return parent, psutil.Process(parent.pid).children(recursive=True)


@pytest.mark.parametrize(
    "signals", [[signal.SIGTERM], [signal.SIGINT], [signal.SIGINT, signal.SIGINT]], ids=["TERM", "^C", "^C^C"]
)
def test_the_demo_stops_with_all_that_it_started(start, signals):
    port = free_port()
    parent, children = together(start, port)
    for number in signals:
        parent.send_signal(number)
        time.sleep(0.1)
    assert parent.wait(SOON) == 0
    assert [child for child in children if child.is_running()] == []


def test_the_demo_lets_a_request_finish(start):
    port = free_port()
    parent, _children = together(start, port)
    got: list[tuple[int, bytes]] = []
    ask(port, [])
    asking = threading.Thread(target=ask, args=(port, got))
    asking.start()
    time.sleep(0.7)
    parent.send_signal(signal.SIGINT)
    asking.join(SOON)
    assert got == [(200, b"the whole answer")]
    assert parent.wait(SOON) == 0


def test_where_one_ends_the_other_is_stopped_and_the_status_told(start):
    sleeper, failing = (
        [sys.executable, "-c", code] for code in ("import time; time.sleep(600)", "raise SystemExit(3)")
    )
    program = (
        f"import sys; from tools.run import run_together; sys.exit(run_together({[sleeper, failing]!r}))"
    )
    assert start("-c", program).wait(SOON) == 3


def test_the_demo_reads_the_limits_of_the_checked_in_file():
    found = run.PROJECT / "gunicorn.conf.py"
    told = subprocess.run(
        [sys.executable, *demo_server(free_port()), "--print-config"],
        cwd=PROJECT,
        env={**os.environ, "EVENSTEP_ENV": "test", "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    values = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
    values = {name.strip(): value.strip() for name, value in values.items()}
    assert found.exists()
    assert {name: values[name] for name in ("limit_request_line", "limit_request_fields", "timeout")} == {
        "limit_request_line": "4094",
        "limit_request_fields": "60",
        "timeout": "30",
    }
    assert values["graceful_timeout"] == "30"
    assert values["threads"] == "4"
