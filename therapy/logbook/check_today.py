"""What a patient's device needs for the check: the questions, the lock, and the morning that is still to be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from therapy.care.models import Condition, Patient
from therapy.logbook.guidance import pain_guides
from therapy.logbook.locks import Gate, Lock, gate_of
from therapy.logbook.models import Check, Session, Set
from therapy.logbook.screening.payload import questions
from therapy.logbook.screening.traits import traits_of

# After a week nobody remembers one morning. (D)
MORNING_ASKED_DAYS = 7


@dataclass(frozen=True)
class MorningAfter:
    """The session whose morning after is asked about: its day, and what was trained where pain may guide."""

    session: UUID
    day: date
    exercises: list[str]


def morning_to_ask(patient: Patient, conditions: Iterable[Condition]) -> MorningAfter | None:
    """The last session before today, unless its morning was told of or pain must not guide it (2.5). Two queries."""
    told = Check.objects.filter(patient=OuterRef("patient"), morning_of=OuterRef("pk"))
    first = patient.today - timedelta(days=MORNING_ASKED_DAYS)
    sessions = Session.objects.filter(
        patient=patient, local_day__lt=patient.today, local_day__gte=first
    ).annotate(told=Exists(told))
    last = sessions.order_by("-local_day", "-received_at").first()
    if last is None or last.told:
        return None
    done = Set.objects.filter(session=last).exclude(outcome=Set.Outcome.SKIPPED).select_related("exercise")
    current = list(conditions)
    names = [one.exercise.name for one in done.order_by("logged_at") if pain_guides(one, current)]
    return MorningAfter(last.pk, last.local_day, list(dict.fromkeys(names))) if names else None


def check_for_today(patient: Patient, conditions: Iterable[Condition]) -> dict[str, Any]:
    """The parts `check`, `lock` and `morning` of what a device asks for, in three queries.

    `conditions` are the patient's current ones. `check.passed` is the id of the check that opened today's session.
    """
    current = list(conditions)
    gate: Gate = gate_of(patient)
    morning = morning_to_ask(patient, current)
    return {
        "check": questions(traits_of(current)) | {"passed": str(gate.passed.pk) if gate.passed else None},
        "lock": lock_as_json(gate.lock),
        "morning": None
        if morning is None
        else {
            "session": str(morning.session),
            "day": morning.day.isoformat(),
            "exercises": morning.exercises,
        },
    }


def lock_as_json(lock: Lock | None) -> dict[str, Any] | None:
    """A lock with the words of its STOP screen; null where nothing is locked."""
    if lock is None:
        return None
    check, stop = lock.check, lock.stop
    return {
        "check": str(check.pk),
        "urgency": check.urgency,
        "day": check.local_day.isoformat(),
        "said": stop.said,
        "about": stop.about,
        "do": stop.do,
        "opens": stop.opens,
        "opens_by_check": lock.opens_by_a_check,
        # Storing it and telling the care team are one transaction.
        "told_at": check.received_at.isoformat(),
        "called_at": _moment(check.called_at),
        "mistaken_at": _moment(check.mistaken_at),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
