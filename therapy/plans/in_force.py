"""What is in force and due on a local day: the one rule, as pure functions over plain values.

Rows may be models or tuples: whatever has the attributes of the protocols below. `plans.schedule` reads one patient's
days through these functions, `progress.prescribed` those of a whole caseload. `since` is the one form in SQL.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

# Where a prescription names no weekdays its days are spread so that hard days lie apart (clinical-facts 2.1: 48 hours
# between sessions of one muscle up to three days a week) and that two- and three-day items do not meet.
SPREAD = {
    1: (3,),
    2: (2, 4),
    3: (1, 3, 5),
    4: (1, 2, 4, 5),
    5: (1, 2, 3, 4, 5),
    6: (1, 2, 3, 4, 5, 6),
    7: (1, 2, 3, 4, 5, 6, 7),
}


class RevisionRow(Protocol):
    """A revision; a draft has no `published_at`."""

    @property
    def number(self) -> int: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def effective_from(self) -> date | None: ...


class PlanRow(Protocol):
    """A plan with its revisions; `ended_on` is the first day without it."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ended_on(self) -> date | None: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def known_revisions(self) -> Sequence[RevisionRow]: ...


class PauseRow(Protocol):
    """A pause, both days included; one without a last day is still open."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date | None: ...


P = TypeVar("P", bound=PlanRow)
R = TypeVar("R", bound=RevisionRow)
B = TypeVar("B", bound=PauseRow)
Rows = TypeVar("Rows", bound=QuerySet[Any])


def plan_on(plans: Iterable[P], day: date) -> P | None:
    """The plan in force on `day`: one with a revision in force before one without, then the later start.

    So a plan that is only being written hides nothing of an earlier one.
    """
    return max(
        (plan for plan in plans if runs_on(plan, day)),
        key=lambda p: (revision_on(p.known_revisions, day) is not None, p.starts_on, p.created_at),
        default=None,
    )


def runs_on(plan: PlanRow, day: date) -> bool:
    """Whether the plan has begun and not ended by `day`."""
    return plan.starts_on <= day and (plan.ended_on is None or day < plan.ended_on)


def was_over(plan: PlanRow, day: date) -> bool:
    """Whether the plan had ended before `day` began. On `ended_on` itself its last sets may have been done already."""
    return plan.ended_on is not None and plan.ended_on < day


def has_taken_effect(revision: RevisionRow, day: date) -> bool:
    """Whether the revision is published and counts from `day` or earlier."""
    effective_from = revision.effective_from
    return revision.published_at is not None and effective_from is not None and effective_from <= day


def revision_on(revisions: Iterable[R], day: date) -> R | None:
    """The revision of one plan that is in force on `day`: the highest number that has taken effect."""
    return max(
        (revision for revision in revisions if has_taken_effect(revision, day)),
        key=lambda r: r.number,
        default=None,
    )


def revisions_during(revisions: Iterable[R], day: date, day_starts: datetime) -> list[R]:
    """The revisions of one plan in force at some time of `day`, the last one first; `day_starts` is its midnight.

    A revision that is published at noon takes effect on that day, but the morning belongs to the one before.
    """
    taken = [revision for revision in revisions if has_taken_effect(revision, day)]
    seen = [revision for revision in taken if not was_replaced(revision, taken, day, day_starts)]
    return sorted(seen, key=lambda r: r.number, reverse=True)


def was_replaced(
    revision: RevisionRow, revisions: Iterable[RevisionRow], day: date, day_starts: datetime
) -> bool:
    """Whether a newer one of the plan's `revisions` was in force already when `day` began."""
    return any(
        newer.number > revision.number
        and has_taken_effect(newer, day)
        and newer.published_at is not None
        and newer.published_at <= day_starts
        for newer in revisions
    )


def since(published: Rows, day: date) -> Rows:
    """Of `published` revisions those that may be in force on `day` or later: not replaced by then, plan not ended."""
    newer = published.model._default_manager.filter(
        published_at__isnull=False,
        plan=OuterRef("plan"),
        number__gt=OuterRef("number"),
        effective_from__lte=day,
    )
    still_runs = Q(plan__ended_on=None) | Q(plan__ended_on__gt=day)
    return published.filter(~Exists(newer), still_runs)


def pause_on(pauses: Iterable[B], day: date) -> B | None:
    """The pause that covers `day`. Nothing is due on it."""
    return next((p for p in pauses if p.first_day <= day and (p.last_day is None or day <= p.last_day)), None)


def due_weekdays(weekdays: Iterable[int], days_per_week: int) -> tuple[int, ...]:
    """The ISO weekdays (1 Monday to 7 Sunday) on which something is due: those named, or as many as SPREAD gives."""
    return tuple(sorted(set(weekdays))) or SPREAD[days_per_week]


def sets_a_day(sets: int, times_per_day: int) -> int:
    """How many sets a day has on which a dose of `sets` is due."""
    return sets * times_per_day
