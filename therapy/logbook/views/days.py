"""Today and any other day: what is scheduled, one exercise with its one-tap buttons, and the end of the session."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest, patient_required
from therapy.base import clock
from therapy.care.access import get_own_record_or_404
from therapy.care.models import CareTeamMember, Patient
from therapy.logbook import actions
from therapy.logbook.days import (
    DayOfPatient,
    DoseOfDay,
    ExerciseOfDay,
    logged_sets,
    next_scheduled,
    week_of,
)
from therapy.logbook.entries import AS_PRESCRIBED, SetEntry
from therapy.logbook.forms import FinishForm
from therapy.logbook.limits import MAX_DAYS_BACK
from therapy.logbook.loggable_doses import day_before, loggable_doses_on
from therapy.logbook.models import Session
from therapy.logbook.screening.locks import session_start
from therapy.logbook.screening.traits import Trait, traits_of
from therapy.logbook.validation import Refused, day_errors
from therapy.plans import durations
from therapy.plans.models import Prescription
from therapy.plans.schedule import PlanHistory, history

MORNING_ENDS, AFTERNOON_ENDS = 12, 18
# Days beyond this are a slip in the address; the calendar itself ends in the year 9999.
SHOWN_WITHIN = timedelta(days=3660)


@patient_required
@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """`/today/`: the patient's own day."""
    patient = get_own_record_or_404(request.user)
    return _day_page(request, patient, patient.today)


@patient_required
@require_safe
def day(request: SignedInRequest, day: date) -> HttpResponse:
    """`/days/<date>/`: the same for another day."""
    patient = get_own_record_or_404(request.user)
    if abs(day - patient.today) > SHOWN_WITHIN:
        raise Http404
    return _day_page(request, patient, day)


def _day_page(request: HttpRequest, patient: Patient, day: date) -> HttpResponse:
    monday = day - timedelta(days=day.weekday())
    plans = history(patient, since=monday)
    sets = logged_sets(patient, monday, monday + timedelta(days=6))
    of_day = DayOfPatient(plans.on(day), sets.get(day, []))
    week = week_of(plans, sets, day)
    context = {
        "patient": patient,
        "day": day,
        "today": patient.today,
        "is_today": day == patient.today,
        "is_future": day > patient.today,
        "is_too_old": day < patient.today - timedelta(days=MAX_DAYS_BACK),
        "of_day": of_day,
        "greeting": greeting(patient),
        "week": week,
        "days_done": sum(one.is_judged and one.state == "done" for one in week),
        "days_scheduled": sum(one.is_judged for one in week),
        "next_day": next_scheduled(plans, day) if not of_day.planned.due else None,
    }
    if context["is_today"]:
        context |= _session_start(patient, day)
    if of_day.planned.revision is None:
        context |= _without_plan(patient, plans, day)
        context["still_taken"] = [of_day.exercise(item) for item in _offered(plans, day, patient)]
    else:
        context["minutes"] = durations.day_minutes(of_day.planned.due)
    return render(request, "logbook/day.html", context)


def _session_start(patient: Patient, today: date) -> dict[str, Any]:
    """What stands before today's session: a lock, or the questions that nobody has answered yet."""
    start = session_start(patient, today)
    lock = start.lock
    return {
        "lock": lock,
        "passed": start.passed,
        "may_check": lock is None or (lock.opens_by_a_check and lock.check.local_day < today),
    }


def _without_plan(patient: Patient, plans: PlanHistory, day: date) -> dict[str, Any]:
    """Why there is no plan on the day: it has ended, it begins later, or none was written yet."""
    ended = [plan for plan in plans.plans if plan.ended_on and plan.ended_on <= day]
    begins = [plan.starts_on for plan in plans.plans if plan.starts_on > day and plan.revisions.all()]
    lead = CareTeamMember.objects.filter(patient=patient, until=None).select_related("therapist").first()
    return {
        "ended": max(ended, key=lambda plan: plan.starts_on, default=None),
        "begins": min(begins, default=None),
        "therapist": lead.therapist if lead else None,
    }


def greeting(patient: Patient) -> str:
    """By the patient's own clock."""
    hour = clock.now().astimezone(ZoneInfo(patient.time_zone)).hour
    name = {"name": patient.first_name}
    if hour < MORNING_ENDS:
        return _("Good morning, %(name)s") % name
    if hour < AFTERNOON_ENDS:
        return _("Good afternoon, %(name)s") % name
    return _("Good evening, %(name)s") % name


@patient_required
@require_http_methods(["GET", "HEAD", "POST"])
def exercise(request: SignedInRequest, day: date, prescription_id: UUID) -> HttpResponse:
    """`/days/<date>/<prescription>/`: one exercise, leg by leg; a POST logs sets as prescribed in one tap."""
    patient = get_own_record_or_404(request.user)
    plans = history(patient, since=day_before(day))
    offered = _offered(plans, day, patient)
    item = next((one for one in offered if one.pk == prescription_id), None)
    if item is None:
        raise Http404
    sets = logged_sets(patient, day, day)
    shown = DayOfPatient(plans.on(day), sets.get(day, [])).exercise(item)
    if request.method == "POST":
        return _as_prescribed(request, patient, day, shown)
    of_day = DayOfPatient(plans.on(day), sets.get(day, []))
    return render(
        request,
        "logbook/exercise.html",
        {
            "patient": patient,
            "day": day,
            "today": patient.today,
            "shown": shown,
            "next_here": _next_here(shown),
            "of_day": of_day,
            "position": [one.prescription.pk for one in of_day.exercises].index(item.pk) + 1
            if shown.is_due
            else None,
            "refused": day_errors(day, patient, plans).get("day"),
            "session_id": uuid4(),
        },
    )


def _offered(plans: PlanHistory, day: date, patient: Patient) -> list[Prescription]:
    """The exercises that can be logged on the day, also those of a plan that was ended on it, in the plan's order."""
    loggable = loggable_doses_on(plans, day, patient.time_zone).values()
    return list({one.prescription.pk: one.prescription for one in loggable}.values())


def _next_here(shown: ExerciseOfDay) -> dict[str, Any] | None:
    """The set whose button is the one to press."""
    for dose in shown.doses:
        for slot in dose.left:
            return {"dose": dose.dose, "number": slot.number}
    return None


def _as_prescribed(
    request: SignedInRequest, patient: Patient, day: date, shown: ExerciseOfDay
) -> HttpResponse:
    """Logs the set that the button names, or all sets of a leg that have no answer; one that has is left alone."""
    dose = next((one for one in shown.doses if str(one.dose.pk) == request.POST.get("dose")), None)
    if dose is None:
        raise Http404
    numbers = _numbers(request, dose)
    entries = [
        SetEntry(
            id=_uuid_or_none(request.POST.get("set_id")), dose=dose.dose, number=n, outcome=AS_PRESCRIBED
        )
        for n in numbers
    ]
    try:
        actions.record_sets(
            patient=patient,
            day=day,
            entries=entries,
            by=request.user,
            session_id=_uuid_or_none(request.POST.get("session_id")),
            replace=False,
        )
    except Refused as refused:
        messages.error(request, " ".join(refused.errors.values()))
        return redirect("logbook:exercise", day, shown.prescription.pk)
    return redirect(next_address(patient, day, shown.prescription.pk))


def _numbers(request: HttpRequest, dose: DoseOfDay) -> list[int]:
    """The set numbers that a button stands for. Raises Http404 for a button that was never there."""
    number = request.POST.get("number", "")
    if number == "left":
        return [slot.number for slot in dose.left]
    if not number.isascii() or not number.isdecimal() or len(number) > 3:
        raise Http404
    return [int(number)]


def _uuid_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def next_address(patient: Patient, day: date, prescription_id: UUID) -> str:
    """The exercise's page at the set that waits next; when it is through, the day, which names what comes next."""
    planned = history(patient, since=day).on(day)
    of_day = DayOfPatient(planned, logged_sets(patient, day, day).get(day, []))
    item = next((one for one in planned.prescriptions if one.pk == prescription_id), None)
    if item is None:
        return reverse("logbook:day", args=[day])
    page = reverse("logbook:exercise", args=[day, prescription_id])
    for dose in of_day.exercise(item).doses:
        for slot in dose.left:
            return f"{page}#set-{dose.dose.side.lower()}-{slot.number}"
    return f"{page}#next"


@patient_required
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: SignedInRequest, day: date) -> HttpResponse:
    """`/days/<date>/finish/`: how the session was, as a whole."""
    patient = get_own_record_or_404(request.user)
    session = Session.objects.filter(patient=patient, local_day=day).order_by("-received_at").first()
    if session is None:
        messages.info(request, _("Log a set first. Then you can say how the session was."))
        return redirect("logbook:day", day)
    form = FinishForm(request.POST or None, initial=FinishForm.initial_of(session))
    if request.method == "POST" and form.is_valid():
        ended = {} if session.finished_at else {"finished_at": clock.now()}
        try:
            actions.change_session(session=session, by=request.user, **form.cleaned_data, **ended)
        except Refused as refused:
            form.add_errors(refused)
        else:
            messages.success(request, _("Saved."))
            return _after_session(patient, day)
    return render(
        request, "logbook/finish.html", {"form": form, "day": day, "session": session, "patient": patient}
    )


def _after_session(patient: Patient, day: date) -> HttpResponse:
    """Diabetes asks for a look at both feet after each session (clinical-facts 4.2, D1); else back to the day."""
    has_diabetes = Trait.DIABETES in traits_of(patient.conditions.current())
    if has_diabetes and day == patient.today:
        return redirect("attention:after")
    return redirect("logbook:day", day)
