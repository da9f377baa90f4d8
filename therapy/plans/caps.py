"""Limits applied to a draft: what exceeds a cap is lowered, and what the therapist had prescribed is kept beside it."""

import copy
from collections.abc import Iterable
from typing import TypeVar

from therapy.plans.models import Band, Dose, Prescription, Revision
from therapy.plans.rules import Finding

Row = TypeVar("Row", Revision, Prescription)

BANDS = list(Band.values)


def apply_caps(draft: Revision, caps: Iterable[Finding]) -> None:
    """Lower what exceeds a cap in the current phase, and write into the notes what a limit asks of the patient."""
    prescriptions = _current(draft)
    _lower_all(prescriptions, caps)
    for prescription in prescriptions:
        prescription.save()
        for dose in prescription.doses.all():
            dose.save()


def as_published(draft: Revision, caps: Iterable[Finding]) -> Revision:
    """The draft as publishing would leave it, in memory alone. Needs its whole tree prefetched."""
    seen = _twin(draft, "phases")
    for phase in seen.phases.all():
        vars(phase)["_prefetched_objects_cache"] = {
            "prescriptions": [_twin(p, "doses") for p in phase.prescriptions.all()]
        }
    _lower_all(_current(seen), caps)
    return seen


def _twin(row: Row, children: str) -> Row:
    twin = copy.copy(row)
    rows = [copy.copy(child) for child in getattr(row, children).all()]
    vars(twin)["_prefetched_objects_cache"] = {children: rows}
    return twin


def _current(draft: Revision) -> list[Prescription]:
    phase = draft.current_phase
    return list(phase.prescriptions.all()) if phase else []


def _lower_all(prescriptions: list[Prescription], caps: Iterable[Finding]) -> None:
    originals = [p.without_limits() for p in prescriptions]
    for cap in caps:
        for prescription in prescriptions:
            if cap.prescription_key in (None, prescription.key):
                _apply(cap, prescription)
    for prescription, own in zip(prescriptions, originals, strict=True):
        prescription.note = " ".join(filter(None, [prescription.note, prescription.limit_note]))
        _remember(prescription, own, ("effort_max", "days_per_week", "weekdays"))
        for dose, own_dose in zip(prescription.doses.all(), own.doses.all(), strict=True):
            _remember(dose, own_dose, ("sets", "band"))


def _remember(row: Prescription | Dose, own: Prescription | Dose, names: tuple[str, ...]) -> None:
    pairs = {name: getattr(own, name) for name in names}
    row.before_limits = {name: value for name, value in pairs.items() if getattr(row, name) != value}


def _apply(cap: Finding, prescription: Prescription) -> None:
    if cap.field == "limit_note":
        prescription.limit_note = " ".join(filter(None, [prescription.limit_note, str(cap.limit)]))
    elif cap.field == "effort_max":
        prescription.effort_max = _at_most(cap, prescription.effort_max)
    elif cap.field == "days_per_week":
        _fewer_days(prescription, int(str(cap.limit)))
    else:
        for dose in prescription.doses.all():
            if cap.side in ("", dose.side):
                _lower(cap, dose)


def _lower(cap: Finding, dose: Dose) -> None:
    if cap.field == "sets":
        dose.sets = _at_most(cap, dose.sets)
    elif cap.field == "band":
        if dose.band and BANDS.index(dose.band) > BANDS.index(str(cap.limit)):
            dose.band = str(cap.limit)
    else:
        raise ValueError(f"no cap for {cap.field!r}")


def _at_most(cap: Finding, value: int | None) -> int:
    limit = int(str(cap.limit))
    return limit if value is None else min(value, limit)


def _fewer_days(prescription: Prescription, limit: int) -> None:
    """At most `limit` days; named weekdays are thinned evenly, so that days of rest stay between."""
    days = sorted(prescription.weekdays)
    if len(days) > limit:
        prescription.weekdays = [days[(2 * n + 1) * len(days) // (2 * limit)] for n in range(limit)]
    prescription.days_per_week = min(prescription.days_per_week, limit)
