"""The project's addresses, and the yardsticks that every figure is a multiple of."""

import json
from datetime import date
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from accounts.access import SignedInRequest, patient_required
from therapy.care.access import get_own_record_or_404
from therapy.logbook.actions import SetEntry, record_session
from therapy.plans.models import Dose


def null(request: HttpRequest) -> HttpResponse:
    """The yardstick: a request that does nothing, under the same server and middleware."""
    return HttpResponse("null")


def select_one(request: HttpRequest) -> HttpResponse:
    """The second yardstick: one round trip to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse("1")


@csrf_exempt
@patient_required
def store(request: SignedInRequest, session_id: UUID) -> JsonResponse:
    """Store a whole session through the project's own action, with the least of a view around it."""
    sent = json.loads(request.body)
    patient = get_own_record_or_404(request.user)
    doses = Dose.objects.select_related("prescription__exercise").in_bulk(
        [UUID(row["dose"]) for row in sent["sets"]]
    )
    entries = [
        SetEntry(
            dose=doses[UUID(row["dose"])],
            number=row["number"],
            outcome="done",
            reps=row["reps"],
            pain=row["pain"],
        )
        for row in sent["sets"]
    ]
    session = record_session(
        patient=patient,
        session_id=session_id,
        day=date.fromisoformat(sent["day"]),
        entries=entries,
        by=request.user,
    )
    return JsonResponse({"stored": str(session.pk)})


urlpatterns = [
    path("bench/null", null),
    path("bench/select", select_one),
    path("bench/store/<uuid:session_id>", store),
    path("", include("therapy.urls")),
]
