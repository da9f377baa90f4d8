"""Publishing a draft: from which day, with what changed, and only with every finding solved or reasoned."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest
from therapy.plans import actions
from therapy.plans.errors import CannotPublish, PlanError
from therapy.plans.forms import PublishForm, rebase
from therapy.plans.models import Revision
from therapy.plans.views.decorators import for_draft
from therapy.plans.views.state import DraftState, load_state


@for_draft
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, draft: Revision) -> HttpResponse:
    """What changes, from when, what stands in the way; a POST publishes if nothing does."""
    state = load_state(draft)
    form = PublishForm(
        request.POST or None,
        today=draft.plan.patient.today,
        initial={"effective_from": state.default_day, "based_on": state.fingerprint},
    )
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["based_on"] != state.fingerprint:
            return _page(request, state, form, stale=True)
        try:
            published = actions.publish_revision(
                draft,
                by=request.user,
                effective_from=form.cleaned_data["effective_from"],
                note=form.cleaned_data["note"],
            )
        except CannotPublish:
            return _page(request, load_state(draft, on=form.cleaned_data["effective_from"]), form)
        except PlanError as refusal:
            form.add_error("effective_from", str(refusal))
            return _page(request, state, form)
        messages.success(
            request,
            _("Revision %(number)d is published. %(name)s sees it from %(day)s.")
            % {
                "number": published.number,
                "name": draft.plan.patient.first_name,
                "day": date_format(form.cleaned_data["effective_from"], "l j F"),
            },
        )
        return redirect("plans:plan", draft.plan.patient_id)
    return _page(request, state, form)


def _page(
    request: SignedInRequest, state: DraftState, form: PublishForm, *, stale: bool = False
) -> HttpResponse:
    if form.is_bound:
        rebase(form, state.fingerprint)
    context = {
        "patient": state.draft.plan.patient,
        "plan": state.draft.plan,
        "draft": state.draft,
        "state": state,
        "form": form,
        "stale": stale,
    }
    return render(request, "plans/publish.html", context, status=409 if stale else 200)
