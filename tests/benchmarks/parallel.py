"""One session sent fifty times at once, for two hundred sessions: each is there once, and all are told the same."""

import os
import subprocess
import sys
import time
from uuid import uuid4

from accounts.tenancy import walls
from tests.benchmarks.data import reference, thirty_sets
from tests.benchmarks.measure import free_port, wait_for
from tests.benchmarks.run import cookie
from tests.sync.many import Sender
from therapy.care.models import Patient
from therapy.logbook.models import Correction, Session, Set

SESSIONS, AT_ONCE = 200, 50


def run() -> int:
    """Sends and counts; prints what it found. Exit status 1 where a session or an answer is not as it must be."""
    patient = reference().writer
    assert patient.user is not None
    document = thirty_sets(patient)
    before = _counts(patient)
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "therapy.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--worker-class", "gthread", "--threads", "8", "--log-level", "warning"]
    server = subprocess.Popen(
        command, env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}
    )
    wrong = 0
    try:
        wait_for(port, server)
        sender = Sender(port, cookie(patient.user).split("; ")[0])
        began = time.monotonic()
        for _ in range(SESSIONS):
            answers = sender.put_at_once(str(uuid4()), document(), AT_ONCE)  # type: ignore[arg-type]
            wrong += {status for status, _body in answers} != {200} or len(set(answers)) != 1
            if wrong == 1:
                print(f"not as it must be: {set(answers)}")
        took = time.monotonic() - began
    finally:
        server.terminate()
        server.wait(timeout=30)
    sessions, sets, corrections = (now - then for now, then in zip(_counts(patient), before, strict=True))
    print(
        f"\n{SESSIONS} sessions of 30 sets, each sent {AT_ONCE} times at once, in {took:.0f} s: "
        f"{sessions} sessions, {sets} sets, {corrections} corrections, {SESSIONS - wrong} with {AT_ONCE} equal answers"
    )
    return int(wrong > 0 or (sessions, sets, corrections) != (SESSIONS, 30 * SESSIONS, 0))


def _counts(patient: Patient) -> tuple[int, ...]:
    with walls.inside(patient.clinic):
        return tuple(model.objects.filter(patient=patient).count() for model in (Session, Set, Correction))
