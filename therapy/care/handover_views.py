"""The admin's page that hands a caseload over. It shows how many patients there are, and none of them."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import (
    SignedInRequest,
    admin_required,
    clinic_query,
    get_person_or_404,
)
from accounts.directory import person_of
from accounts.models import Clinic, User
from accounts.tenancy import walls
from accounts.tenancy.walls import Scope
from therapy.care import handover, jobs


class _TherapistField(forms.ModelChoiceField):
    """A therapist with the size of their caseload, which is what a choice between two goes by."""

    def label_from_instance(self, user: Any) -> str:
        words = ngettext(
            "%(name)s (%(count)d patient now)", "%(name)s (%(count)d patients now)", user.caseload
        )
        return words % {"name": user.name, "count": user.caseload}


class HandOverForm(forms.Form):
    """Who takes the caseload over: another active therapist of the clinic."""

    receiver = _TherapistField(
        label=gettext_lazy("To"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a therapist"),
        error_messages={"invalid_choice": gettext_lazy("Choose a therapist of this clinic.")},
    )

    def __init__(self, *args: Any, clinic: Clinic, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = handover.receivers(clinic, giver)  # type: ignore[attr-defined]


@admin_required
@walls.widened(Scope.PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """`/people/<uuid>/hand-over/`: give every patient of a therapist to another one."""
    clinic, giver = get_person_or_404(request, user_id)
    at = clinic_query(request, clinic)
    form = HandOverForm(request.POST if request.method == "POST" else None, clinic=clinic, giver=giver)
    if request.method == "POST" and form.is_valid() and _hand_over(request, clinic, giver, form):
        return redirect(reverse("accounts:person", args=[giver.pk]) + at)
    words = {
        "of": clinic,
        "row": person_of(clinic, giver),
        "person_id": giver.pk,
        "at": at,
        "caseload": handover.caseload_of(giver.pk, clinic),
        "form": form,
    }
    return render(request, "care/handover.html", words, status=422 if form.is_bound else 200)


def _hand_over(request: SignedInRequest, clinic: Clinic, giver: User, form: HandOverForm) -> bool:
    """Whether it was done; else the form says why not, and nothing has changed."""
    try:
        entry = handover.hand_over(
            clinic=clinic, giver=giver, receiver=form.cleaned_data["receiver"], by=request.user
        )
    except ValidationError as error:
        form.add_error("receiver" if hasattr(error, "error_dict") else None, error.messages)
        return False
    jobs.tell_of_handover.defer(clinic_id=str(clinic.pk), entry_id=str(entry.pk))
    said = ngettext(
        "%(count)d patient is now with %(name)s, who is told by mail.",
        "%(count)d patients are now with %(name)s, who is told by mail.",
        entry.patients or 0,
    )
    messages.success(request, said % {"count": entry.patients, "name": entry.other_name})
    return True
