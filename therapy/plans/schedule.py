"""What a plan prescribes for a local day: the one answer that today, adherence and charts share.

Everything is decided from published revisions, which never change, so any past day can be read again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import FilteredRelation, Prefetch, Q, prefetch_related_objects

from therapy.care.models import Patient
from therapy.plans import in_force
from therapy.plans.models import Dose, Pause, Phase, Plan, Prescription, Revision


def weekdays_of(prescription: Prescription) -> tuple[int, ...]:
    """The ISO weekdays (1 Monday to 7 Sunday) on which the prescription is due."""
    return in_force.due_weekdays(prescription.weekdays, prescription.days_per_week)


def sets_due(prescription: Prescription, dose: Dose) -> int:
    """How many sets a day has on which the dose is due."""
    return in_force.sets_a_day(dose.sets, prescription.times_per_day)


@dataclass(frozen=True)
class PlannedDay:
    """What is prescribed for one local day. `revision` is None where no plan was in force."""

    day: date
    plan: Plan | None = None
    revision: Revision | None = None
    phase: Phase | None = None
    prescriptions: tuple[Prescription, ...] = ()
    due: tuple[Prescription, ...] = ()
    pause: Pause | None = None

    @property
    def week_number(self) -> int | None:
        """The week of the plan, from 1; None without a plan."""
        return (self.day - self.plan.starts_on).days // 7 + 1 if self.plan else None


@dataclass
class PlanHistory:
    """All of a patient's plans with the current phase of each published revision, loaded once."""

    plans: list[Plan] = field(default_factory=list)

    def plan_on(self, day: date) -> Plan | None:
        """The plan in force on `day`."""
        return in_force.plan_on(self.plans, day)

    def on(self, day: date) -> PlannedDay:
        """What is prescribed for `day`. On a paused day nothing is due."""
        plan = self.plan_on(day)
        revision = in_force.revision_on(plan.known_revisions, day) if plan else None
        if plan is None or revision is None:
            return PlannedDay(day, plan=plan)
        phase = revision.current_phase
        prescriptions = tuple(phase.prescriptions.all()) if phase else ()
        pause = in_force.pause_on(plan.pauses.all(), day)
        due = () if pause else tuple(p for p in prescriptions if day.isoweekday() in weekdays_of(p))
        return PlannedDay(day, plan, revision, phase, prescriptions, due, pause)

    def days(self, first: date, last: date) -> list[PlannedDay]:
        """`on` for each day from `first` to `last`, both included."""
        return [self.on(first + timedelta(days=n)) for n in range((last - first).days + 1)]


def histories(patients: Iterable[Patient | UUID], since: date | None = None) -> dict[UUID, PlanHistory]:
    """The plan history of each patient, in five queries however many they are.

    All plans are there. With `since` they come without the revisions that were over before that day, so that ten years
    of history cost a page about one week no more than a month does: use the answer only for `since` and later.
    """
    ids = [p.pk if isinstance(p, Patient) else p for p in patients]
    revisions = Revision.objects.published()
    if since is not None:
        revisions = revisions.in_force_since(since)
    # In one statement; the type checker does not know of filtered relations.
    joined_phase = FilteredRelation("phases", condition=Q(phases__is_current=True))
    revisions = revisions.annotate(joined_phase=joined_phase).select_related("joined_phase")  # type: ignore[misc, no-redef]
    plans = Plan.objects.filter(patient__in=ids).prefetch_related(Prefetch("revisions", revisions), "pauses")
    found = {pk: PlanHistory() for pk in ids}
    for plan in plans:
        found[plan.patient_id].plans.append(plan)
    read = [revision for plan in plans for revision in plan.revisions.all()]
    for revision in read:
        revision.joined_phase = getattr(revision, "joined_phase", None)  # left unset where there is none
    phases = [revision.current_phase for revision in read if revision.current_phase]
    prescriptions = Prescription.objects.select_related("exercise").prefetch_related("doses")
    prefetch_related_objects(phases, Prefetch("prescriptions", prescriptions))
    return found


def history(patient: Patient, since: date | None = None) -> PlanHistory:
    """The plan history of one patient; `since` as in `histories`."""
    return histories([patient], since)[patient.pk]
