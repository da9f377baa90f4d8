"""The doses of Margaret's plan by name, and what a form of one set sends."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories import make_prescription, make_revision
from therapy.plans.models import Dose, Prescription, Revision

DOSE_FIELDS = (
    "sets",
    "reps",
    "hold_s",
    "minutes",
    "metres",
    "rest_s",
    "tempo",
    "load_kg",
    "band",
    "load_note",
)


def dose_of(revision: Revision, slug: str, side: str) -> Dose:
    return Dose.objects.select_related("prescription__exercise").get(
        prescription__phase__revision=revision, prescription__exercise__slug=slug, side=side
    )


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
def stand_both(thursday: None, revision: Revision) -> Dose:
    """2 sets of 10, both legs in one movement."""
    return dose_of(revision, "sit-to-stand", "B")


def republished(revision: Revision, **changes: Any) -> Revision:
    """The next revision of the same plan, in force on the same days, its prescriptions copied with `changes`."""
    newer = make_revision(revision.plan, effective_from=revision.effective_from)
    for item in Prescription.objects.filter(phase__revision=revision).prefetch_related("doses"):
        doses = {dose.side: {name: getattr(dose, name) for name in DOSE_FIELDS} for dose in item.doses.all()}
        make_prescription(newer, item.exercise, doses, key=item.key, **changes)
    return newer


def sent(dose: Dose, **said: Any) -> dict[str, Any]:
    """What the form of one set sends: unanswered but for `said`."""
    unsaid = {
        "did": "",
        "side": dose.side,
        "skip_reason": "",
        "reps": "",
        "hold_s": "",
        "load_kg": "",
        "pain": "",
        "pain_kind": "",
        "effort": "",
        "note": "",
        "set_id": str(uuid4()),
        "session_id": str(uuid4()),
    }
    return unsaid | said
