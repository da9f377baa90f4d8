"""The one place where the project asks what time it is.

Local days are the patient's, so "today" always needs a time zone. `at` lets a caller act at another moment: the demo
makes its history through the real actions with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _moment.get() or timezone.now()


def today(zone: str) -> date:
    """The local day in the IANA time zone `zone`. Raises ZoneInfoNotFoundError for an unknown zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def day_starts(day: date, zone: str) -> datetime:
    """The aware moment at which the local `day` begins in `zone`."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))


def day_ends(day: date, zone: str) -> datetime:
    """The aware moment at which the local `day` is over in `zone` (the next day's start, so 23 to 25 hours later)."""
    return day_starts(day + timedelta(days=1), zone)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside the block happen at `moment` (aware). Raises ValueError for a naive one."""
    if timezone.is_naive(moment):
        raise ValueError("a moment needs a time zone")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
