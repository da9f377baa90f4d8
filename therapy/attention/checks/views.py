"""The check's pages for patients: before a session, after it, when something is wrong, and the STOP screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, patient_required, refuse_unless_post
from therapy.attention import actions
from therapy.attention.checks.forms import AfterForm, BeforeForm, CheckBase, StopForm, WrongForm, advice_words
from therapy.attention.warnings import groups_of
from therapy.base import clock
from therapy.care.access import get_own_record_or_404, own_record_with_lead_or_404
from therapy.care.models import Patient
from therapy.logbook.models import Check
from therapy.logbook.screening.judging import judge, reasons
from therapy.logbook.screening.last_session import morning_to_ask
from therapy.logbook.screening.locks import Lock, lock_of
from therapy.logbook.screening.morning import ADVICE, is_clearly_worse
from therapy.logbook.screening.traits import Trait, traits_of
from therapy.logbook.validation import Refused

UNPROCESSABLE = 422


@patient_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: SignedInRequest) -> HttpResponse:
    """``/check/``: the questions before a session. What stops it leads to the STOP screen, all else back to today."""
    patient = get_own_record_or_404(request.user)
    if stored := _sent_before(request, patient):
        return _after_check(request, stored)
    lock = lock_of(patient)
    if lock and not _may_be_checked(lock, patient):
        return redirect("attention:stop")
    conditions = list(patient.conditions.current())
    form = BeforeForm(
        request.POST if request.method == "POST" else None,
        traits=traits_of(conditions),
        after=morning_to_ask(patient, conditions),
    )
    if request.method == "POST" and form.is_valid():
        stored = _store(request, form, patient)
        if stored is not None:
            return _after_check(request, stored)
    return render(
        request,
        "attention/check.html",
        {"form": form, "patient": patient},
        status=UNPROCESSABLE if form.errors else 200,
    )


def _sent_before(request: SignedInRequest, patient: Patient) -> Check | None:
    """The check that this form has made already: a second tap finds questions that were answered, and asks no more."""
    try:
        sent = UUID(request.POST.get("check_id", ""))
    except ValueError:
        return None
    return Check.objects.filter(patient=patient, pk=sent).first()


def _may_be_checked(lock: Lock, patient: Patient) -> bool:
    """A lock that only waits for a clean check on a later day is opened by one."""
    return lock.opens_by_a_check and lock.check.local_day < patient.today


def _store(request: SignedInRequest, form: CheckBase, patient: Patient) -> Check | None:
    """Stores what the form says; None, with the messages in the form, when it is refused."""
    try:
        return actions.record_check(patient=patient, entry=form.entry(patient.today), by=request.user)
    except Refused as refused:
        form.add_errors(refused)
        return None


def _after_check(request: SignedInRequest, stored: Check) -> HttpResponse:
    """Where a stored check leads: STOP, a second try after sugar was eaten, or today with what to mind."""
    if stored.urgency:
        return redirect("attention:stop")
    judged = judge(stored.answers, stored.foot, stored.glucose)
    advice = [words for one in reasons(judged.rules) for words in one.do]
    if stored.morning_of and is_clearly_worse(stored.morning_compared, stored.morning_stiff_longer):
        advice.append(str(ADVICE))
    if stored.kind == Check.Kind.BEFORE and not judged.may_start:
        messages.warning(request, " ".join([_("Do not start yet."), *advice]))
        return redirect("attention:check")
    level = messages.WARNING if advice else messages.SUCCESS
    messages.add_message(
        request, level, advice_words(advice) if stored.kind == Check.Kind.BEFORE or advice else _("Saved.")
    )
    return redirect("logbook:today")


@patient_required
@require_http_methods(["GET", "HEAD", "POST"])
def after(request: SignedInRequest) -> HttpResponse:
    """``/check/after/``: the look at both feet after a session, for any diabetes."""
    patient = get_own_record_or_404(request.user)
    if Trait.DIABETES not in traits_of(patient.conditions.current()):
        return redirect("logbook:today")
    form = AfterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        stored = _store(request, form, patient)
        if stored is not None:
            return _after_check(request, stored)
    return render(
        request,
        "attention/after.html",
        {"form": form, "patient": patient},
        status=UNPROCESSABLE if form.errors else 200,
    )


@patient_required
def tell(request: SignedInRequest) -> HttpResponse:
    """``/wrong/tell/``: what a patient has ticked in the list of warning signs. It stops, and the care team is told."""
    patient = get_own_record_or_404(request.user)
    if refusal := refuse_unless_post(request):
        return refusal
    form = WrongForm(request.POST)
    if form.is_valid() and _store(request, form, patient) is not None:
        return redirect("attention:stop")
    context = {"clinic": patient.clinic, "urgencies": groups_of(patient.clinic), "form": form}
    return render(request, "attention/wrong.html", context, status=UNPROCESSABLE)


@patient_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: SignedInRequest) -> HttpResponse:
    """``/stop/``: what to do now, while the sessions are locked; without a lock it leads to today."""
    patient = own_record_with_lead_or_404(request.user)
    lock = lock_of(patient)
    if lock is None:
        return redirect("logbook:today")
    if request.method == "POST":
        return _amend(request, lock)
    context = {
        "patient": patient,
        "clinic": patient.clinic,
        "lock": lock,
        "stop": lock.stop,
        "therapist": patient.lead_name,  # type: ignore[attr-defined]
        "may_check": _may_be_checked(lock, patient),
    }
    return render(request, "attention/stop.html", context)


def _amend(request: SignedInRequest, lock: Lock) -> HttpResponse:
    """A button of the STOP screen. One of an older screen says nothing about what is shown now, and changes nothing."""
    form = StopForm(request.POST)
    if form.is_valid() and form.is_about(lock.check.pk):
        now = clock.now()
        if form.cleaned_data["said"] == StopForm.CALLED:
            actions.amend(lock.check, called_at=now)
            messages.success(request, _("Thank you. It is noted that you have called."))
        else:
            actions.amend(lock.check, mistaken_at=now)
            messages.info(request, _("Your care team is told that you pressed this by mistake."))
    return redirect("attention:stop")
