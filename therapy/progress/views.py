"""Progress, leg by leg: the patient's own page, and the care team's."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, patient_required, therapist_required
from therapy.care.access import get_own_record_or_404, get_treated_patient_or_404
from therapy.progress.charts import NARROW, WIDE
from therapy.progress.report import Links, report
from therapy.progress.series import DEFAULT_SPAN, SPANS


def asked_weeks(request: HttpRequest) -> int:
    """The span asked for by `?weeks=`, 12 without it. An address with a span that is not offered leads nowhere: 404."""
    asked = request.GET.get("weeks", str(DEFAULT_SPAN))
    if asked not in map(str, SPANS):
        raise Http404
    return int(asked)


@require_safe
@patient_required
def mine(request: SignedInRequest) -> HttpResponse:
    """``/progress/``: the signed-in patient's own progress."""
    patient = get_own_record_or_404(request.user)
    found = report(patient, asked_weeks(request), [NARROW], Links())
    return render(request, "progress/mine.html", {"patient": patient, "report": found, "spans": SPANS})


@require_safe
@therapist_required
def of_patient(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """``/patients/<uuid>/progress/``: the same for a therapist of the care team."""
    patient = get_treated_patient_or_404(request.user, patient_id)
    found = report(patient, asked_weeks(request), [NARROW, WIDE], Links(patient.pk))
    return render(request, "progress/patient.html", {"patient": patient, "report": found, "spans": SPANS})
