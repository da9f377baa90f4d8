"""Programmes that can be reused, and each patient's plan."""

from therapy.plans.dose_fields import Band, DoseFields
from therapy.plans.models.plans import (
    MOST_EFFORT,
    Dose,
    Pause,
    Phase,
    Plan,
    PlanQuerySet,
    Prescription,
    Revision,
    RevisionQuerySet,
    RuleOverride,
)
from therapy.plans.models.programmes import Programme, ProgrammeItem, ProgrammePhase, ProgrammeQuerySet

__all__ = [
    "MOST_EFFORT",
    "Band",
    "Dose",
    "DoseFields",
    "Pause",
    "Phase",
    "Plan",
    "PlanQuerySet",
    "Prescription",
    "Programme",
    "ProgrammeItem",
    "ProgrammePhase",
    "ProgrammeQuerySet",
    "Revision",
    "RevisionQuerySet",
    "RuleOverride",
]
