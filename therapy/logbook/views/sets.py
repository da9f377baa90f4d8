"""One set in full: what was done, how it felt; logged from a day or corrected from a session."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, patient_required, refuse_unless_post
from therapy.base.side import Side
from therapy.care.access import get_own_record_or_404
from therapy.care.models import Condition, Patient
from therapy.logbook import actions
from therapy.logbook.access import get_set_or_404
from therapy.logbook.days import by_slot, logged_sets
from therapy.logbook.forms import SetForm
from therapy.logbook.guidance import advice_on
from therapy.logbook.loggable_doses import LoggableDose, day_before, loggable_doses_on
from therapy.logbook.models import Session, Set
from therapy.logbook.set_labels import position_words, set_name
from therapy.logbook.validation import Refused, day_errors, number_errors
from therapy.logbook.views.days import next_address
from therapy.plans.schedule import history, sets_due


@patient_required
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: SignedInRequest, day: date, dose_id: UUID, number: int) -> HttpResponse:
    """`/days/<date>/<dose>/<number>/`: one set of a day; where it is logged already, this changes it."""
    patient = get_own_record_or_404(request.user)
    plans = history(patient, since=day_before(day))
    loggable = loggable_doses_on(plans, day, patient.time_zone).get(dose_id)
    if loggable is None or number_errors(number, loggable):
        raise Http404
    slot = (loggable.prescription.key, loggable.dose.side, number)
    logged = by_slot(logged_sets(patient, day, day).get(day, [])).get(slot)
    form = _form(request, loggable, logged)
    page = reverse("logbook:exercise", args=[day, loggable.prescription.pk])
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, patient, day, number)
        if saved is not None:
            return redirect(
                page if _show_advice(request, saved) else next_address(patient, day, loggable.prescription.pk)
            )
    return render(
        request,
        "logbook/set.html",
        {
            "form": form,
            "day": day,
            "back": page,
            "exercise": loggable.prescription.exercise,
            "side": loggable.dose.side,
            "name": set_name(loggable.dose.side, number, loggable.sets_due),
            "position": position_words(number, loggable.sets_due),
            "logged": logged,
            "refused": day_errors(day, patient, plans).get("day"),
        },
    )


def _form(request: SignedInRequest, loggable: LoggableDose, logged: Set | None) -> SetForm:
    skips = {"did": "skipped"} if request.GET.get("did") == "skipped" else {}
    return SetForm(
        request.POST or None,
        dose=loggable.dose,
        prescription=loggable.prescription,
        logged=logged,
        initial=skips,
    )


def _save(request: SignedInRequest, form: SetForm, patient: Patient, day: date, number: int) -> Set | None:
    """Stores what the form says; None, with the messages in the form, when it is refused."""
    entry = form.entry()
    try:
        if form.logged is not None:
            return actions.correct_set(logged=form.logged, entry=entry, by=request.user)
        return actions.record_set(
            patient=patient,
            day=day,
            entry=entry.changed(number=number),
            by=request.user,
            session_id=form.cleaned_data["session_id"],
        )
    except Refused as refused:
        form.add_errors(refused)
        return None


def _show_advice(request: SignedInRequest, saved: Set) -> bool:
    """Says what to do about the pain of a saved set; whether there was anything to say."""
    if saved.pain is None:
        return False
    conditions = Condition.objects.current().filter(patient=saved.session.patient_id)
    advice = advice_on(saved, conditions)
    if advice is None:
        return False
    messages.add_message(request, advice.level, advice.text)
    return True


@patient_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, session_id: UUID, set_id: UUID) -> HttpResponse:
    """`/sessions/<session>/sets/<set>/`: put right what was logged; the old values are kept."""
    patient = get_own_record_or_404(request.user)
    logged = get_set_or_404(patient, session_id, set_id)
    item = logged.dose.prescription
    form = SetForm(request.POST or None, dose=logged.dose, prescription=item, logged=logged)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, patient, logged.session.local_day, logged.number)
        if saved is not None:
            if not _show_advice(request, saved):
                messages.success(request, _("Saved. What it said before is kept."))
            return redirect("logbook:session", session_id)
    return render(
        request,
        "logbook/set.html",
        {
            "form": form,
            "day": logged.session.local_day,
            "back": reverse("logbook:session", args=[session_id]),
            "exercise": logged.exercise,
            "side": logged.side,
            "name": set_name(Side(logged.side), logged.number, sets_due(item, logged.dose)),
            "position": position_words(logged.number, sets_due(item, logged.dose)),
            "logged": logged,
            "take_back": reverse("logbook:set_take_back", args=[session_id, set_id]),
        },
    )


@patient_required
def take_back(request: SignedInRequest, session_id: UUID, set_id: UUID) -> HttpResponse:
    """Removes a set that was logged by mistake; what it said stays among the corrections."""
    patient = get_own_record_or_404(request.user)
    logged = Set.objects.filter(session__patient=patient, session=session_id, pk=set_id)
    found = logged.select_related("session__patient").first()
    if found is None and not Session.objects.filter(patient=patient, pk=session_id).exists():
        raise Http404
    if refusal := refuse_unless_post(request):
        return refusal
    if found is not None:
        actions.take_back_set(logged=found, by=request.user)
    messages.success(request, _("The set is taken back. What it said is kept below."))
    return redirect("logbook:session", session_id)
