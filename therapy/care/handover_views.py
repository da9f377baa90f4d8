"""The admin's page that hands a caseload over. It shows how many patients there are, and none of them."""

from smtplib import SMTPException
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts import walls
from accounts.access import SignedInRequest, admin_required, get_person_or_404
from accounts.directory import person_of
from accounts.models import Clinic, User
from accounts.walls import Scope
from therapy.care import handover


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
    clinic, giver = get_person_or_404(request.user, user_id)
    form = HandOverForm(request.POST if request.method == "POST" else None, clinic=clinic, giver=giver)
    if request.method == "POST" and form.is_valid() and _hand_over(request, clinic, giver, form):
        return redirect("accounts:person", giver.pk)
    words = {
        "of": clinic,
        "row": person_of(clinic, giver),
        "person_id": giver.pk,
        "caseload": handover.caseload_of(giver.pk, clinic),
        "form": form,
    }
    return render(request, "care/handover.html", words, status=422 if form.is_bound else 200)


def _hand_over(request: SignedInRequest, clinic: Clinic, giver: User, form: HandOverForm) -> bool:
    """Whether it was done; else the form says why not, and nothing has changed."""
    receiver = form.cleaned_data["receiver"]
    try:
        count = handover.hand_over(clinic=clinic, giver=giver, receiver=receiver, by=request.user)
    except ValidationError as error:
        form.add_error(None if not hasattr(error, "error_dict") else "receiver", error.messages)
        return False
    said = ngettext(
        "%(count)d patient is now with %(name)s.", "%(count)d patients are now with %(name)s.", count
    )
    messages.success(request, said % {"count": count, "name": receiver.name})
    if not _tell(clinic, person_of(clinic, giver).name, receiver, count, request):
        messages.warning(
            request,
            _("The mail to %(name)s could not be sent. Tell them yourself.") % {"name": receiver.name},
        )
    return True


def _tell(clinic: Clinic, giver: str, receiver: User, count: int, request: SignedInRequest) -> bool:
    """Whether the mail to the receiver left. The hand-over stands without it: patients must not wait for a mail."""
    words = {
        "clinic": clinic,
        "giver": giver,
        "receiver": receiver,
        "count": count,
        "by": request.user,
        "link": request.build_absolute_uri("/"),
    }
    subject = " ".join(render_to_string("care/mail/handed_over_subject.txt", words).split())
    try:
        send_mail(subject, render_to_string("care/mail/handed_over.txt", words), None, [receiver.email])
    except (SMTPException, OSError):
        return False
    return True
