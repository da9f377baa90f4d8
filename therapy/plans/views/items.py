"""One exercise of a draft: adding it, its schedule and its dose for each side, moving it and taking it out."""

from copy import copy
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SignedInRequest
from therapy.library.models import Exercise
from therapy.plans import actions, fingerprint, plan_rows
from therapy.plans.dose_forms import DoseForm, check_together, dose_forms
from therapy.plans.forms import AddExerciseForm, ItemForm, rebase
from therapy.plans.models import Phase, Prescription, Revision
from therapy.plans.views.decorators import for_draft
from therapy.plans.wording import schedule_words


def draft_url(revision: Revision, phase: Phase | None) -> str:
    """The builder with `phase` open, or without one the current phase."""
    address = reverse("plans:draft", args=[revision.plan.patient_id])
    return f"{address}?phase={phase.number}" if phase else address


@for_draft
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, draft: Revision, phase_id: UUID) -> HttpResponse:
    """Choose an exercise of the library for a phase; `?q=` narrows the list by name, alias or muscle."""
    phase = get_object_or_404(draft.phases, pk=phase_id)
    query = request.GET.get("q", "").strip()
    everything = list(Exercise.objects.for_clinics([draft.clinic]))
    found = [exercise for exercise in everything if matches(exercise, query)]
    form = AddExerciseForm(request.POST or None, exercises=everything if request.method == "POST" else found)
    if request.method == "POST" and form.is_valid():
        item = actions.add_prescription(revision=draft, phase=phase, exercise=form.chosen, by=request.user)
        return redirect("plans:item", draft.plan.patient_id, item.pk)
    context = {
        "patient": draft.plan.patient,
        "draft": draft,
        "phase": phase,
        "form": form,
        "query": query,
        "found": found,
        "back": draft_url(draft, phase),
    }
    return render(request, "plans/item_new.html", context)


def matches(exercise: Exercise, query: str) -> bool:
    """Whether every word of `query` is in the exercise's names or muscles; no word matches everything."""
    text = " ".join([exercise.name, *exercise.aliases, *exercise.primary_muscles]).casefold()
    return all(word in text for word in query.casefold().split())


@for_draft
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, draft: Revision, item_id: UUID) -> HttpResponse:
    """Schedule, cap, note, and the dose of each side. What a colleague changed meanwhile is shown, not overwritten."""
    item = _item(request, draft, item_id)
    if item is None:
        messages.warning(request, _("This exercise is not in the draft any more."))
        return redirect("plans:draft", draft.plan.patient_id)
    current = fingerprint.of_prescription(item)
    form = ItemForm(request.POST or None, instance=copy(item), initial={"based_on": current})
    doses = dose_forms(item, request.POST or None, add=request.GET.get("side"))
    stale = False
    if request.method == "POST":
        stale = request.POST.get("based_on") != current
        if _are_valid(form, doses) and not stale and _saved(item, form, doses):
            return redirect(draft_url(draft, item.phase))
        rebase(form, current)
    context = {
        "patient": draft.plan.patient,
        "draft": draft,
        "item": item,
        "form": form,
        "doses": doses,
        "stale": stale,
        "cells": plan_rows.cells(item),
        "schedule": schedule_words(item),
        "back": draft_url(draft, item.phase),
    }
    return render(request, "plans/item.html", context, status=409 if stale else 200)


def _item(request: HttpRequest, draft: Revision, item_id: UUID) -> Prescription | None:
    item = _items(draft).prefetch_related("doses").filter(pk=item_id).first()
    if item is None and request.method != "POST":
        raise Http404
    return item


def _are_valid(form: ItemForm, doses: list[DoseForm]) -> bool:
    """All forms are asked, so that every error shows at once; then the sides together."""
    valid = all([form.is_valid(), *(dose.is_valid() for dose in doses)])
    if valid and (wrong := check_together(doses)):
        form.add_error(None, wrong)
        return False
    return valid


def _saved(item: Prescription, form: ItemForm, doses: list[DoseForm]) -> bool:
    """Write it all or nothing; what an action refuses is said at the head of the form."""
    try:
        with transaction.atomic():
            actions.change_prescription(item, **form.fields_for_prescription())
            for dose in doses:
                if dose.is_left_out and dose.had_dose:
                    actions.remove_dose(item, dose.side)
            for dose in doses:
                if not dose.is_left_out:
                    actions.set_dose(item, dose.side, **dose.fields_for_dose())
    except (actions.PlanError, ValidationError) as refusal:
        form.add_error(None, refusal.messages if isinstance(refusal, ValidationError) else str(refusal))
        return False
    return True


@for_draft
@require_POST
def remove(request: SignedInRequest, draft: Revision, item_id: UUID) -> HttpResponse:
    """Take the exercise out of the draft."""
    item = get_object_or_404(_items(draft), pk=item_id)
    name, phase = str(item.exercise), item.phase
    actions.remove_prescription(item)
    messages.success(request, _("%(exercise)s is taken out of the draft.") % {"exercise": name})
    return redirect(draft_url(draft, phase))


@for_draft
@require_POST
def move(request: SignedInRequest, draft: Revision, item_id: UUID) -> HttpResponse:
    """One place up or down in its phase."""
    item = get_object_or_404(_items(draft), pk=item_id)
    if request.POST.get("to") not in ("up", "down"):
        raise Http404
    actions.move_prescription(item, up=request.POST["to"] == "up")
    return redirect(draft_url(draft, item.phase))


def _items(draft: Revision) -> QuerySet[Prescription]:
    return Prescription.objects.filter(phase__revision=draft).select_related("phase", "exercise")
