"""Transactions that seal the same chains at the same moment: each waits for another, and none for each other."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from tests.support.tampering import OWNER
from therapy.care.models import Condition
from therapy.trail.chain import check

LOOK = "INSERT INTO trail_entry (kind, what, patient_id) VALUES ('read', 'x', %s)"
# The server looks for a deadlock after a second of waiting.
LONGEST = 20


@pytest.fixture
def connect(transactional_db: None) -> Iterator[Callable[[], psycopg.Connection]]:
    """Connections of their own, each in a transaction that no lock can hold for ever."""
    made: list[psycopg.Connection] = []

    def make() -> psycopg.Connection:
        connections[OWNER].ensure_connection()
        params = connections[OWNER].get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        made.append(psycopg.connect(**{name: params[name] for name in names if name in params}))
        made[-1].execute(f"SET LOCAL lock_timeout = '{LONGEST}s'")
        return made[-1]

    yield make
    for one in made:
        one.close()


def wait_until_waiting(*these: psycopg.Connection) -> None:
    """Until each of the connections waits for a lock. Raises AssertionError after LONGEST seconds."""
    pids = [one.info.backend_pid for one in these]
    end = time.monotonic() + LONGEST
    with connections[OWNER].cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(
                "SELECT bool_and(cardinality(pg_blocking_pids(pid)) > 0) FROM unnest(%s) pid", [pids]
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("they do not wait")


@pytest.mark.parametrize("held", [0, 1])
def test_two_that_looked_at_the_same_records_in_opposite_order(connect, margaret, tomasz, held):
    """Both are stopped before one of the chains, and then let go: with an order of their own, one would be ended."""
    here: list[UUID] = sorted([margaret.pk, tomasz.pk])
    first, second, third = connect(), connect(), connect()
    for one, order in ((first, here), (second, here[::-1])):
        for patient in order:
            one.execute(LOOK, [patient])
    third.execute("SELECT FROM trail_head WHERE chain = %s FOR UPDATE", [here[held]])
    with ThreadPoolExecutor(2) as threads:
        sealing = []
        # Who looked at the held chain first is first in the queue for it, and would then want what the other has.
        for one in (first, second) if held == 0 else (second, first):
            sealing.append(threads.submit(one.commit))
            wait_until_waiting(one)
        third.rollback()
        for one in sealing:
            one.result(timeout=LONGEST)  # raises DeadlockDetected
    assert check(using=OWNER).breaks == []


def test_many_in_any_order(connect, margaret, tomasz, nils):
    """Forty transactions in four threads, each over three records in an order of its own."""
    records = [margaret.pk, tomasz.pk, nils.pk]
    before = check(using=OWNER).entries

    def looks(number: int) -> None:
        here = connect()
        for round_ in range(10):
            turn = (number + round_) % 3
            order = records[turn:] + records[:turn]
            for patient in order if number % 2 else order[::-1]:
                here.execute(LOOK, [patient])
            here.commit()

    with ThreadPoolExecutor(4) as threads:
        for one in [threads.submit(looks, number) for number in range(4)]:
            one.result(timeout=LONGEST)
    report = check(using=OWNER)
    assert (report.breaks, report.entries) == ([], before + 120)


def test_a_row_that_somebody_holds_keeps_no_chain(connect, margaret):
    """One has looked and added to the record; another, who looked too, holds the patient's row as our actions do."""
    adding, holding = connect(), connect()
    adding.execute(LOOK, [margaret.pk])
    columns = {field.column for field in Condition._meta.concrete_fields} - {"id", "code"}
    names = ", ".join(sorted(columns))
    adding.execute(
        f"INSERT INTO care_condition (id, code, {names}) SELECT gen_random_uuid(), 'G57.32', {names}"  # noqa: S608
        " FROM care_condition WHERE patient_id = %s",
        [margaret.pk],
    )
    holding.execute(LOOK, [margaret.pk])
    holding.execute("SELECT FROM care_patient WHERE id = %s FOR NO KEY UPDATE", [margaret.pk])
    with ThreadPoolExecutor(1) as thread:
        thread.submit(adding.commit).result(timeout=LONGEST)
    holding.commit()
    assert check(using=OWNER).breaks == []
