"""The page on which a therapist opens a record that is not hers, in an emergency."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, therapist_required
from therapy.care import emergency, jobs
from therapy.care.access import clinics_of_therapist
from therapy.care.forms import EmergencyForm
from therapy.care.models import Patient

REFUSED = 422


@therapist_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_record(request: SignedInRequest) -> HttpResponse:
    """`/patients/emergency/`: name, date of birth and reason open a record of the clinic for four hours."""
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        patient = _find(request, form)
        if patient is not None and _is_on_team(request, patient):
            messages.info(request, _("%(name)s is on your caseload already.") % {"name": patient.name})
            return redirect("attention:patient", patient.pk)
        if patient is not None and _open(request, form, patient):
            return redirect("attention:patient", patient.pk)
    context = {"form": form, "open": emergency.open_records(request.user)}
    return render(request, "care/emergency.html", context, status=REFUSED if form.errors else 200)


def _find(request: SignedInRequest, form: EmergencyForm) -> Patient | None:
    patient = emergency.find_patient(
        clinics_of_therapist(request.user),
        name=form.cleaned_data["name"],
        birth_date=form.cleaned_data["birth_date"],
    )
    if patient is None:
        form.add_error(
            None,
            _(
                "No patient of your clinic has exactly this name and date of birth. Check both, or call the clinic."
            ),
        )
    return patient


def _is_on_team(request: SignedInRequest, patient: Patient) -> bool:
    return Patient.objects.on_team_of(request.user).filter(pk=patient.pk).exists()


def _open(request: SignedInRequest, form: EmergencyForm, patient: Patient) -> bool:
    try:
        opened = emergency.open_record(patient, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    jobs.tell_of_opened_record.defer(clinic_id=str(opened.clinic_id), access_id=str(opened.pk))
    return True
