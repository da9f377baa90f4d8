"""Going on to the next phase, pausing, and ending a plan."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest
from therapy.care.models import Patient
from therapy.plans import actions, plan_rows
from therapy.plans.errors import PlanError
from therapy.plans.forms import EndForm, GoOnForm, PauseForm
from therapy.plans.models import Phase, Revision
from therapy.plans.views.decorators import for_treated_patient, running_plan_or_404
from therapy.plans.views.plan import following

FORM_METHODS = ["GET", "HEAD", "POST"]


@for_treated_patient
@require_http_methods(FORM_METHODS)
def go_on(request: SignedInRequest, patient: Patient) -> HttpResponse:
    """Confirm each sign for going on (P9), to the next phase or to the one of `?to=`, which a draft then has."""
    plan = running_plan_or_404(patient)
    newest = plan.revisions.with_tree().order_by("-number").first()
    later = _wanted(newest, request.GET.get("to"))
    if newest is None or later is None:
        raise Http404
    before = plan.revisions.published().with_tree().order_by("-number").first()
    signs = plan_rows.signs_before(before, newest, later)
    form = GoOnForm(request.POST if request.method == "POST" else None, signs=signs)
    if request.method == "POST" and form.is_valid():
        draft = actions.open_draft(plan, request.user)
        actions.set_current_phase(draft, _same_phase(draft, later))
        messages.success(
            request, _("The draft goes on to “%(phase)s”. Publish it when it is right.") % {"phase": later}
        )
        return redirect("plans:draft", patient.pk)
    return render(
        request,
        "plans/go_on.html",
        {"patient": patient, "plan": plan, "signs": signs, "later": later, "form": form},
    )


def _wanted(newest: Revision | None, number: str | None) -> Phase | None:
    """The phase numbered `number`, without a number the one after the current; None where there is none."""
    if newest is None or number is None:
        return following(newest, newest.current_phase) if newest else None
    return next((phase for phase in newest.phases.all() if str(phase.number) == number), None)


def _same_phase(draft: Revision, phase: Phase) -> Phase:
    return draft.phases.get(number=phase.number)


@for_treated_patient
@require_http_methods(FORM_METHODS)
def pause(request: SignedInRequest, patient: Patient) -> HttpResponse:
    """Days on which nothing is due; they do not count as missed."""
    plan = running_plan_or_404(patient)
    form = PauseForm(
        request.POST or None, plan=plan, today=patient.today, initial={"first_day": patient.today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.pause_plan(plan, by=request.user, **form.cleaned_data)
        except PlanError as refusal:
            form.add_error("first_day", str(refusal))
        else:
            messages.success(
                request, _("The plan is paused on these days. Nothing is due, and nothing counts as missed.")
            )
            return redirect("plans:plan", patient.pk)
    return render(request, "plans/pause.html", {"patient": patient, "plan": plan, "form": form})


@for_treated_patient
@require_http_methods(FORM_METHODS)
def end(request: SignedInRequest, patient: Patient) -> HttpResponse:
    """The plan ends with a reason; everything logged stays."""
    plan = running_plan_or_404(patient)
    form = EndForm(request.POST or None, plan=plan, today=patient.today, initial={"on": patient.today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_plan(plan, by=request.user, **form.cleaned_data)
        except PlanError as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, _("The plan ends. Everything that was logged stays."))
            return redirect("plans:plan", patient.pk)
    return render(request, "plans/end.html", {"patient": patient, "plan": plan, "form": form})
