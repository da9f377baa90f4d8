"""Progress, leg by leg: the patient's own page, and the care team's."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, patient_required, therapist_required
from therapy.care.access import get_own_record_or_404, get_treated_patient_or_404
from therapy.care.models import Patient
from therapy.progress.report import Links, Report, earlier_report, report
from therapy.progress.series import DEFAULT_SPAN, SPANS


def requested_weeks(request: HttpRequest) -> int:
    """The span asked for by `?weeks=`, 12 without it. An address with a span that is not offered leads nowhere: 404."""
    requested = request.GET.get("weeks", str(DEFAULT_SPAN))
    if requested not in map(str, SPANS):
        raise Http404
    return int(requested)


def asks_for_earlier(request: HttpRequest) -> bool:
    """Whether `?earlier=1` asks for the exercises that the plan has no more. Any other value leads nowhere: 404."""
    requested = request.GET.get("earlier", "")
    if requested not in ("", "1"):
        raise Http404
    return requested == "1"


@require_safe
@patient_required
def mine(request: SignedInRequest) -> HttpResponse:
    """``/progress/``: the signed-in patient's own progress."""
    patient = get_own_record_or_404(request.user)
    weeks = requested_weeks(request)
    if asks_for_earlier(request):
        return _earlier(request, patient, earlier_report(patient, weeks, Links()), "patient.html")
    context = {"patient": patient, "report": report(patient, weeks, Links()), "spans": SPANS}
    return render(request, "progress/mine.html", context)


@require_safe
@therapist_required
def of_patient(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """``/patients/<uuid>/progress/``: the same for a therapist of the care team."""
    patient = get_treated_patient_or_404(request.user, patient_id)
    weeks, links = requested_weeks(request), Links(patient.pk)
    if asks_for_earlier(request):
        return _earlier(request, patient, earlier_report(patient, weeks, links), "desk.html")
    context = {"patient": patient, "report": report(patient, weeks, links, desk=True), "spans": SPANS}
    return render(request, "progress/patient.html", context)


def _earlier(request: HttpRequest, patient: Patient, found: Report, shell: str) -> HttpResponse:
    context = {
        "patient": patient,
        "report": found,
        "spans": SPANS,
        "shell": shell,
        "is_desk": shell == "desk.html",
        "earlier": True,
    }
    return render(request, "progress/earlier.html", context)
