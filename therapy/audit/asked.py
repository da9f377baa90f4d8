"""What the audit is narrowed to."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Asked:
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
