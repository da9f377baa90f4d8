"""Who comes through to a patient's plan: a therapist of the care team; for the builder also a draft has to be there."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.access import SignedInRequest, therapist_required
from therapy.care.access import get_treated_patient_or_404
from therapy.care.models import Patient
from therapy.plans.errors import PlanError
from therapy.plans.models import Plan, Revision

P = ParamSpec("P")
PatientView = Callable[Concatenate[SignedInRequest, Patient, P], HttpResponse]
DraftView = Callable[Concatenate[SignedInRequest, Revision, P], HttpResponse]
OuterView = Callable[Concatenate[HttpRequest, UUID, P], HttpResponse]


def for_treated_patient(view: PatientView[P], landing: str = "plans:plan") -> OuterView[P]:
    """Hand the view the patient of `patient_id`, for a therapist of the care team; everyone else gets 404.

    What an action refuses is said on the page `landing`, with nothing written.
    """

    @therapist_required
    @wraps(view)
    def guarded(
        request: SignedInRequest, patient_id: UUID, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        patient = get_treated_patient_or_404(request.user, patient_id)
        try:
            with transaction.atomic() if request.method == "POST" else nullcontext():
                return view(request, patient, *args, **kwargs)
        except PlanError as refusal:
            messages.error(request, str(refusal))
            return redirect(landing, patient_id)

    return guarded


def for_draft(view: DraftView[P]) -> OuterView[P]:
    """Hand the view the draft of the patient's running plan. Where there is none any more, say so on the plan page."""

    @wraps(view)
    def with_draft(
        request: SignedInRequest, patient: Patient, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        draft = draft_of(patient, lock=request.method == "POST")
        if draft is None:
            messages.info(request, _("There is no draft. It has been published or discarded."))
            return redirect("plans:plan", patient.pk)
        return view(request, draft, *args, **kwargs)

    return for_treated_patient(with_draft, "plans:draft")


def draft_of(patient: Patient, *, lock: bool = False) -> Revision | None:
    """The draft of the running plan; plan and draft locked, in the order of `actions`, if they are to be written."""
    plans, drafts = patient.plans.running(), Revision.objects.draft().select_related("author")
    if lock:
        plans, drafts = (
            plans.select_for_update(no_key=True),
            drafts.select_for_update(of=("self",), no_key=True),
        )
    plan = plans.first()
    draft = drafts.filter(plan=plan).first() if plan else None
    if plan is None or draft is None:
        return None
    plan.patient, draft.plan = patient, plan
    return draft


def running_plan_or_404(patient: Patient) -> Plan:
    """The plan that has not been ended. Else 404."""
    plan = patient.plans.running().first()
    if plan is None:
        raise Http404
    plan.patient = patient
    return plan
