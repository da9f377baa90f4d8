"""What a patient's plan prescribes of one exercise today, for the pages of the library, which know no plans."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from therapy.care.access import own_record_or_none
from therapy.library.models import Exercise
from therapy.logbook.set_labels import dose_words
from therapy.plans import schedule
from therapy.plans.models import Prescription
from therapy.plans.wording import schedule_words


@dataclass(frozen=True)
class InPlan:
    """The doses (side and words) of an exercise in the patient's plan, when it is due, and what else is said of it."""

    doses: list[tuple[str, str]]
    when: str
    rest: str
    note: str


def in_plan_of(user: User, exercise: Exercise) -> InPlan | None:
    """What the plan in force today prescribes of `exercise`; None where there is no such plan, or it is not in it."""
    patient = own_record_or_none(user)
    if patient is None:
        return None
    planned = schedule.history(patient, since=patient.today).on(patient.today)
    mine = next((p for p in planned.prescriptions if p.exercise_id == exercise.pk), None)
    return _in_words(mine) if mine else None


def _in_words(prescription: Prescription) -> InPlan:
    doses = list(prescription.doses.all())
    rests = {dose.rest_s for dose in doses if dose.rest_s}
    # Said once where it is the same for each leg.
    rest = _("Rest %(seconds)d seconds between sets.") % {"seconds": rests.pop()} if len(rests) == 1 else ""
    return InPlan(
        doses=[(dose.side, dose_words(dose)) for dose in doses],
        when=schedule_words(prescription),
        rest=rest,
        note=prescription.own_note,
    )
