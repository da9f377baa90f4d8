"""Who may see which session. The gate to the patient's record itself is `care.access`."""

from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404

from therapy.care.models import Patient
from therapy.logbook.models import Correction, Session, Set


def get_session_or_404(patient: Patient, session_id: UUID) -> Session:
    """A session of this patient with its sets, exercises and corrections, in three queries. Else 404."""
    sets = Set.objects.select_related("exercise", "dose__prescription")
    found = (
        Session.objects.filter(patient=patient, pk=session_id)
        .select_related("patient__clinic", "patient__user", "logged_by", "revision__plan")
        .prefetch_related(
            Prefetch("sets", sets.order_by("logged_at", "number")),
            Prefetch("corrections", Correction.objects.select_related("by")),
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_set_or_404(patient: Patient, session_id: UUID, set_id: UUID) -> Set:
    """A set of a session of this patient. Else 404."""
    found = (
        Set.objects.filter(session__patient=patient, session=session_id, pk=set_id)
        .select_related(
            "session__patient__clinic", "session__patient__user", "exercise", "dose__prescription__exercise"
        )
        .first()
    )
    if found is None:
        raise Http404
    return found
