"""What a day's sets add up to, and what a day counts as: the one definition, for today's page and for progress.

All of it counts credit (clinical-facts 9.1, `Set.credit`): a set done in part counts by its share. Sets without a
credit leave the denominator, be it that the amount was not said or that the set was skipped in illness, which is
excused.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import UUID

from therapy.base.side import Side
from therapy.logbook.models import Set

# A day is completed from this share of its prescribed sets on (clinical-facts 9.1).
COMPLETED_FROM = 0.8
ROUNDING = 1e-9  # credits are sums of fractions: three thirds may come a hair short of one set

# What is prescribed for and done of one day, by exercise and side.
Key = tuple[UUID, Side]


class DayState(StrEnum):
    """What a day on which something was due counts as.

    Completed is at least 80 % of the day's sets, partial anything less, missed nothing at all. Of an `unsaid` day no
    amount is known; an `excused` one was skipped in illness as far as anything was said. Both leave the denominator.
    """

    COMPLETED = "completed"
    PARTIAL = "partial"
    MISSED = "missed"
    UNSAID = "unsaid"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Done:
    """The sets of one exercise and side on one day: the sum of their credits (in sets, not capped), and how many sets
    have a credit, have none since the amount was not said, and were skipped in illness."""

    credit: float = 0.0
    known: int = 0
    unsaid: int = 0
    ill: int = 0

    @classmethod
    def of(cls, sets: Iterable[Set]) -> Self:
        """What stored sets add up to."""
        logged = list(sets)
        known = [one.credit for one in logged if one.credit is not None]
        ill = sum(one.is_ill for one in logged)
        return cls(sum(known), len(known), len(logged) - len(known) - ill, ill)


NOTHING = Done()


@dataclass(frozen=True, slots=True)
class DayShare:
    """How much of a day's sets was done. Of the `prescribed`, `left_out` have no credit, `ill` of them by illness."""

    prescribed: int
    credited: float
    left_out: int
    ill: int

    @property
    def share(self) -> float | None:
        """Credited of what is known, 0 to 1; None where nothing was prescribed or nothing of it is known."""
        known = self.prescribed - self.left_out
        return self.credited / known if known else None

    @property
    def state(self) -> DayState:
        """What the day counts as."""
        share = self.share
        if share is None:
            return DayState.EXCUSED if self.ill else DayState.UNSAID
        if share >= COMPLETED_FROM - ROUNDING:
            return DayState.COMPLETED
        unsaid = self.left_out - self.ill
        return DayState.PARTIAL if self.credited or unsaid else DayState.MISSED


def share_of_day(due: Mapping[Key, int], done: Mapping[Key, Done]) -> DayShare:
    """What was `done` of what was `due` (sets). More of one exercise never makes up for another.

    Sets with a credit fill the dose first, then those without, so an unknown set beyond the dose changes nothing.
    """
    credited, left_out, ill = 0.0, 0, 0
    for key, sets in due.items():
        of_key = done.get(key, NOTHING)
        room = max(sets - of_key.known, 0)
        excused = min(of_key.ill, room)
        credited += min(of_key.credit, sets)
        ill += excused
        left_out += excused + min(of_key.unsaid, room - excused)
    return DayShare(sum(due.values()), credited, left_out, ill)
