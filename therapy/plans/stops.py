"""Days on which a warning sign has stopped the exercises: pauses that end when the exercises are open again.

The check itself is the logbook's, which calls this; here it is an id.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from therapy.care.models import Patient
from therapy.plans.models import Pause, Plan


def stop_plans(
    patient: Patient, *, check: UUID, first_day: date, last_day: date | None, by: User
) -> list[Pause]:
    """Nothing is due from `first_day` on; `last_day` is None while nobody knows when it ends.

    Every plan that runs on that day or later is stopped. Doing it twice for one check is harmless.
    """
    if last_day is not None and last_day < first_day:
        return []
    plans = Plan.objects.filter(Q(ended_on=None) | Q(ended_on__gt=first_day), patient=patient)
    stops = [
        Pause(
            clinic_id=patient.clinic_id,
            patient_id=patient.pk,
            plan=plan,
            first_day=first_day,
            last_day=last_day,
            stopped_by=check,
            by=by,
        )
        for plan in plans
    ]
    return Pause.objects.bulk_create(stops, ignore_conflicts=True)


def stop_new_plan(plan: Plan) -> None:
    """A plan that is made while the exercises are stopped is stopped too."""
    open_stops = Pause.objects.filter(patient=plan.patient_id, last_day=None).exclude(plan=plan)
    known: set[UUID | None] = set()
    for stop in open_stops:
        if stop.stopped_by not in known:
            known.add(stop.stopped_by)
            Pause.objects.create(
                clinic_id=plan.clinic_id,
                patient_id=plan.patient_id,
                plan=plan,
                first_day=stop.first_day,
                stopped_by=stop.stopped_by,
                by=stop.by,
            )


def end_stops(patient: Patient, checks: Iterable[UUID], *, open_again: date) -> None:
    """From the local day `open_again` on exercises are due again; a stop of that very day leaves no pause.

    A stop that has ended stays as it is.
    """
    stops = Pause.objects.filter(patient=patient, stopped_by__in=list(checks), last_day=None)
    stops.filter(first_day__gte=open_again).delete()
    stops.filter(first_day__lt=open_again).update(last_day=open_again - timedelta(days=1))
