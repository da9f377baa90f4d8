"""The last session before today: the morning after it is asked about before the next one (clinical-facts 2.5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from therapy.base.side import Side
from therapy.care.models import Condition, Patient
from therapy.logbook.models import Check, Session, Set
from therapy.logbook.pain import pain_rule

# After a week nobody remembers one morning. (D)
MORNING_ASKED_DAYS = 7


@dataclass(frozen=True)
class MorningAfter:
    """The session whose morning after is asked about: its day, and what was trained where pain may guide."""

    session: UUID
    day: date
    exercises: list[str]


def morning_to_ask(patient: Patient, conditions: Iterable[Condition]) -> MorningAfter | None:
    """The last session before today, unless its morning was told of or pain must not guide it (2.5). One query."""
    trained = Set.objects.filter(trained_before(patient, patient.today))
    return morning_after(trained.select_related("session", "exercise").order_by("logged_at"), conditions)


def trained_before(patient: Patient, today: date) -> Q:
    """The sets done in the patient's last session before `today`, within a week; none once its morning was told of."""
    first = today - timedelta(days=MORNING_ASKED_DAYS)
    sessions = Session.objects.filter(patient=patient, local_day__lt=today, local_day__gte=first)
    last = sessions.order_by("-local_day", "-received_at").values("pk")[:1]
    told = Exists(Check.objects.filter(patient=patient, morning_of=OuterRef("session")))
    return Q(session=last) & ~Q(outcome=Set.Outcome.SKIPPED) & ~Q(told)


def morning_after(trained: Iterable[Set], conditions: Iterable[Condition]) -> MorningAfter | None:
    """What to ask about these sets of one session; None where there are none, or pain must not guide any of them."""
    rule = pain_rule(conditions)
    guided = [one for one in trained if rule.guides(Side(one.side), one.exercise.category, one.pain_kind)]
    if not guided:
        return None
    session = guided[0].session
    return MorningAfter(
        session.pk, session.local_day, list(dict.fromkeys(one.exercise.name for one in guided))
    )
