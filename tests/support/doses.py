"""Doses of Margaret's plan, and what a form of one set sends."""

from typing import Any
from uuid import uuid4

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
