"""How a draft is made: from a programme, empty, or as a copy; and the lock under which it may change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from accounts.models import User
from therapy.base.side import AffectedSide
from therapy.plans.errors import Published
from therapy.plans.models import (
    Dose,
    DoseFields,
    Phase,
    Plan,
    Prescription,
    Programme,
    ProgrammePhase,
    Revision,
    RuleOverride,
)
from therapy.plans.sides import resolve
from therapy.plans.stops import stop_new_plan

DOSE_FIELDS = [f.name for f in DoseFields._meta.get_fields()]
PHASE_FIELDS = [
    "number",
    "title",
    "weeks",
    "aim",
    "session_rule",
    "go_on_when",
    "step_back_when",
    "is_current",
]
PRESCRIPTION_FIELDS = [
    "key",
    "order",
    "exercise_id",
    "days_per_week",
    "weekdays",
    "times_per_day",
    "effort_max",
]
OVERRIDE_FIELDS = ["rule", "prescription_key", "side", "field", "finding", "amounts", "reason", "by_id", "at"]


def lock_draft(revision_id: UUID) -> Revision:
    """The revision, locked until the transaction ends, so that nobody publishes it meanwhile. Raises Published."""
    revision = (
        Revision.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan")
        .get(pk=revision_id)
    )
    if revision.is_published:
        raise Published
    return revision


@dataclass
class Tree:
    """The rows of a revision that are about to be written, in three statements whatever their number."""

    phases: list[Phase] = field(default_factory=list)
    prescriptions: list[Prescription] = field(default_factory=list)
    doses: list[Dose] = field(default_factory=list)

    def save(self) -> None:
        """Insert everything."""
        Phase.objects.bulk_create(self.phases)
        Prescription.objects.bulk_create(self.prescriptions)
        Dose.objects.bulk_create(self.doses)


def new_plan(
    *,
    patient_id: UUID,
    clinic_id: UUID,
    title: str,
    affected: AffectedSide,
    weeks: int | None,
    starts_on: date,
    by: User,
    programme: Programme | None = None,
) -> Revision:
    """A plan with an empty first draft."""
    plan = Plan(
        clinic_id=clinic_id,
        patient_id=patient_id,
        programme=programme,
        title=title,
        affected_side=affected,
        weeks=weeks,
        starts_on=starts_on,
        created_by=by,
    )
    plan.clean_fields(exclude=["clinic", "patient", "programme", "created_by"])
    plan.save()
    stop_new_plan(plan)
    return Revision.objects.create(clinic_id=clinic_id, patient_id=patient_id, plan=plan, number=1, author=by)


def fill_from_programme(revision: Revision, programme: Programme) -> None:
    """Write all phases of the programme into the draft, sides resolved; the first phase is the current one."""
    tree = Tree()
    phases = programme.phases.prefetch_related("items__exercise")
    for index, source in enumerate(phases):
        phase = Phase(
            clinic_id=revision.clinic_id,
            patient_id=revision.patient_id,
            revision=revision,
            number=source.number,
            title=source.title,
            weeks=source.weeks,
            session_rule=source.session_rule,
            go_on_when=source.go_on_when,
            step_back_when=source.step_back_when,
            is_current=index == 0,
        )
        tree.phases.append(phase)
        _items_into(tree, phase, source, revision.plan.affected_side)
    tree.save()


def _items_into(tree: Tree, phase: Phase, source: ProgrammePhase, affected: AffectedSide) -> None:
    for item in source.items.all():
        prescription = Prescription(
            clinic_id=phase.clinic_id,
            patient_id=phase.patient_id,
            phase=phase,
            order=item.order,
            exercise=item.exercise,
            days_per_week=item.days_per_week,
        )
        tree.prescriptions.append(prescription)
        tree.doses += [
            Dose(
                clinic_id=phase.clinic_id,
                patient_id=phase.patient_id,
                prescription=prescription,
                side=side,
                **{name: getattr(item, name) for name in DOSE_FIELDS},
            )
            for side in resolve(item.side_rule, affected, item.exercise)
        ]


def copy_tree(source: Revision, draft: Revision) -> None:
    """Write the whole content of `source` into `draft`. Keys stay; what a limit did at publishing is undone."""
    tree = Tree()
    phases = source.phases.prefetch_related("prescriptions__doses")
    for old_phase in phases:
        phase = Phase(
            clinic_id=draft.clinic_id,
            patient_id=draft.patient_id,
            revision=draft,
            **_values(old_phase, PHASE_FIELDS),
        )
        tree.phases.append(phase)
        for old in (prescription.without_limits() for prescription in old_phase.prescriptions.all()):
            prescription = Prescription(
                clinic_id=draft.clinic_id,
                patient_id=draft.patient_id,
                phase=phase,
                note=old.note,
                **_values(old, PRESCRIPTION_FIELDS),
            )
            tree.prescriptions.append(prescription)
            tree.doses += [
                Dose(
                    clinic_id=draft.clinic_id,
                    patient_id=draft.patient_id,
                    prescription=prescription,
                    **_values(dose, ["side", *DOSE_FIELDS]),
                )
                for dose in old.doses.all()
            ]
    tree.save()


def carry_overrides(source: Revision, draft: Revision) -> None:
    """Take the decisions against rules along, with who made them and when.

    One of them counts in the draft only while its finding says the same and no more is prescribed (see
    `rules.findings`).
    """
    RuleOverride.objects.bulk_create(
        RuleOverride(
            clinic_id=draft.clinic_id,
            patient_id=draft.patient_id,
            revision=draft,
            carried_from=old,
            **_values(old, OVERRIDE_FIELDS),
        )
        for old in source.overrides.all()
    )


def _values(row: object, names: Iterable[str]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}
