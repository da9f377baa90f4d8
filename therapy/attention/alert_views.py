"""What a therapist does about an alert: say that it was seen, and open the exercises again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, refuse_unless_post, therapist_required
from therapy.attention import actions
from therapy.attention.alerts import alerts_of
from therapy.attention.checks.forms import OpenAgainForm
from therapy.attention.models import Alert
from therapy.care.access import get_treated_patient_or_404
from therapy.logbook.screening.locks import lock_of
from therapy.logbook.validation import Refused


@therapist_required
def seen(request: SignedInRequest, patient_id: UUID, alert_id: UUID) -> HttpResponse:
    """``/patients/<uuid>/alerts/<uuid>/seen/``: the alert asks no more. It opens nothing."""
    patient = get_treated_patient_or_404(request.user, patient_id)
    alert = Alert.objects.filter(patient=patient, pk=alert_id).first()
    if alert is None:
        raise Http404
    if refusal := refuse_unless_post(request):
        return refusal
    actions.acknowledge(alert, by=request.user)
    messages.success(request, _("Noted that you have seen it."))
    return redirect("attention:patient", patient_id)


@therapist_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_again(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """``/patients/<uuid>/open-again/``: unlock the sessions, with a reason that is kept."""
    patient = get_treated_patient_or_404(request.user, patient_id)
    lock = lock_of(patient)
    if lock is None:
        messages.info(request, _("Nothing is locked."))
        return redirect("attention:patient", patient_id)
    form = OpenAgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_again(patient, by=request.user, note=form.cleaned_data["note"])
        except Refused as refused:
            form.add_errors(refused)
        else:
            messages.success(request, _("The exercises are open again."))
            return redirect("attention:patient", patient_id)
    context = {"patient": patient, "form": form, "lock": lock, "alerts": alerts_of(patient)}
    return render(request, "attention/open_again.html", context, status=422 if form.errors else 200)
