"""What the audit is narrowed to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Clinic
from therapy.base import clock


@dataclass(frozen=True)
class AuditFilter:
    """What the audit is narrowed to; an empty field narrows nothing.

    `by` is staff, patients (each on their own record) or system (nobody: a job, a migration, a command). `who` and
    `whose` are parts of names; `since` and `until` are local days of the clinic, both included.
    """

    by: str = "staff"
    who: str = ""
    whose: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None

    def days(self, clinic: Clinic) -> Q:
        """From the first moment of `since` to the last of `until`, of lines whose moment is `at`."""
        found = Q()
        if self.since:
            found &= Q(at__gte=clock.day_starts(self.since, clinic.time_zone))
        if self.until:
            found &= Q(at__lt=clock.day_ends(self.until, clinic.time_zone))
        return found
