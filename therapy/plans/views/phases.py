"""The phases of a draft: adding one, its title, aim and signs, and which one is current."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SignedInRequest
from therapy.plans import actions, fingerprint, plan_rows
from therapy.plans.forms import PhaseForm, rebase
from therapy.plans.models import Phase, Revision
from therapy.plans.views.decorators import for_draft
from therapy.plans.views.items import draft_url


@for_draft
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, draft: Revision) -> HttpResponse:
    """A further phase at the end of the draft."""
    form = PhaseForm(request.POST or None, instance=Phase())
    if request.method == "POST" and form.is_valid():
        phase = actions.add_phase(draft, **form.fields_for_phase())
        return redirect(draft_url(draft, phase))
    return render(request, "plans/phase.html", _context(draft, form, None))


@for_draft
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, draft: Revision, phase_id: UUID) -> HttpResponse:
    """Title, weeks, aim and signs of a phase. A colleague's change meanwhile is shown, not overwritten."""
    phase = get_object_or_404(draft.phases, pk=phase_id)
    current = fingerprint.of_phase(phase)
    form = PhaseForm(
        request.POST or None,
        instance=get_object_or_404(draft.phases, pk=phase_id),
        initial={"based_on": current},
    )
    stale = request.method == "POST" and request.POST.get("based_on") != current
    if request.method == "POST" and form.is_valid() and not stale:
        actions.change_phase(phase, **form.fields_for_phase())
        return redirect(draft_url(draft, phase))
    if request.method == "POST":
        rebase(form, current)
    context = _context(draft, form, phase) | {"stale": stale}
    return render(request, "plans/phase.html", context, status=409 if stale else 200)


def _context(draft: Revision, form: PhaseForm, phase: Phase | None) -> dict[str, object]:
    back = phase or draft.phases.filter(is_current=True).first()
    return {
        "patient": draft.plan.patient,
        "draft": draft,
        "phase": phase,
        "form": form,
        "back": draft_url(draft, back),
    }


@for_draft
@require_POST
def make_current(request: SignedInRequest, draft: Revision, phase_id: UUID) -> HttpResponse:
    """The phase that the patient does once the draft is published. Going on asks for its signs first (P9)."""
    phase = get_object_or_404(draft.phases, pk=phase_id)
    before = draft.plan.revisions.published().with_tree().order_by("-number").first()
    if plan_rows.signs_before(before, draft, phase):
        return redirect(f"{reverse('plans:go_on', args=[draft.plan.patient_id])}?to={phase.number}")
    actions.set_current_phase(draft, phase)
    messages.success(request, _("“%(phase)s” is the current phase of the draft.") % {"phase": phase})
    return redirect(draft_url(draft, phase))


@for_draft
@require_POST
def remove(request: SignedInRequest, draft: Revision, phase_id: UUID) -> HttpResponse:
    """Take a phase that is not the current one out of the draft."""
    phase = get_object_or_404(draft.phases, pk=phase_id)
    actions.remove_phase(phase)
    messages.success(request, _("“%(phase)s” is taken out of the draft.") % {"phase": phase})
    return redirect("plans:draft", draft.plan.patient_id)
