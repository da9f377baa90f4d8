"""The builder: the draft of a patient's plan, phase by phase, with what the rules say about it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest
from therapy.care.models import Patient
from therapy.plans import actions, plan_rows
from therapy.plans.forms import OverrideForm
from therapy.plans.models import Phase, Revision, RuleOverride
from therapy.plans.views.decorators import for_draft, for_treated_patient, running_plan_or_404
from therapy.plans.views.items import draft_url
from therapy.plans.views.state import DraftState, load_state


@for_draft
@require_safe
def builder_(request: SignedInRequest, draft: Revision) -> HttpResponse:
    """One phase of the draft (`?phase=` its number, else the current one) and the bar that publishes it."""
    return render_builder(request, load_state(draft))


def render_builder(
    request: SignedInRequest, state: DraftState, *, form: OverrideForm | None = None, status: int = 200
) -> HttpResponse:
    """The builder; `form` is one for a reason that did not go through and stays open."""
    phase = _chosen_phase(request, state.draft)
    context = {
        "patient": state.draft.plan.patient,
        "plan": state.draft.plan,
        "draft": state.draft,
        "before": state.before,
        "state": state,
        "phase": phase,
        "steps": plan_rows.steps(state.draft, phase),
        "rows": plan_rows.rows(phase, state.before, state.findings) if phase else [],
        "totals": plan_rows.totals(phase) if phase else None,
        "totals_before": _totals_before(state, phase),
        "override_form": form,
    }
    return render(request, "plans/draft.html", context, status=status)


def _chosen_phase(request: HttpRequest, draft: Revision) -> Phase | None:
    wanted = request.GET.get("phase")
    if not wanted:
        return draft.current_phase
    phase = next((phase for phase in draft.phases.all() if str(phase.number) == wanted), None)
    if phase is None:
        raise Http404
    return phase


def _totals_before(state: DraftState, phase: Phase | None) -> plan_rows.Totals | None:
    if state.before is None or phase is None:
        return None
    old = next((old for old in state.before.phases.all() if old.number == phase.number), None)
    return plan_rows.totals(old) if old else None


@for_treated_patient
@require_POST
def open_(request: SignedInRequest, patient: Patient) -> HttpResponse:
    """Start a draft from the newest published revision, or go on with the one that is there."""
    actions.open_draft(running_plan_or_404(patient), request.user)
    return redirect("plans:draft", patient.pk)


@for_draft
@require_POST
def discard(request: SignedInRequest, draft: Revision) -> HttpResponse:
    """Discard the draft. What is published stays as it is."""
    actions.discard_draft(draft)
    messages.success(request, _("Draft discarded. The published plan has not changed."))
    return redirect("plans:plan", draft.plan.patient_id)


@for_draft
@require_POST
def override(request: SignedInRequest, draft: Revision) -> HttpResponse:
    """Override a rule, with the reason for the record."""
    state = load_state(draft)
    form = OverrideForm(request.POST)
    finding = state.finding(*(request.POST.get(name, "") for name in ("finding", "message", "amounts")))
    if finding is None:
        messages.info(request, _("The plan changed while you were working, so this warning is out of date."))
        return redirect("plans:draft", draft.plan.patient_id)
    if not form.is_valid():
        return render_builder(request, state, form=form, status=422)
    actions.override(draft, finding, form.cleaned_data["reason"], request.user)
    messages.success(request, _("Kept, with your reason on the record."))
    return redirect(_back(draft, finding.prescription.phase if finding.prescription else None))


@for_draft
@require_POST
def withdraw(request: SignedInRequest, draft: Revision, override_id: UUID) -> HttpResponse:
    """Withdraw an override before it is published."""
    found = get_object_or_404(RuleOverride, revision=draft, pk=override_id)
    actions.withdraw_override(found)
    return redirect(_back(draft, None))


def _back(draft: Revision, phase: Phase | None) -> str:
    return draft_url(draft, phase or draft.current_phase)
