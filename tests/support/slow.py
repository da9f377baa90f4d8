"""A test that takes long says why, with `@pytest.mark.slow("why")`, and is left out of `make test`.

One that takes long without saying so fails. What counts is the computing time of the test's own process and of those
that it starts, a browser's too: on a busy machine that hardly grows, as the time on the clock does. What waits, be it
for PostgreSQL, computes nothing here: for that there is a limit on the clock, which grows with the machine's load. A
test over a limit is run once more, and fails if it is over again: what a process does once, such as compiling
templates, is not the test's fault, and neither is a fixture that is made for more than one test.
"""

import os
import resource
import time
from collections.abc import Generator
from dataclasses import dataclass

import psutil
import pytest
from _pytest.reports import TestReport
from _pytest.runner import runtestprotocol

COMPUTING = 1.0  # seconds
WAITING = 5.0  # seconds on the clock, of a machine with a core for each process that wants one


@dataclass(frozen=True)
class Cost:
    """Seconds of computing and on the clock."""

    computing: float
    clock: float

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.computing - other.computing, self.clock - other.clock)

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.computing + other.computing, self.clock + other.clock)

    @property
    def is_over(self) -> bool:
        """Whether either limit is passed."""
        crowding = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        return self.computing > COMPUTING or self.clock / crowding > WAITING

    def __str__(self) -> str:
        return f"{self.computing:.1f} s of computing, {self.clock:.1f} s on the clock"


NOTHING = Cost(0, 0)
_shared = pytest.StashKey[Cost]()  # what fixtures for more than this test took


def spent(*, with_children: bool) -> Cost:
    """What this process has spent so far, with what it started and saw end; and with what still runs, if asked."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    computing = sum(one.ru_utime + one.ru_stime for one in used)
    if with_children:
        for process in psutil.Process().children(recursive=True):
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            computing += times.user + times.system + times.children_user + times.children_system
    return Cost(computing, time.perf_counter())


def _spent(item: pytest.Item) -> Cost:
    return spent(with_children=item.get_closest_marker("browser") is not None)


def reason(item: pytest.Item) -> str | None:
    """Why a test is slow; None where it does not say that it is. Raises UsageError for a marker without a reason."""
    marker = item.get_closest_marker("slow")
    if marker is None:
        return None
    if len(marker.args) != 1 or not isinstance(marker.args[0], str) or not marker.args[0].strip():
        raise pytest.UsageError(
            f'{item.nodeid}: slow says why, as in @pytest.mark.slow("starts two servers")'
        )
    return marker.args[0]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-limits", action="store_true", help="let tests take as long as they like")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        reason(item)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    item = request._pyfuncitem
    if fixturedef.scope == "function":
        return (yield)
    began = _spent(item)
    try:
        return (yield)
    finally:
        item.stash[_shared] = item.stash.get(_shared, NOTHING) + (_spent(item) - began)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    began = _spent(item)
    result = yield
    first = _own(item, began)
    if first.is_over and reason(item) is None and not _is_let_be(item.config):
        began = _spent(item)
        runtestprotocol(item, log=False, nextitem=nextitem)
        again = _own(item, began)
        if again.is_over:
            _fail(item, f"It took {first}, and {again} when run once more. Make it faster, or mark it slow.")
    return result


def _is_let_be(config: pytest.Config) -> bool:
    return config.getoption("--no-limits") or config.getoption("--dates", False)


def _own(item: pytest.Item, began: Cost) -> Cost:
    cost = _spent(item) - began - item.stash.get(_shared, NOTHING)
    item.stash[_shared] = NOTHING
    return cost


def _fail(item: pytest.Item, why: str) -> None:
    report = TestReport(
        nodeid=item.nodeid,
        location=item.location,
        keywords={},
        outcome="failed",
        longrepr=why,
        when="teardown",
    )
    item.ihook.pytest_runtest_logreport(report=report)
