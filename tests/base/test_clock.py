"""The clock: local days, their edges, and acting at another moment."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapy.base import clock

ZONES = ["Europe/London", "America/New_York", "Pacific/Apia", "Asia/Kolkata", "UTC"]


def test_today_is_the_day_of_the_zone() -> None:
    with clock.at(datetime(2026, 11, 19, 11, 30, tzinfo=UTC)):
        assert clock.today("Pacific/Apia") == date(2026, 11, 20)
        assert clock.today("Europe/London") == date(2026, 11, 19)
        assert clock.today("America/New_York") == date(2026, 11, 19)


def test_an_unknown_zone_is_an_error() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        clock.today("Atlantis/Capital")


def test_a_naive_moment_is_refused() -> None:
    with (
        pytest.raises(ValueError, match="time zone"),
        clock.at(datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)),
    ):
        pass


def test_the_moment_ends_with_the_block() -> None:
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    with clock.at(moment):
        assert clock.now() == moment
    assert clock.now().year > 2020


def test_the_day_that_loses_an_hour_is_23_hours_long() -> None:
    day = date(2026, 3, 29)
    start, end = clock.day_starts(day, "Europe/London"), clock.day_ends(day, "Europe/London")
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=23)


@given(
    moment=st.integers(1_577_836_800, 2_051_222_400).map(
        lambda seconds: datetime.fromtimestamp(seconds, UTC)
    ),
    zone=st.sampled_from(ZONES),
)
def test_now_lies_within_today(moment: datetime, zone: str) -> None:
    with clock.at(moment):
        day = clock.today(zone)
        assert (
            clock.day_starts(day, zone).astimezone(UTC) <= moment < clock.day_ends(day, zone).astimezone(UTC)
        )
