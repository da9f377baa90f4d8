"""The sets of a patient's days, found by way of their sessions."""

from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet

from therapy.logbook.models import Session, Set


def sets_of_days(patient: UUID, window: tuple[date, date]) -> QuerySet[Set]:
    """Sets of the sessions from the first to the last day of `window`, both included.

    The sessions come first, as an array: in a join the planner, who does not know that the sets of one session lie side
    by side, would rather read all sets of the clinic.
    """
    sessions = Session.objects.filter(patient=patient, local_day__range=window).order_by().values("pk")
    of_one = Func(
        F("session_id"),
        ArraySubquery(sessions),
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
    return Set.objects.filter(of_one)
