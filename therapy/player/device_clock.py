"""What a device says about time, put right: phones are days wrong, and still nothing that they logged may be lost.

A device tells its own clock when it sends. If that is out by more than `limits.CLOCK_SKEW`, all its moments are moved
by as much; what it said is kept with the session.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook import limits
from therapy.plans.models import Revision


def skew_of(sent_at: datetime) -> timedelta:
    """How much later it is than the device believes; nothing within what a clock may be out."""
    skew = clock.now() - sent_at
    return skew if abs(skew) > limits.CLOCK_SKEW else timedelta(0)


def put_right(moment: datetime | None, skew: timedelta) -> datetime | None:
    """A moment of the device, moved. What has happened has happened by now, whatever a clock said meanwhile."""
    return None if moment is None else min(moment + skew, clock.now())


def day_of(said: date, began: datetime | None, patient: Patient, revisions: Sequence[Revision]) -> date:
    """The patient's local day of a session of these revisions.

    The day that the device said, or that of `began` where its clock was found wrong; never a day to come, nor one
    before its plan was in force, unless that is still to come.
    """
    today = patient.today
    day = began.astimezone(ZoneInfo(patient.time_zone)).date() if began else said
    first = max(one.effective_from for one in revisions if one.effective_from)
    return min(max(day, first), today) if first <= today else min(day, today)
