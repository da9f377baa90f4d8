"""What a device says about time, corrected: phones are days wrong, and still nothing that they logged may be lost.

A device tells its own clock when it sends. If that is out by more than `limits.CLOCK_SKEW`, all its moments are moved
by as much; what it said is kept with the record.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self, overload
from zoneinfo import ZoneInfo

from therapy.base import clock
from therapy.care.models import Patient
from therapy.logbook import limits


@dataclass(frozen=True)
class DeviceClock:
    """A device's clock beside ours, read once a request: its `sent_at`, and `skew`, how much later it is than that."""

    sent_at: datetime
    received_at: datetime
    skew: timedelta

    @classmethod
    def read(cls, sent_at: datetime) -> Self:
        """Compared with our clock now. Being out by no more than a clock may be is no skew."""
        now = clock.now()
        skew = now - sent_at
        return cls(sent_at, now, skew if abs(skew) > limits.CLOCK_SKEW else timedelta(0))

    @property
    def is_wrong(self) -> bool:
        """Whether its moments are moved."""
        return bool(self.skew)

    @overload
    def correct(self, moment: datetime) -> datetime: ...

    @overload
    def correct(self, moment: None) -> None: ...

    @overload
    def correct(self, moment: datetime | None) -> datetime | None: ...

    def correct(self, moment: datetime | None) -> datetime | None:
        """A moment of the device, moved. What has happened has happened by now, whatever a clock said then."""
        return None if moment is None else min(moment + self.skew, self.received_at)

    def day_of(
        self, patient: Patient, *, said: date, moment: datetime | None, not_before: date | None = None
    ) -> date:
        """The patient's local day of a session or a check.

        The day that the device said, or that of `moment` (corrected) where its clock is wrong; never a day to come, nor
        one before `not_before`, unless that is still to come.
        """
        today = patient.today
        is_moved = self.is_wrong and moment is not None
        day = moment.astimezone(ZoneInfo(patient.time_zone)).date() if is_moved and moment else said
        day = min(day, today)
        return max(day, not_before) if not_before and not_before <= today else day
