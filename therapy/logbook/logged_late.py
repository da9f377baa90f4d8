"""Whether a session was logged late: its sets are kept, and said to be remembered rather than noted at once."""

from datetime import date, datetime, timedelta

from therapy.base import clock

LATE_AFTER_HOURS = 48  # clinical-facts 9.1


def is_logged_late(received: datetime, day: date, zone: str) -> bool:
    """Whether it came more than 48 hours after the local `day` was over in `zone`."""
    return received > clock.day_ends(day, zone) + timedelta(hours=LATE_AFTER_HOURS)
