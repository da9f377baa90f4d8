"""The rows of a therapist's caseload, in a number of queries that does not depend on how many patients there are.

Facts that decide the order are read for every patient; what only a row on the page shows is read for that page.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User
from therapy.attention import reason_labels
from therapy.attention.alerts import open_alerts_of
from therapy.attention.rules import (
    Facts,
    Group,
    Reason,
    RedPain,
    group,
    reasons,
    shares_in_words,
    under,
)
from therapy.base import clock
from therapy.base.side import Side
from therapy.care.models import Condition, Patient, PatientQuerySet
from therapy.logbook.models import Set
from therapy.logbook.pain import RED_FROM, PainLevel, PainRule, asks_therapist, pain_rule
from therapy.logbook.screening.locks import Lock, locks_of
from therapy.progress.adherence import SideAdherence, adherence_in, window_before
from therapy.progress.prescribed import PlanBook, PlanFacts, Window

DAYS = 28  # clinical-facts 9.1


class ConditionFacts(NamedTuple):
    """One current condition."""

    cause: str
    code: str
    side: str
    loss_of_feeling: bool | None


class Person(NamedTuple):
    """A patient as the caseload needs one."""

    id: UUID
    clinic_id: UUID
    name: str
    birth_date: date
    own_zone: str | None
    clinic_zone: str
    alert_below: int
    on_track_from: int


class LastSession(NamedTuple):
    """The latest session of a patient."""

    id: UUID
    day: date


@dataclass(slots=True)
class Row:
    """One patient with why now, and what the page shows."""

    person: Person
    conditions: list[ConditionFacts]
    facts: Facts
    reasons: list[Reason]
    group: Group
    last: LastSession | None
    phase: str
    lock: Lock | None = None
    why_skipped: str = ""
    exercises: str = ""

    @property
    def about(self) -> str:
        """Age, legs and causes in words."""
        age = reason_labels.age_on(self.person.birth_date, self.facts.today)
        return reason_labels.about(age, [(one.cause, one.side) for one in self.conditions])

    @property
    def adherence(self) -> SideAdherence:
        """By side, over 28 days."""
        return self.facts.adherence

    @property
    def plan(self) -> PlanFacts | None:
        """The plan in force."""
        return self.facts.plan

    @property
    def week(self) -> int | None:
        """The week of the plan, from 1."""
        return self.plan.week_on(self.facts.today) if self.plan else None

    @property
    def last_day(self) -> str:
        """When the last session was, in words; empty without one."""
        return reason_labels.day_words(self.last.day, self.facts.today) if self.last else ""

    @property
    def first_reason(self) -> Reason | None:
        """The most urgent one, which the row shows."""
        return self.reasons[0] if self.reasons else None

    @property
    def more_reasons(self) -> int:
        """How many stand behind the first."""
        return max(len(self.reasons) - 1, 0)

    @property
    def chat(self) -> str:
        """What makes it worth a chat: the shares under the clinic's threshold."""
        low = under(self.facts, self.facts.on_track_from)
        return _("%(shares)s of the dose") % {"shares": shares_in_words(low)} if low else ""

    @property
    def lowest(self) -> float:
        """The lowest known share of any side, for sorting; 100 where none is known."""
        return min((a.percent for a in self.adherence.values() if a.percent is not None), default=100.0)

    @property
    def has_no_plan(self) -> bool:
        """Whether nothing is prescribed, since no plan is published or none runs."""
        return self.plan is None or not self.facts.is_published


SHOWN = {
    "attention": lambda row: row.group == Group.ATTENTION,
    "chat": lambda row: row.group == Group.CHAT,
    "on-track": lambda row: row.group == Group.ON_TRACK,
    "no-plan": lambda row: row.has_no_plan,
    "paused": lambda row: row.facts.is_paused,
}


@dataclass(slots=True)
class Caseload:
    """All rows that the search finds, in the order of the page, and how many each filter would show."""

    rows: list[Row]
    counts: dict[str, int] = field(default_factory=dict)

    def shown(self, name: str) -> list[Row]:
        """The rows of a filter; all of them for "". Raises KeyError for a filter that is not offered."""
        return [row for row in self.rows if SHOWN[name](row)] if name else self.rows


def caseload(user: User, search: str = "") -> Caseload:
    """The caseload of a therapist: everyone on whose care team they are today, narrowed by name."""
    patients = Patient.objects.on_team_of(user).current()
    if search:
        patients = patients.filter(name__icontains=search)
    rows = sorted(rows_of(patients), key=_order)
    found = Caseload(rows)
    found.counts = {name: len(found.shown(name)) for name in SHOWN}
    return found


def _order(row: Row) -> tuple[int, int, float, str]:
    """Needs attention by urgency of the reason, worth a chat by the lowest share, on track by name."""
    first = row.reasons[0].rule.rank if row.reasons else 0
    return row.group, first, row.lowest if row.group == Group.CHAT else 0.0, row.person.name.casefold()


def rows_of(patients: PatientQuerySet) -> list[Row]:
    """A row for each patient: ten queries."""
    people = [
        Person(*values)
        for values in patients.order_by("name").values_list(
            "id",
            "clinic_id",
            "name",
            "birth_date",
            "user__time_zone",
            "clinic__time_zone",
            "clinic__alert_below",
            "clinic__on_track_from",
        )
    ]
    todays = _todays(people)
    book = PlanBook.load({pk: Window(window_before(day, DAYS).first, day) for pk, day in todays.items()})
    adherence = adherence_in({pk: window_before(day, DAYS) for pk, day in todays.items()}, book)
    conditions = _conditions(todays)
    last = _last_sessions(todays)
    red = _red_pain(last, conditions)
    open_alerts, locks = open_alerts_of(todays), locks_of(todays)
    found = []
    for person in people:
        lock = locks.get(person.id)
        facts = replace(
            _facts(person, todays[person.id], book, adherence[person.id], last, red),
            alerts=tuple(open_alerts[person.id]),
            locked_since=lock.check.local_day if lock else None,
        )
        because = reasons(facts)
        revision = facts.plan.revision_on(facts.today) if facts.plan else None
        found.append(
            Row(
                person,
                conditions.get(person.id, []),
                facts,
                because,
                group(facts, because),
                last.get(person.id),
                revision.phase if revision else "",
                lock,
            )
        )
    return found


def complete(rows: Sequence[Row]) -> None:
    """Adds to the rows of one page what only they show: two queries."""
    sessions = {row.last.id: row for row in rows if row.last}
    done = dict(
        Set.objects.filter(session__in=list(sessions))
        .exclude(outcome=Set.Outcome.SKIPPED)
        .order_by()
        .values_list("session_id")
        .annotate(exercises=Count("exercise", distinct=True))
    )
    due = _due([row for row in rows if row.last])
    for session, row in sessions.items():
        row.exercises = reason_labels.exercises_words(done.get(session, 0), due.get(row.person.id, 0))
    skipped = _skip_reasons([row for row in rows if row.group != Group.ON_TRACK])
    for row in rows:
        row.why_skipped = skipped.get(row.person.id, "")


def _todays(people: Iterable[Person]) -> dict[UUID, date]:
    zones: dict[str, date] = {}
    found = {}
    for person in people:
        zone = person.own_zone or person.clinic_zone
        if zone not in zones:
            zones[zone] = clock.today(zone)
        found[person.id] = zones[zone]
    return found


def _facts(
    person: Person,
    today: date,
    book: PlanBook,
    adherence: SideAdherence,
    last: dict[UUID, LastSession],
    red: dict[UUID, RedPain],
) -> Facts:
    plans = book.plans[person.id]
    plan = book.plan_on(person.id, today)
    window = window_before(today, DAYS)
    judged = sum(
        (stretch.last - stretch.first).days + 1
        for stretch in book.stretches(person.id, window)
        if stretch.revision and not stretch.paused
    )
    session = last.get(person.id)
    past = [p for p in plans if p.ended_on is not None and p.ended_on <= today]
    return Facts(
        today=today,
        alert_below=person.alert_below,
        on_track_from=person.on_track_from,
        plan=plan,
        ended=max(past, key=lambda p: p.starts_on, default=None) if plan is None else None,
        has_draft=any(p.has_draft for p in plans if p.ended_on is None),
        is_published=bool(plan and plan.revision_on(today)),
        is_paused=bool(plan and plan.paused_on(today)),
        days_judged=judged,
        adherence=adherence,
        last_session=session.day if session else None,
        red_pain=red.get(person.id),
    )


def _conditions(patients: Iterable[UUID]) -> dict[UUID, list[ConditionFacts]]:
    found: dict[UUID, list[ConditionFacts]] = defaultdict(list)
    current = Condition.objects.current().filter(patient__in=list(patients)).order_by("recorded_at")
    rows = current.values_list("patient_id", "cause", "code", "side", "loss_of_feeling")
    for patient, cause, code, side, felt in rows:
        found[patient].append(ConditionFacts(cause, code, side, felt))
    return found


LAST = """
SELECT patient.id, latest.id, latest.local_day
FROM unnest(%s::uuid[]) AS patient (id)
CROSS JOIN LATERAL (
    SELECT s.id, s.local_day FROM logbook_session s
    WHERE s.patient_id = patient.id
    ORDER BY s.local_day DESC, s.received_at DESC
    LIMIT 1
) latest
"""


def _last_sessions(patients: Iterable[UUID]) -> dict[UUID, LastSession]:
    """The latest session of each patient, by their index: no session but the last is read."""
    with connection.cursor() as cursor:
        cursor.execute(LAST, [list(patients)])
        return {patient: LastSession(session, day) for patient, session, day in cursor.fetchall()}


def _red_pain(
    last: dict[UUID, LastSession], conditions: dict[UUID, list[ConditionFacts]]
) -> dict[UUID, RedPain]:
    """The highest score of each last session that the pain rule has a therapist hear of."""
    patient_of = {session.id: patient for patient, session in last.items()}
    rules: dict[UUID, PainRule] = {}
    found: dict[UUID, RedPain] = {}
    scores = Set.objects.filter(session__in=list(patient_of), pain__gte=RED_FROM).order_by(
        "pain", "logged_at"
    )
    for session, name, category, side, pain, kind in scores.values_list(
        "session_id", "exercise__name", "exercise__category", "side", "pain", "pain_kind"
    ):
        patient = patient_of[session]
        if patient not in rules:
            rules[patient] = pain_rule(conditions.get(patient, []))
        level = rules[patient].level(Side(side), category, pain, kind)
        if asks_therapist(level, pain):
            found[patient] = RedPain(name, Side(side), pain, is_nerve=level == PainLevel.NERVE)
    return found


def _due(rows: Sequence[Row]) -> dict[UUID, int]:
    """How many exercises were due on the day of each row's last session, where it lies within the plan's window."""
    days = {row.person.id: row.last.day for row in rows if row.last}
    book = PlanBook.load({patient: Window(day, day) for patient, day in days.items()})
    return {
        patient: len({exercise for exercise, _side in book.prescribed_on(patient, day)})
        for patient, day in days.items()
    }


def _skip_reasons(rows: Sequence[Row]) -> dict[UUID, str]:
    """The reason most given for skipped sets over the window, in the patient's words."""
    if not rows:
        return {}
    of_today: dict[date, list[UUID]] = defaultdict(list)
    for row in rows:
        of_today[row.facts.today].append(row.person.id)
    within = Q()
    for today, patients in of_today.items():  # one, or two where time zones lie on either side of midnight
        within |= Q(session__patient__in=patients, session__local_day__range=window_before(today, DAYS))
    tally: dict[UUID, Counter[str]] = defaultdict(Counter)
    given = (
        Set.objects.filter(within, outcome=Set.Outcome.SKIPPED)
        .order_by()
        .values_list("session__patient_id", "skip_reason")
        .annotate(times=Count("id"))
    )
    for patient, reason, times in given:
        tally[patient][reason] = times
    return {
        patient: str(Set.SkipReason(counts.most_common(1)[0][0]).label) for patient, counts in tally.items()
    }
