"""What the player needs of the check: the questions, the lock, and the morning that is still to be asked."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from therapy.care.models import Condition, Patient
from therapy.logbook.models import Set
from therapy.logbook.screening.last_session import morning_after
from therapy.logbook.screening.locks import session_start
from therapy.logbook.screening.payload import lock_as_json, questions
from therapy.logbook.screening.traits import traits_of


def check_for_player(
    patient: Patient, today: date, conditions: Sequence[Condition], trained: Iterable[Set]
) -> dict[str, Any]:
    """The parts `check`, `lock` and `morning` of what a device asks for. One query.

    `trained` are the sets of `trained_before`; `check.passed` is the id of the check that opened today's session.
    """
    start = session_start(patient, today)
    morning = morning_after(trained, conditions)
    return {
        "check": questions(traits_of(conditions))
        | {"passed": str(start.passed.pk) if start.passed else None},
        "lock": lock_as_json(start.lock),
        "morning": morning
        and {
            "session": str(morning.session),
            "day": morning.day.isoformat(),
            "exercises": morning.exercises,
        },
    }
