"""`--dates`: the tests whose outcome may hang on the day, on days and in a place where that shows.

Each test that stops no clock is run on the first of these moments. Where something asked what day it is, the test is
run on all the others too. Only Python's clock is set, and the database goes on by its own: a test that compares what
the database has stamped, such as the trail, with what Python has, is marked `database_clock` and left out.
"""

from collections.abc import Callable
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from django.utils import timezone

from tests.support.moments import MOMENTS, Moment, at
from therapy.base import clock

# What tells a day, as the project asks for one.
TELLS_A_DAY = ((clock, "today"), (clock, "day_starts"), (timezone, "localdate"), (timezone, "localtime"))
# A test with this fixture chose its own day.
STOPS_THE_CLOCK = "thursday"

_asked_for_a_day = False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--dates", action="store_true", help="run tests that ask for the day on days that matter"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--dates"):
        for module, name in TELLS_A_DAY:
            setattr(module, name, _noticing(getattr(module, name)))


def _noticing(tells: Callable[..., Any]) -> Callable[..., Any]:
    def noticed(*args: Any, **kwargs: Any) -> Any:
        global _asked_for_a_day
        _asked_for_a_day = True
        return tells(*args, **kwargs)

    return noticed


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--dates"):
        others = [item for item in items if not _may_hang_on_the_day(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if _may_hang_on_the_day(item)]


def _may_hang_on_the_day(item: pytest.Item) -> bool:
    stops = STOPS_THE_CLOCK in getattr(item, "fixturenames", ())
    other_marks = any(item.get_closest_marker(name) for name in ("slow", "database_clock"))
    return not stops and not other_marks


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    global _asked_for_a_day
    if not item.config.getoption("--dates"):
        return None
    first, *others = MOMENTS
    _asked_for_a_day = False
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    with at(first):
        for report in runtestprotocol(item, nextitem=nextitem, log=False):
            _tell(item, report, first)
    for moment in others if _asked_for_a_day else ():
        with at(moment):
            reports = runtestprotocol(item, nextitem=nextitem, log=False)
        for report in reports:
            if report.failed:
                _tell(item, report, moment)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _tell(item: pytest.Item, report: pytest.TestReport, moment: Moment) -> None:
    if report.failed:
        report.sections.append(
            ("when and where", f"{moment.name}: {moment.at:%d %B %Y %H:%M} UTC, {moment.zone}")
        )
    item.ihook.pytest_runtest_logreport(report=report)
