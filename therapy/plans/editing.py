"""Changes to a draft: its phases, prescriptions, doses, and the decisions against rules.

All of it runs in the caller's transaction. Each function locks the draft and raises `Published` when it no longer is
one, and django's ValidationError, by field, for values that a column refuses.
"""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from therapy.base.side import Side
from therapy.library.models import Exercise
from therapy.plans.doses import default_dose
from therapy.plans.drafts import DOSE_FIELDS, lock_draft
from therapy.plans.errors import PlanError
from therapy.plans.models import Dose, Phase, Prescription, ProgrammeItem, Revision, RuleOverride
from therapy.plans.rules import Finding
from therapy.plans.sides import allowed_sides, resolve

Row = TypeVar("Row", Phase, Prescription, Dose)

AMOUNTS = ("reps", "minutes", "metres")
PHASE_WORDS = {"title", "weeks", "aim", "session_rule", "go_on_when", "step_back_when"}
# The rest of the column is for what limits add.
NOTE_MAX = 300
SCHEDULE_FIELDS = {"days_per_week", "weekdays", "times_per_day", "effort_max", "note"}


def add_phase(revision: Revision, *, title: str, **fields: Any) -> Phase:
    """Append a phase to the draft; it is the current one when it is the first.

    `fields` may be weeks, aim and session_rule (words), go_on_when and step_back_when (lists of words).
    """
    _only(fields, PHASE_WORDS)
    draft = lock_draft(revision.pk)
    last = draft.phases.aggregate(number=Max("number"))["number"]
    phase = Phase(
        clinic_id=draft.clinic_id,
        patient_id=draft.patient_id,
        revision=draft,
        number=(last or 0) + 1,
        title=title,
        is_current=last is None,
        **fields,
    )
    phase.full_clean(exclude=["clinic", "patient", "revision"])
    phase.save()
    return phase


def change_phase(phase: Phase, **fields: Any) -> Phase:
    """Change the words of a phase: title, weeks, aim, session_rule, go_on_when, step_back_when."""
    _only(fields, PHASE_WORDS)
    lock_draft(phase.revision_id)
    phase.refresh_from_db()  # as it is under the lock, or somebody else's change would be written over
    return _change(phase, fields, exclude=["clinic", "patient", "revision"])


def remove_phase(phase: Phase) -> None:
    """Take a phase and its prescriptions out of the draft. Raises PlanError for the current phase."""
    draft = lock_draft(phase.revision_id)
    if draft.phases.filter(pk=phase.pk, is_current=True).exists():
        raise PlanError(_("This is the current phase. Make another one current first."))
    phase.delete()


def set_current_phase(revision: Revision, phase: Phase) -> None:
    """Make `phase` the one that the patient works in. Raises ValueError for a phase of another revision."""
    draft = lock_draft(revision.pk)
    _belongs(phase, draft)
    draft.phases.filter(is_current=True).update(is_current=False)
    draft.phases.filter(pk=phase.pk).update(is_current=True)


def add_prescription(*, revision: Revision, phase: Phase, exercise: Exercise, by: User) -> Prescription:
    """Append an exercise to a phase, with its default dose for the plan's affected leg or legs.

    `by` becomes the draft's author. Raises PlanError for an exercise of another clinic, ValueError for a phase of
    another revision.
    """
    draft = lock_draft(revision.pk)
    _belongs(phase, draft)
    if exercise.clinic_id not in (None, draft.clinic_id):
        raise PlanError(_("This exercise belongs to another clinic."))
    dose = default_dose(exercise)
    last = phase.prescriptions.aggregate(order=Max("order"))["order"]
    prescription = Prescription.objects.create(
        clinic_id=draft.clinic_id,
        patient_id=draft.patient_id,
        phase=phase,
        order=(last or 0) + 1,
        exercise=exercise,
        days_per_week=dose.pop("days_per_week"),
    )
    for side in resolve(ProgrammeItem.SideRule.AFFECTED, draft.plan.affected_side, exercise):
        Dose.objects.create(
            clinic_id=draft.clinic_id,
            patient_id=draft.patient_id,
            prescription=prescription,
            side=side,
            **dose,
        )
    Revision.objects.filter(pk=draft.pk).update(author=by)
    return prescription


def change_prescription(prescription: Prescription, **fields: Any) -> Prescription:
    """Change its schedule: days_per_week, weekdays (ISO, Monday 1), times_per_day, effort_max (0 to 10), note.

    Named weekdays decide how many days a week there are. A note has up to NOTE_MAX characters.
    """
    _only(fields, SCHEDULE_FIELDS)
    lock_draft(prescription.phase.revision_id)
    prescription.refresh_from_db()  # as it is under the lock, or somebody else's change would be written over
    if fields.get("weekdays"):
        fields["weekdays"] = _weekdays(fields["weekdays"])
        fields["days_per_week"] = len(fields["weekdays"])
    if len(fields.get("note", "")) > NOTE_MAX:
        raise ValidationError({"note": _("Write at most %(most)d characters.") % {"most": NOTE_MAX}})
    return _change(prescription, fields, exclude=["clinic", "patient", "phase", "exercise"])


def remove_prescription(prescription: Prescription) -> None:
    """Take an exercise out of the draft, with its doses and the decisions about it."""
    draft = lock_draft(prescription.phase.revision_id)
    draft.overrides.filter(prescription_key=prescription.key).delete()
    prescription.delete()


def move_prescription(prescription: Prescription, up: bool) -> None:
    """Change places with the exercise before (`up`) or after it in the phase; past the ends nothing happens."""
    lock_draft(prescription.phase.revision_id)
    row = list(Prescription.objects.filter(phase=prescription.phase_id).order_by("order", "pk"))
    index = [p.pk for p in row].index(prescription.pk)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(row):
        return
    row[index], row[other] = row[other], row[index]
    for order, each in enumerate(row, start=1):
        each.order = order
    Prescription.objects.bulk_update(row, ["order"])


def set_dose(prescription: Prescription, side: Side, **fields: Any) -> Dose:
    """Create or change the dose of one side; fields are those of DoseFields, with its units.

    A new kind of amount (reps, minutes or metres) replaces the old one. Raises PlanError for a side that the exercise
    does not train, or when a dose for both legs in one movement would stand beside a dose for one leg.
    """
    _only(fields, set(DOSE_FIELDS))
    lock_draft(prescription.phase.revision_id)
    doses = {dose.side: dose for dose in Dose.objects.filter(prescription=prescription)}
    _side_fits(prescription.exercise, side, set(doses))
    named = [name for name in AMOUNTS if fields.get(name) is not None]
    if len(named) == 1:
        fields = dict.fromkeys(AMOUNTS) | fields
    dose = doses.get(Side(side)) or Dose(
        clinic_id=prescription.clinic_id,
        patient_id=prescription.patient_id,
        prescription=prescription,
        side=side,
    )
    return _change(dose, fields, exclude=["clinic", "patient", "prescription"])


def remove_dose(prescription: Prescription, side: Side) -> None:
    """Take the dose of that side out. Raises Dose.DoesNotExist where it has no dose."""
    lock_draft(prescription.phase.revision_id)
    Dose.objects.get(prescription=prescription, side=side).delete()


def override(revision: Revision, finding: Finding, reason: str, by: User) -> RuleOverride:
    """Record the decision to prescribe against a finding, with its reason; a second one replaces the first.

    It covers the amounts of `finding`, as `rules.findings` saw it, and no more.
    Raises ValidationError for a blank reason, PlanError for advice, which needs no decision.
    """
    draft = lock_draft(revision.pk)
    if not finding.can_be_overridden:
        raise PlanError(_("This is advice. It needs no reason."))
    draft.overrides.filter(
        rule=finding.rule,
        prescription_key=finding.prescription_key,
        side=finding.side,
        field=finding.field,
    ).delete()
    made = RuleOverride(
        clinic_id=draft.clinic_id,
        patient_id=draft.patient_id,
        revision=draft,
        rule=finding.rule,
        prescription_key=finding.prescription_key,
        side=finding.side,
        field=finding.field,
        finding=finding.message,
        amounts=finding.amounts,
        reason=reason.strip(),
        by=by,
    )
    made.full_clean(exclude=["clinic", "patient", "revision", "by"])
    made.save()
    return made


def withdraw_override(override: RuleOverride) -> None:
    """Let the rule apply again."""
    lock_draft(override.revision_id)
    override.delete()


def _only(fields: dict[str, Any], allowed: set[str]) -> None:
    if unknown := set(fields) - allowed:
        raise TypeError(f"cannot change {', '.join(sorted(unknown))} here")


def _belongs(phase: Phase, draft: Revision) -> None:
    if phase.revision_id != draft.pk:
        raise ValueError("the phase belongs to another revision")


def _change(row: Row, fields: dict[str, Any], exclude: list[str]) -> Row:
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean(exclude=exclude)
    row.save()
    return row


def _weekdays(days: list[int]) -> list[int]:
    chosen = sorted(set(days))
    if any(day not in range(1, 8) for day in chosen):
        raise ValidationError({"weekdays": _("A weekday is a number from 1, Monday, to 7, Sunday.")})
    return chosen


def _side_fits(exercise: Exercise, side: Side, present: set[Side]) -> None:
    if Side(side) not in allowed_sides(exercise):
        if side == Side.BOTH:
            raise PlanError(_("This exercise is done with each leg on its own."))
        raise PlanError(_("This exercise is one movement of both legs."))
    if side == Side.BOTH and present - {Side.BOTH}:
        raise PlanError(
            _("Take out the doses of the single legs first, then prescribe both legs in one movement.")
        )
    if side != Side.BOTH and Side.BOTH in present:
        raise PlanError(_("Take out the dose of both legs first, then prescribe each leg on its own."))
