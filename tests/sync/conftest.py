"""A session as a device sends it, and how it is sent."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.support.device import SESSION, Put
from tests.support.doses import dose_of
from therapy.care.models import Patient
from therapy.plans.models import Dose, Revision


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


@pytest.fixture
def put(as_: Callable[[User | Patient | None], Client]) -> Put:
    """`put(margaret, document)` sends a session as she does; `put(margaret, text)` sends that text."""

    def send(
        person: User | Patient | None, sent: dict[str, Any] | str | bytes, session: UUID = SESSION
    ) -> HttpResponse:
        body = json.dumps(sent) if isinstance(sent, dict) else sent
        return as_(person).put(f"/api/v1/sessions/{session}", body, content_type="application/json")

    return send
