"""How much of what was prescribed was done, leg by leg.

The definition (clinical-facts 9.1, made exact):

- The window is the last `days` whole local days before the patient's today. Today is not over, so it is not judged.
- Prescribed is, for each exercise and side, the sets of all days on which it was due. Paused days are left out
  altogether: nothing is due on them and nothing done on them is counted.
- Credited is the sum of `Set.credit`, which is min(done, target) / target of one set, from 0 to 1. One day counts at
  most the day's dose (sets times a day, in the revision in force), also on a day on which the exercise was not due: a
  day that was moved is still done. The window counts at most what it prescribed of that exercise and side, so that
  doing more of one never makes up for another.
- A set whose amount was not said, and one that was skipped in illness, which is excused (both have credit NULL), is
  neither added nor counted as zero: it leaves the denominator. Sets with a known credit fill a day's dose first, so an
  unknown set beyond the dose changes nothing, and unknown sets never take more out of the window than what the known
  ones left over.
- A side's percentage weighs exercises by the sets prescribed. `B` (both legs in one movement) is a side of its own and
  never counts into `L` or `R`. Nothing prescribed, or nothing known of it, is None: "none", not 0 %.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, Sum

from therapy.base.side import Side, side_sort_key
from therapy.care.models import Patient
from therapy.logbook.adherence import ROUNDING, Done, Key, share_of_day
from therapy.logbook.models import Set
from therapy.progress.prescribed import DAY, PlanBook, Window
from therapy.progress.sets import sets_of_days


@dataclass(frozen=True, slots=True)
class Adherence:
    """Sets prescribed, credited (0 to prescribed, in fractions of sets) and unknown, for one side over a window.

    Unknown are those of which no amount was said and those skipped in illness.
    """

    prescribed_sets: int
    credited_sets: float
    unknown_sets: int

    @property
    def percent(self) -> float | None:
        """Credited of prescribed, 0 to 100; None where nothing was prescribed or nothing of it is known."""
        known = self.prescribed_sets - self.unknown_sets
        return 100 * self.credited_sets / known if known else None


class Credit(NamedTuple):
    """What the sets of one exercise and side add up to, day doses already applied."""

    credited: float
    unknown: int


SideAdherence = dict[Side, Adherence]


def window_before(today: date, days: int) -> Window:
    """The last `days` whole days before `today`. Raises ValueError for fewer than one."""
    if days < 1:
        raise ValueError("a window has at least one day")
    return Window(today - timedelta(days=days), today - DAY)


def dose_adherence(patients: Iterable[Patient], days: int = 28) -> dict[UUID, SideAdherence]:
    """Adherence by patient id and side, for one patient or for hundreds, in four queries.

    A side without a dose has no entry. `patients` come with clinic and user loaded, which say their today.
    """
    windows = {patient.pk: window_before(patient.today, days) for patient in patients}
    return adherence_in(windows, PlanBook.load(windows))


def adherence_in(windows: Mapping[UUID, Window], book: PlanBook) -> dict[UUID, SideAdherence]:
    """As `dose_adherence`, from a book already read that covers the windows: one query."""
    found = _credits(windows, book)
    return {
        patient: by_side(book.prescribed(patient, window), found.get(patient, {}))
        for patient, window in windows.items()
    }


def by_side(prescribed: Mapping[Key, int], done: Mapping[Key, Credit]) -> SideAdherence:
    """Adds up one patient's exercises by side, each capped at what the window prescribed of it."""
    sums: dict[Side, list[float]] = defaultdict(lambda: [0, 0.0, 0])
    for key, sets in prescribed.items():
        credit = done.get(key, Credit(0.0, 0))
        counted = min(credit.credited, sets)
        total = sums[key[1]]
        total[0] += sets
        total[1] += counted
        # Whole sets: an unknown one may not shrink the denominator below what is credited.
        total[2] += min(credit.unknown, int(sets - counted + ROUNDING))
    return {
        side: Adherence(int(sums[side][0]), sums[side][1], int(sums[side][2]))
        for side in sorted(sums, key=side_sort_key)
    }


CREDITS = """
WITH stretch AS (
    SELECT * FROM unnest(%(patients)s::uuid[], %(firsts)s::date[], %(lasts)s::date[], %(revisions)s::uuid[])
        AS stretch (patient, first, last, revision)
), dose AS (
    SELECT ph.revision_id AS revision, pr.exercise_id AS exercise, d.side, sum(d.sets * pr.times_per_day) AS sets
    FROM plans_phase ph
    JOIN plans_prescription pr ON pr.phase_id = ph.id
    JOIN plans_dose d ON d.prescription_id = pr.id
    WHERE ph.is_current AND ph.revision_id = ANY (%(revisions)s::uuid[])
    GROUP BY 1, 2, 3
), done AS (
    SELECT stretch.patient, stretch.revision, s.local_day, st.exercise_id AS exercise, st.side,
        sum(st.credit) AS credit, count(st.credit) AS known, count(*) - count(st.credit) AS unknown
    FROM stretch
    JOIN logbook_session s ON s.patient_id = stretch.patient AND s.local_day BETWEEN stretch.first AND stretch.last
    JOIN logbook_set st ON st.session_id = s.id
    GROUP BY 1, 2, 3, 4, 5
)
SELECT done.patient, done.exercise, done.side,
    -- LEAST passes over NULL: a day of which no credit is known would answer with its whole dose.
    sum(least(coalesce(done.credit, 0), dose.sets))::float8,
    sum(least(done.unknown, greatest(dose.sets - done.known, 0)))::int
FROM done JOIN dose USING (revision, exercise, side)
GROUP BY 1, 2, 3
"""


def _credits(windows: Mapping[UUID, Window], book: PlanBook) -> dict[UUID, dict[Key, Credit]]:
    """Credits by patient and (exercise, side), each day capped at its dose; the heavy part, in one query."""
    stretches = [
        (patient, stretch.first, stretch.last, stretch.revision.id)
        for patient, window in windows.items()
        for stretch in book.stretches(patient, window)
        if stretch.revision is not None and not stretch.paused
    ]
    found: dict[UUID, dict[Key, Credit]] = defaultdict(dict)
    if not stretches:
        return found
    patients, firsts, lasts, revisions = (list(column) for column in zip(*stretches, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            CREDITS, {"patients": patients, "firsts": firsts, "lasts": lasts, "revisions": revisions}
        )
        for patient, exercise, side, credited, unknown in cursor.fetchall():
            found[patient][exercise, Side(side)] = Credit(credited, unknown)
    return found


@dataclass(frozen=True, slots=True)
class SessionAdherence:
    """The days on which something was due, by how much of it was done; `other_days` are days with sets but nothing due.

    What makes a day which is `logbook.adherence.DayState`; an unsaid and an excused day leave the denominator.
    """

    completed: int = 0
    partial: int = 0
    missed: int = 0
    unsaid: int = 0
    excused: int = 0
    other_days: int = 0

    @property
    def due_days(self) -> int:
        """Days on which something was due."""
        return self.completed + self.partial + self.missed + self.unsaid + self.excused

    @property
    def percent(self) -> float | None:
        """Completed of the days that are known, 0 to 100; None without any."""
        known = self.completed + self.partial + self.missed
        return 100 * self.completed / known if known else None


def session_adherence(patient: Patient, days: int = 28, book: PlanBook | None = None) -> SessionAdherence:
    """How the last `days` whole days before today went, day by day. Two legs of one day are one day."""
    window = window_before(patient.today, days)
    if book is None:
        book = PlanBook.load({patient.pk: window})
    done = _done_by_day(patient.pk, window)
    tally: Counter[str] = Counter()
    for offset in range(days):
        day = window.first + timedelta(days=offset)
        due = book.prescribed_on(patient.pk, day)
        if due:
            tally[share_of_day(due, done.get(day, {})).state] += 1
        elif done.get(day):
            tally["other_days"] += 1
    return SessionAdherence(**tally)


def _done_by_day(patient: UUID, window: Window) -> dict[date, dict[Key, Done]]:
    """What was done by day and (exercise, side), in one query."""
    rows = (
        sets_of_days(patient, window)
        .order_by()
        .values("session__local_day", "exercise_id", "side")
        .annotate(
            total=Sum("credit"),
            known=Count("credit"),
            sets=Count("id"),
            ill=Count("id", filter=Q(skip_reason=Set.SkipReason.ILL)),
        )
    )
    found: dict[date, dict[Key, Done]] = defaultdict(dict)
    for row in rows:
        unsaid = row["sets"] - row["known"] - row["ill"]
        done = Done(row["total"] or 0.0, row["known"], unsaid, row["ill"])
        found[row["session__local_day"]][row["exercise_id"], row["side"]] = done
    return found
