"""A session as a device sends it, and how it is sent."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.logbook.conftest import dose_of
from therapy.care.models import Patient
from therapy.plans.models import Dose, Revision

SESSION = UUID("5e551011-0000-4000-8000-000000000001")
CLOCK = "2026-11-19T09:10:00Z"

Put = Callable[..., HttpResponse]


@pytest.fixture
def heel_left(thursday: None, revision: Revision) -> Dose:
    """3 sets of 8."""
    return dose_of(revision, "heel-raise-single", "L")


@pytest.fixture
def heel_right(thursday: None, revision: Revision) -> Dose:
    """1 set of 8."""
    return dose_of(revision, "heel-raise-single", "R")


@pytest.fixture
def stretch_left(thursday: None, revision: Revision) -> Dose:
    """1 set of 2 holds of 30 seconds."""
    return dose_of(revision, "wall-calf-stretch-straight", "L")


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


@pytest.fixture
def put(as_: Callable[[User | Patient | None], Client]) -> Put:
    """`put(margaret, document)` sends a session as she does; `put(margaret, text)` sends that text."""

    def send(
        person: User | Patient | None, sent: dict[str, Any] | str | bytes, session: UUID = SESSION
    ) -> HttpResponse:
        body = json.dumps(sent) if isinstance(sent, dict) else sent
        return as_(person).put(f"/api/v1/sessions/{session}", body, content_type="application/json")

    return send


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]
