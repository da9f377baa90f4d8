"""A fingerprint of what a form was based on, so that a colleague's change in between is noticed, not overwritten."""

import hashlib
from collections.abc import Iterable

from django.db.models import Model
from django.forms.models import model_to_dict

from therapy.plans.models import Phase, Prescription, Revision


def of_prescription(prescription: Prescription) -> str:
    """Changes when any field of the prescription or of a dose of it does. Needs `doses` prefetched to stay cheap."""
    return _digest(_prescription_facts(prescription))


def of_phase(phase: Phase) -> str:
    """Changes when a field of the phase itself does, whatever its prescriptions do."""
    return _digest([_facts(phase)])


def of_revision(revision: Revision) -> str:
    """Changes when anything in the tree of the revision does: phases, prescriptions, doses, overrides."""
    facts: list[str] = [_facts(override) for override in revision.overrides.all()]
    for phase in revision.phases.all():
        facts.append(_facts(phase))
        for prescription in phase.prescriptions.all():
            facts.extend(_prescription_facts(prescription))
    return _digest(facts)


def _prescription_facts(prescription: Prescription) -> list[str]:
    return [_facts(prescription), *sorted(_facts(dose) for dose in prescription.doses.all())]


def _facts(row: Model) -> str:
    """The editable fields of a row as text; ids keep two equal rows apart."""
    return f"{row.pk} {sorted(model_to_dict(row).items())!r}"


def _digest(facts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:20]
