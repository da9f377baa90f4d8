"""The position of a line of the audit, so that a page can begin where the last ended, whatever was added meanwhile."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self
from uuid import UUID

from django.db.models import Q

from accounts.models import AdminLogEntry
from therapy.trail.models import Entry

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# The numbers are as long as a moment before the year 5138 and an id can be, so that none overflows.
WRITTEN = re.compile(r"([0-9]{1,17})([ae])([0-9]{1,39})")
MOST = {"a": 2**128 - 1, "e": 2**63 - 1}


@dataclass(frozen=True, order=True)
class Cursor:
    """A point in the order of time: a later line's is greater. At one moment the admin log stands before the trail.

    `key` is the id of the trail's entry, or that of the admin log's as a number; the database orders both alike.
    """

    at: datetime
    is_entry: bool
    key: int

    def __str__(self) -> str:
        return f"{(self.at - BEGINNING) // MICROSECOND}{'e' if self.is_entry else 'a'}{self.key}"

    @classmethod
    def of(cls, line: Entry | AdminLogEntry) -> Self:
        """The cursor of one line."""
        if isinstance(line, Entry):
            return cls(line.at, True, line.pk)
        return cls(line.at, False, line.pk.int)

    @classmethod
    def read(cls, written: str) -> Self:
        """A cursor as `str` writes it. Raises ValueError for anything else."""
        found = WRITTEN.fullmatch(written)
        if found is None or int(found[3]) > MOST[found[2]]:
            raise ValueError("this is not a cursor of the audit")
        return cls(BEGINNING + int(found[1]) * MICROSECOND, found[2] == "e", int(found[3]))

    def just_after(self) -> "Cursor":
        """A cursor after this and before any later line."""
        return Cursor(self.at, True, self.key + 1 if self.is_entry else 0)

    def earlier_entries(self) -> Q:
        """Entries before this cursor."""
        return self._earlier(self.key) if self.is_entry else Q(at__lt=self.at)

    def later_entries(self) -> Q:
        """Entries after this cursor."""
        return self._later(self.key) if self.is_entry else Q(at__gte=self.at)

    def earlier_in_admin_log(self) -> Q:
        """Entries of the admin log before this cursor."""
        return Q(at__lte=self.at) if self.is_entry else self._earlier(UUID(int=self.key))

    def later_in_admin_log(self) -> Q:
        """Entries of the admin log after this cursor."""
        return Q(at__gt=self.at) if self.is_entry else self._later(UUID(int=self.key))

    # The first half is what an index by time can be read by.
    def _earlier(self, key: int | UUID) -> Q:
        return Q(at__lte=self.at) & ~Q(at=self.at, id__gte=key)

    def _later(self, key: int | UUID) -> Q:
        return Q(at__gte=self.at) & ~Q(at=self.at, id__lte=key)
