"""What was logged: the list of sessions and one session with all its sets and corrections."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest, patient_required, record_required
from therapy.care.access import get_own_record_or_404, get_patient_or_404
from therapy.care.models import Patient
from therapy.logbook import actions
from therapy.logbook.access import get_session_or_404
from therapy.logbook.forms import SessionForm
from therapy.logbook.models import Session
from therapy.logbook.session_history import SessionHistory, sessions_of
from therapy.logbook.validation import Refused

PAGE = 20


@patient_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """`/sessions/`: the patient's own sessions, the latest first."""
    return _list(request, get_own_record_or_404(request.user), "patient.html")


@record_required
@require_safe
def of_patient(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """`/patients/<patient>/sessions/`: the same for the care team."""
    return _list(request, get_patient_or_404(request.user, patient_id), "desk.html")


def _list(request: SignedInRequest, patient: Patient, shell: str) -> HttpResponse:
    page = Paginator(sessions_of(patient), PAGE).get_page(request.GET.get("page"))
    context = {"patient": patient, "page": page, "shell": shell, "is_desk": shell == "desk.html"}
    return render(request, "logbook/sessions.html", context)


@patient_required
@require_safe
def one_of_mine(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """`/sessions/<session>/`: one session, from which each set can be put right."""
    patient = get_own_record_or_404(request.user)
    return _session(request, patient, get_session_or_404(patient, session_id), "patient.html")


@record_required
@require_safe
def one_of_patient(request: SignedInRequest, patient_id: UUID, session_id: UUID) -> HttpResponse:
    """`/patients/<patient>/sessions/<session>/`: the same to read, for the care team."""
    patient = get_patient_or_404(request.user, patient_id)
    return _session(request, patient, get_session_or_404(patient, session_id), "desk.html")


def _session(request: SignedInRequest, patient: Patient, session: Session, shell: str) -> HttpResponse:
    context = {
        "patient": patient,
        "session": session,
        "history": SessionHistory(session),
        "shell": shell,
        "is_desk": shell == "desk.html",
    }
    return render(request, "logbook/session.html", context)


@patient_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """`/sessions/<session>/change/`: its day and what was said about the whole."""
    patient = get_own_record_or_404(request.user)
    session = get_session_or_404(patient, session_id)
    form = SessionForm(request.POST or None, initial=SessionForm.initial_of(session))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_session(session=session, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_errors(refused)
        else:
            messages.success(request, _("Saved. What it said before is kept."))
            return redirect("logbook:session", session_id)
    return render(
        request, "logbook/session_change.html", {"form": form, "session": session, "patient": patient}
    )
