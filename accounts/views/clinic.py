"""The clinic's own page: what it is called, where it is, and when a patient needs attention."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.access import SignedInRequest, admin_required, clinic_query, clinics_of, get_admin_clinic_or_404
from accounts.clinic_form import ClinicForm
from accounts.models import AdminLogEntry, Clinic, Membership
from accounts.views.people import MOST_LOG_ENTRIES


@admin_required
@require_http_methods(["GET", "HEAD", "POST"])
def clinic(request: SignedInRequest) -> HttpResponse:
    """`/clinic/`: name, phone, country with its emergency number, time zone, adherence bands."""
    of = get_admin_clinic_or_404(request)
    # A copy, so that a refused name does not show up in the page's head.
    form = ClinicForm(
        request.POST if request.method == "POST" else None, instance=Clinic.objects.get(pk=of.pk)
    )
    if request.method == "POST" and form.is_valid():
        actions.change_clinic(of, by=request.user, **form.changes())
        messages.success(request, _("The clinic is saved."))
        return redirect(reverse("accounts:clinic") + clinic_query(request, of))
    words = {
        "form": form,
        "of": of,
        "clinics": clinics_of(request.user, Membership.Role.ADMIN),
        "admin_log": AdminLogEntry.objects.filter(clinic=of, kind=AdminLogEntry.Kind.CLINIC_CHANGED)[
            :MOST_LOG_ENTRIES
        ],
    }
    return render(request, "accounts/clinic.html", words, status=422 if form.is_bound else 200)
