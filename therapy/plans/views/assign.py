"""Giving a patient a plan: a programme for the affected leg, or a blank one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest
from therapy.base.side import AffectedSide
from therapy.care.models import Condition, Patient
from therapy.plans import actions
from therapy.plans.errors import PlanError
from therapy.plans.forms import BLANK, AssignForm
from therapy.plans.hints import fits
from therapy.plans.models import Programme
from therapy.plans.views.decorators import for_treated_patient


@for_treated_patient
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: SignedInRequest, patient: Patient) -> HttpResponse:
    """Choose a programme or blank, the affected leg and the first day; the answer is a draft to look through."""
    if patient.plans.running().exists():
        messages.info(request, _("There is a running plan already. End it before you start another."))
        return redirect("plans:plan", patient.pk)
    conditions = list(patient.conditions.current())
    programmes = by_fit(
        list(Programme.objects.for_clinics([patient.clinic]).prefetch_related("phases")), conditions
    )
    form = AssignForm(
        request.POST or None,
        programmes=[programme for programme, _fits in programmes],
        today=patient.today,
        initial={
            "starts_on": patient.today,
            "affected_side": affected_side(conditions),
            "programme": request.GET.get("programme"),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            _start(patient, form, request)
        except PlanError as refusal:
            form.add_error("starts_on", str(refusal))
        else:
            return redirect("plans:draft", patient.pk)
    chosen = form["programme"].value()
    context = {
        "patient": patient,
        "form": form,
        "choices": [
            {"programme": programme, "fits": fit, "is_chosen": chosen == str(programme.pk)}
            for programme, fit in programmes
        ],
        "is_blank": chosen == BLANK,
        "suggested": affected_side(conditions),
    }
    return render(request, "plans/assign.html", context)


def _start(patient: Patient, form: AssignForm, request: SignedInRequest) -> None:
    said = form.cleaned_data
    common = {
        "patient": patient,
        "affected": said["affected_side"],
        "starts_on": said["starts_on"],
        "by": request.user,
    }
    if form.chosen is None:
        actions.start_blank(title=said["title"], weeks=said["weeks"], **common)
    else:
        actions.assign_programme(programme=form.chosen, title=said["title"], **common)


def by_fit(programmes: list[Programme], conditions: list[Condition]) -> list[tuple[Programme, bool]]:
    """Programmes with whether a code hint fits the patient's conditions; those that fit come first."""
    pairs = [(programme, fits(programme, conditions)) for programme in programmes]
    return sorted(pairs, key=lambda pair: not pair[1])


def affected_side(conditions: list[Condition]) -> AffectedSide | None:
    """The leg that the conditions speak of: one, or both; None where none has a side. Shown as a choice to confirm."""
    sides = {condition.side for condition in conditions if condition.side}
    if not sides:
        return None
    return sides.pop() if len(sides) == 1 else AffectedSide.BOTH
