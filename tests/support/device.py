"""What a device sends of a session, and how it is put."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse

from accounts.models import User
from therapy.care.models import Patient
from therapy.plans.models import Dose

SESSION = UUID("5e551011-0000-4000-8000-000000000001")
CLOCK = "2026-11-19T09:10:00Z"


Put = Callable[..., HttpResponse]


def one_set(dose: Dose | UUID, number: int = 1, **said: Any) -> dict[str, Any]:
    """A set as prescribed, but for what is `said`."""
    return {
        "id": str(uuid4()),
        "dose": str(dose.pk if isinstance(dose, Dose) else dose),
        "number": number,
        "outcome": "as_prescribed",
        "logged_at": CLOCK,
    } | said


def document(person: Patient | User, *sets: dict[str, Any], **said: Any) -> dict[str, Any]:
    """A session of these sets by the device of `person`."""
    user = person.user if isinstance(person, Patient) else person
    assert user is not None
    return {
        "person": str(user.pk),
        "version": 1,
        "day": "2026-11-19",
        "sent_at": CLOCK,
        "started_at": CLOCK,
        "sets": list(sets),
    } | said


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]
