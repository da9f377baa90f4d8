"""Days, and a place, where the day that it is shows: for the tests that `--dates` runs on all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import time_machine

LONDON = "Europe/London"


@dataclass(frozen=True)
class Moment:
    """When it is (UTC), and the time zone of clinics and people."""

    name: str
    at: datetime
    zone: str = LONDON


MOMENTS = (
    Moment("1 January", datetime(2027, 1, 1, 0, 20, tzinfo=UTC)),
    Moment("the first of a month", datetime(2026, 12, 1, 9, 0, tzinfo=UTC)),
    Moment("29 February", datetime(2028, 2, 29, 12, 0, tzinfo=UTC)),
    Moment("the night to summer time", datetime(2027, 3, 28, 0, 40, tzinfo=UTC)),
    Moment("the night to winter time", datetime(2026, 10, 25, 0, 40, tzinfo=UTC)),
    Moment("a month's last minute", datetime(2027, 4, 30, 22, 59, tzinfo=UTC)),
    Moment("14 hours ahead", datetime(2027, 6, 10, 11, 0, tzinfo=UTC), "Pacific/Kiritimati"),
)

_now: Moment | None = None


def zone() -> str:
    """Where clinics and people of a test are unless it says otherwise."""
    return _now.zone if _now else LONDON


@contextmanager
def at(moment: Moment) -> Iterator[None]:
    global _now
    _now = moment
    try:
        with time_machine.travel(moment.at):
            yield
    finally:
        _now = None


# A Thursday in winter time; week 5 of Margaret's plan.
THURSDAY = datetime(2026, 11, 19, 9, 10, tzinfo=UTC)
