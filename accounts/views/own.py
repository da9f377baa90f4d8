"""A person's own pages: settings, and the patient's More tab."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest, clinics_of, patient_required
from accounts.forms import SettingsForm
from accounts.models import Membership, User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    """`/account/settings/`: name, time zone, units and how the pages look."""
    # A copy, so that a refused name does not show up in the page's head.
    form = SettingsForm(
        request.POST if request.method == "POST" else None, instance=User.objects.get(pk=request.user.pk)
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your settings are saved."))
        return redirect("accounts:settings")
    return render(request, "accounts/settings.html", {"form": form}, status=422 if form.is_bound else 200)


@patient_required
@require_safe
def more(request: SignedInRequest) -> HttpResponse:
    """`/more/`: what a patient needs now and then."""
    clinics = clinics_of(request.user, Membership.Role.PATIENT)
    return render(request, "accounts/more.html", {"clinics": clinics})
