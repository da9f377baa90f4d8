"""What a plan asks for on a given local day: the one answer that today, adherence and charts share.

Everything is decided from published revisions, which never change, so any past day can be asked again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import FilteredRelation, Prefetch, Q, prefetch_related_objects

from therapy.care.models import Patient
from therapy.plans.models import Dose, Pause, Phase, Plan, Prescription, Revision

# Where a prescription names no weekdays its days are spread so that hard days lie apart (clinical-facts 2.1: 48 hours
# between sessions of one muscle up to three days a week) and that two- and three-day items do not meet.
SPREAD = {
    1: (3,),
    2: (2, 4),
    3: (1, 3, 5),
    4: (1, 2, 4, 5),
    5: (1, 2, 3, 4, 5),
    6: (1, 2, 3, 4, 5, 6),
    7: (1, 2, 3, 4, 5, 6, 7),
}


def weekdays_of(prescription: Prescription) -> tuple[int, ...]:
    """The ISO weekdays (1 Monday to 7 Sunday) on which the prescription is due."""
    return tuple(sorted(prescription.weekdays)) or SPREAD[prescription.days_per_week]


def sets_due(prescription: Prescription, dose: Dose) -> int:
    """How many sets the dose asks for on a day on which it is due."""
    return dose.sets * prescription.times_per_day


@dataclass(frozen=True)
class PlannedDay:
    """What one local day asks for. `revision` is None where no plan was in force."""

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

    def sets_asked(self) -> dict[str, int]:
        """Sets asked for by side, sides that are not trained left out."""
        asked: dict[str, int] = defaultdict(int)
        for prescription in self.due:
            for dose in prescription.doses.all():
                asked[dose.side] += sets_due(prescription, dose)
        return dict(asked)


def _revision_of(plan: Plan, day: date) -> Revision | None:
    taken_effect = (
        r for r in plan.revisions.all() if r.published_at and r.effective_from and r.effective_from <= day
    )
    return max(taken_effect, key=lambda r: r.number, default=None)


@dataclass
class PlanHistory:
    """All of a patient's plans with the current phase of each published revision, loaded once."""

    plans: list[Plan] = field(default_factory=list)

    def plan_on(self, day: date) -> Plan | None:
        """The plan in force on `day`: one with a revision in force before one without, then the later start.

        So a plan that is only being written hides nothing of an earlier one.
        """
        running = [p for p in self.plans if p.starts_on <= day and (p.ended_on is None or day < p.ended_on)]
        return max(
            running,
            key=lambda p: (_revision_of(p, day) is not None, p.starts_on, p.created_at),
            default=None,
        )

    def revision_on(self, day: date) -> Revision | None:
        """The published revision in force on `day`: the highest number that has taken effect."""
        plan = self.plan_on(day)
        return _revision_of(plan, day) if plan else None

    def on(self, day: date) -> PlannedDay:
        """What `day` asks for. On a paused day nothing is due."""
        plan, revision = self.plan_on(day), self.revision_on(day)
        if plan is None or revision is None:
            return PlannedDay(day, plan=plan)
        phase = revision.current_phase
        prescriptions = tuple(phase.prescriptions.all()) if phase else ()
        pause = next((p for p in plan.pauses.all() if p.covers(day)), None)
        due = () if pause else tuple(p for p in prescriptions if day.isoweekday() in weekdays_of(p))
        return PlannedDay(day, plan, revision, phase, prescriptions, due, pause)

    def days(self, first: date, last: date) -> list[PlannedDay]:
        """`on` for each day from `first` to `last`, both included."""
        return [self.on(first + timedelta(days=n)) for n in range((last - first).days + 1)]


def histories(patients: Iterable[Patient | UUID], since: date | None = None) -> dict[UUID, PlanHistory]:
    """The plan history of each patient, in five queries however many they are.

    All plans are there. With `since` they come without the revisions that were over before that day, so that ten years
    of history cost a page about one week no more than a month does: ask the answer only about `since` and later.
    """
    ids = [p.pk if isinstance(p, Patient) else p for p in patients]
    revisions = Revision.objects.published()
    if since is not None:
        revisions = revisions.in_force_since(since)
    # In one statement; the type checker does not know of filtered relations.
    current_phase = FilteredRelation("phases", condition=Q(phases__is_current=True))
    revisions = revisions.annotate(current_phase=current_phase).select_related("current_phase")  # type: ignore[misc, no-redef]
    plans = Plan.objects.filter(patient__in=ids).prefetch_related(Prefetch("revisions", revisions), "pauses")
    found = {pk: PlanHistory() for pk in ids}
    for plan in plans:
        found[plan.patient_id].plans.append(plan)
    read = [revision for plan in plans for revision in plan.revisions.all()]
    for revision in read:
        revision.current_phase = getattr(revision, "current_phase", None)  # left unset where there is none
    phases = [revision.current_phase for revision in read if revision.current_phase]
    prescriptions = Prescription.objects.select_related("exercise").prefetch_related("doses")
    prefetch_related_objects(phases, Prefetch("prescriptions", prescriptions))
    return found


def history(patient: Patient, since: date | None = None) -> PlanHistory:
    """The plan history of one patient; `since` as in `histories`."""
    return histories([patient], since)[patient.pk]
