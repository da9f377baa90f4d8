"""What a patient's device needs for the check: the questions, the lock, and the morning that is still to be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery

from therapy.base.json_rows import instance, instances, json_rows
from therapy.care.models import Condition, Patient
from therapy.library.models import Exercise
from therapy.logbook.guidance import pain_guides
from therapy.logbook.models import Check, Session, Set
from therapy.logbook.screening.locks import Gate, Lock, checks_at_the_gate, gate_from
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
    last = last_session(patient, patient.today).first()
    if last is None:
        return None
    done = Set.objects.filter(session=last).exclude(outcome=Set.Outcome.SKIPPED).select_related("exercise")
    return _morning_after(last, done.order_by("logged_at"), conditions)


def last_session(patient: Patient | OuterRef, today: date) -> QuerySet[Session]:
    """The last session before today within the days that are asked about, with whether its morning was `told`."""
    told = Check.objects.filter(patient=OuterRef("patient"), morning_of=OuterRef("pk"))
    first = today - timedelta(days=MORNING_ASKED_DAYS)
    sessions = Session.objects.filter(patient=patient, local_day__lt=today, local_day__gte=first)
    return sessions.annotate(told=Exists(told)).order_by("-local_day", "-received_at")[:1]


def _morning_after(
    last: Session, done: Iterable[Set], conditions: Iterable[Condition]
) -> MorningAfter | None:
    if last.told:  # type: ignore[attr-defined]
        return None
    current = list(conditions)
    names = [one.exercise.name for one in done if pain_guides(one, current)]
    return MorningAfter(last.pk, last.local_day, list(dict.fromkeys(names))) if names else None


# --- all of it at once, along with the patient ------------------------------------------------

SET_OF_LAST = ("side", "pain_kind", "exercise__name", "exercise__category", "exercise__tags")


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def annotations(today: date) -> dict[str, Any]:
    """What `of_record` reads, as annotations of the patient's own row: conditions, checks and the last session."""
    me = OuterRef("pk")
    last = last_session(me, today)
    last_of_set = last_session(OuterRef("patient"), today).values("pk")
    done = Set.objects.filter(patient=me, session=Subquery(last_of_set)).exclude(outcome=Set.Outcome.SKIPPED)
    conditions = Condition.objects.current().filter(patient=me)
    return {
        "told_conditions": json_rows(conditions.order_by("recorded_at"), *_columns(Condition)),
        **gate_annotations(today),
        "told_last": json_rows(last, "id", "local_day", "told"),
        "told_done": json_rows(done.order_by("logged_at"), *SET_OF_LAST),
    }


def _told(patient: Patient, name: str) -> list[dict[str, Any]]:
    """What was read along. Raises AttributeError for a patient who was read without."""
    rows: list[dict[str, Any]] = getattr(patient, f"told_{name}")
    return rows


def gate_annotations(today: date) -> dict[str, Any]:
    """What `gate_of_record` reads, for pages that show whether a session may begin."""
    return {"told_checks": json_rows(checks_at_the_gate(OuterRef("pk"), today), *_columns(Check), "locks")}


def gate_of_record(patient: Patient, today: date) -> Gate:
    """Whether a session of today may begin, of a patient read with `gate_annotations`."""
    return gate_from(_checks_of_record(patient), today)


def conditions_of_record(patient: Patient) -> list[Condition]:
    """The current conditions of a patient who was read with `annotations`."""
    return instances(Condition, _told(patient, "conditions"))


def check_of_record(patient: Patient, today: date) -> dict[str, Any]:
    """The parts `check`, `lock` and `morning` of what a device asks for, of a patient read with `annotations`.

    `check.passed` is the id of the check that opened today's session.
    """
    current = conditions_of_record(patient)
    gate = gate_of_record(patient, today)
    morning = _morning_of_record(patient, current)
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


def _checks_of_record(patient: Patient) -> list[Check]:
    told = _told(patient, "checks")
    checks = instances(Check, told)
    for check, row in zip(checks, told, strict=True):
        check.locks = row["locks"]  # type: ignore[attr-defined]
    return checks


def _morning_of_record(patient: Patient, conditions: list[Condition]) -> MorningAfter | None:
    for row in _told(patient, "last"):
        last = instance(Session, row)
        last.told = row["told"]  # type: ignore[attr-defined]
        done = [
            instance(
                Set,
                one,
                exercise=Exercise(
                    name=one["exercise__name"],
                    category=one["exercise__category"],
                    tags=one["exercise__tags"],
                ),
            )
            for one in _told(patient, "done")
        ]
        return _morning_after(last, done, conditions)
    return None


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
