"""Where a set can be put: which doses of a patient's plan could be trained on a local day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from therapy.base import clock
from therapy.logbook import limits
from therapy.plans import in_force
from therapy.plans.models import Dose, Prescription, Revision
from therapy.plans.schedule import PlanHistory, sets_due

SlotKey = tuple[UUID, str, int]


@dataclass(frozen=True)
class LoggableDose:
    """A dose with what it belongs to."""

    dose: Dose
    prescription: Prescription
    revision: Revision

    @property
    def sets_due(self) -> int:
        """How many sets the dose prescribes on a day on which it is due."""
        return sets_due(self.prescription, self.dose)

    @property
    def highest_number(self) -> int:
        """The last set that can be logged: extra ones are welcome, up to EXTRA_SETS beyond the dose."""
        return self.sets_due + limits.EXTRA_SETS


def day_before(day: date) -> date:
    """The eve of a day, from which its plan has to be known (see `revisions_seen`); the first day there is has none."""
    return max(day, date.min + timedelta(days=1)) - timedelta(days=1)


def revisions_seen(plans: PlanHistory, day: date, zone: str) -> list[Revision]:
    """The revisions that the patient can have had before their eyes on the local `day`, the one in force first.

    A revision that is published at noon takes effect on that day, but the morning's sets were done by the one before.
    In the same way a plan that is ended at noon has that day as its first day without it, and still takes its sets.
    """
    running = plans.plan_on(day)
    ended = [plan for plan in plans.plans if plan.ended_on == day]
    return [
        revision
        for plan in ([running] if running else []) + ended
        for revision in in_force.revisions_during(plan.known_revisions, day, clock.day_starts(day, zone))
    ]


def loggable_doses_on(plans: PlanHistory, day: date, zone: str) -> dict[UUID, LoggableDose]:
    """Each dose that can be logged on `day`, by its id: those of the current phase, due that day or not."""
    return {
        loggable.dose.pk: loggable
        for revision in revisions_seen(plans, day, zone)
        for loggable in _loggable_doses_of(revision)
    }


def _loggable_doses_of(revision: Revision) -> Iterator[LoggableDose]:
    prescriptions = revision.current_phase.prescriptions.all() if revision.current_phase else ()
    for prescription in prescriptions:
        for dose in prescription.doses.all():
            yield LoggableDose(dose, prescription, revision)
