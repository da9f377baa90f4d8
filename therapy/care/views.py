"""Pages of care, for therapists: people, their conditions, their team, and their invitation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest, refuse_unless_post, therapist_required
from accounts.mail import queue_invitation
from therapy.care import actions, diagnoses, invitations
from therapy.care.access import clinics_of_therapist, get_team_patient_or_404, get_treated_patient_or_404
from therapy.care.forms import MOST_SUGGESTIONS, ConditionForm, JoinTeamForm, PatientForm, ResolveForm
from therapy.care.models import CareTeamMember, Condition, Patient

# An answer to a form that was refused: the page again, with what was typed.
REFUSED = 422
LAST_EMERGENCIES = 20


def _take_errors(form: Form, error: ValidationError) -> None:
    """Puts what an action refused beside the fields of the form, and the rest above it."""
    said = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for field, messages_of in said.items():
        form.add_error(field if field in form.fields else None, messages_of)


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(request: SignedInRequest, template: str, *forms: Form, **context: Any) -> HttpResponse:
    status = REFUSED if any(form.errors for form in forms) else 200
    return render(request, template, context, status=status)


# --- diagnoses -------------------------------------------------------------------------------


@therapist_required
@require_safe
def diagnosis_list(request: SignedInRequest) -> HttpResponse:
    """`/diagnoses/?q=`: codes that fit the words; as htmx only the options of a condition's form."""
    # The field of a condition's form sends itself under its own name.
    query = request.GET.get("q", request.GET.get("code", ""))
    context = _suggestions(query) | {"is_fragment": True}
    fragment = request.htmx and not request.htmx.history_restore_request
    if not fragment:
        context = {"query": query, "found": diagnoses.search(query) if query.strip() else diagnoses.every()}
    template = "care/_diagnoses.html" if fragment else "care/diagnoses.html"
    answer = render(request, template, context)
    patch_vary_headers(answer, ["HX-Request", "HX-History-Restore-Request"])
    return answer


def _suggestions(typed: str, chosen: str = "") -> dict[str, Any]:
    """What the options under the field of the diagnosis need."""
    exact = diagnoses.get(typed)
    found = [exact] if exact else diagnoses.search(typed)
    if chosen not in {diagnosis.code for diagnosis in found[:MOST_SUGGESTIONS]}:
        found.sort(key=lambda diagnosis: diagnosis.code != chosen)
    return {
        "query": typed,
        "found": found[:MOST_SUGGESTIONS],
        "total": len(found),
        "exact": exact,
        "chosen": exact.code if exact else chosen,
    }


# --- people ----------------------------------------------------------------------------------


@therapist_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_patient(request: SignedInRequest) -> HttpResponse:
    """`/patients/new/`: a person with their first condition; who adds them leads the care team."""
    person = PatientForm(_posted(request), clinics=clinics_of_therapist(request.user))
    clinic = person.chosen_clinic if not person.is_bound or person.is_valid() else person.only_clinic
    today = actions.clinics_today(clinic or clinics_of_therapist(request.user)[0])
    born = person.cleaned_data.get("birth_date") if person.is_bound else None
    condition = ConditionForm(_posted(request), today=today, born=born)
    if request.method == "POST" and person.is_valid() & condition.is_valid():
        patient = _add_patient(request, person, condition)
        if patient is not None:
            messages.success(request, _("%(name)s is now on your caseload.") % {"name": patient.name})
            return redirect("attention:patient", patient.pk)
    suggestions = _suggestions(condition.typed, condition.chosen)
    return _page(
        request, "care/new.html", person, condition, person=person, form=condition, suggestions=suggestions
    )


def _add_patient(request: SignedInRequest, person: PatientForm, condition: ConditionForm) -> Patient | None:
    """The new patient; None if an action refused, with the reason in the form and nothing written."""
    clinic = person.chosen_clinic
    if clinic is None:
        return None
    form: Form = person
    try:
        with transaction.atomic():
            patient = actions.add_patient(clinic=clinic, by=request.user, **person.values())
            form = condition
            actions.record_condition(patient, by=request.user, **condition.values())
    except ValidationError as error:
        _take_errors(form, error)
        return None
    return patient


@therapist_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_patient(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """`/patients/<id>/edit/`: name, date of birth, email, sex for norms."""
    patient = get_treated_patient_or_404(request.user, patient_id)
    form = PatientForm(_posted(request), patient=patient)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_patient(patient, by=request.user, **form.values())
        except ValidationError as error:
            _take_errors(form, error)
            patient.refresh_from_db()
        else:
            messages.success(request, _("The details are saved."))
            return redirect("attention:patient", patient.pk)
    return _page(request, "care/edit.html", form, patient=patient, form=form)


# --- conditions ------------------------------------------------------------------------------


def _condition_form(
    request: SignedInRequest, patient: Patient, condition: Condition | None = None
) -> ConditionForm:
    return ConditionForm(
        _posted(request),
        today=patient.today,
        born=patient.birth_date,
        other_codes=actions.other_codes(patient, condition),
        condition=condition,
    )


def _condition_page(
    request: SignedInRequest,
    patient: Patient,
    form: ConditionForm,
    condition: Condition | None,
    resolve: ResolveForm,
) -> HttpResponse:
    context = {
        "patient": patient,
        "form": form,
        "condition": condition,
        "resolve": resolve,
        "suggestions": _suggestions(form.typed, form.chosen),
    }
    return _page(request, "care/condition.html", form, resolve, **context)


@therapist_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_condition(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """`/patients/<id>/conditions/new/`."""
    patient = get_treated_patient_or_404(request.user, patient_id)
    form = _condition_form(request, patient)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_condition(patient, by=request.user, **form.values())
        except ValidationError as error:
            _take_errors(form, error)
        else:
            messages.success(request, _("The condition is recorded."))
            return redirect("attention:patient", patient.pk)
    return _condition_page(request, patient, form, None, ResolveForm())


def _condition_or_404(patient: Patient, condition_id: UUID) -> Condition:
    return get_object_or_404(
        patient.conditions.select_related("patient__clinic", "patient__user"), pk=condition_id
    )


@therapist_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_condition(request: SignedInRequest, patient_id: UUID, condition_id: UUID) -> HttpResponse:
    """`/patients/<id>/conditions/<id>/`: change it, or mark it resolved."""
    patient = get_treated_patient_or_404(request.user, patient_id)
    condition = _condition_or_404(patient, condition_id)
    form = _condition_form(request, patient, condition)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_condition(condition, **form.values())
        except ValidationError as error:
            _take_errors(form, error)
            condition.refresh_from_db()
        else:
            messages.success(request, _("The condition is saved."))
            return redirect("attention:patient", patient.pk)
    return _condition_page(
        request, patient, form, condition, ResolveForm(initial={"resolved_on": patient.today})
    )


@therapist_required
def resolve_condition(request: SignedInRequest, patient_id: UUID, condition_id: UUID) -> HttpResponse:
    """Marks a condition as resolved on a day, so that its limits no longer apply."""
    patient = get_treated_patient_or_404(request.user, patient_id)
    condition = _condition_or_404(patient, condition_id)
    if refusal := refuse_unless_post(request):
        return refusal
    resolve = ResolveForm(request.POST)
    if resolve.is_valid():
        try:
            actions.resolve_condition(condition, on=resolve.cleaned_data["resolved_on"])
        except ValidationError as error:
            _take_errors(resolve, error)
        else:
            messages.success(request, _("%(code)s is resolved.") % {"code": condition.code})
            return redirect("attention:patient", patient.pk)
    form = ConditionForm(today=patient.today, condition=condition)
    return _condition_page(request, patient, form, condition, resolve)


@therapist_required
def reopen_condition(request: SignedInRequest, patient_id: UUID, condition_id: UUID) -> HttpResponse:
    """Takes a resolved condition back among the current ones."""
    patient = get_treated_patient_or_404(request.user, patient_id)
    condition = _condition_or_404(patient, condition_id)
    if refusal := refuse_unless_post(request):
        return refusal
    try:
        actions.reopen_condition(condition)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("care:condition_edit", patient.pk, condition.pk)
    messages.success(request, _("%(code)s counts again.") % {"code": condition.code})
    return redirect("attention:patient", patient.pk)


# --- the care team ---------------------------------------------------------------------------


@therapist_required
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """`/patients/<id>/team/`: who treats the patient; a post adds a therapist."""
    patient = get_team_patient_or_404(request.user, patient_id)
    form = JoinTeamForm(_posted(request), patient=patient)
    if request.method == "POST" and form.is_valid():
        therapist = form.cleaned_data["therapist"]
        try:
            actions.join_team(patient, therapist)
        except ValidationError as error:
            _take_errors(form, error)
        else:
            messages.success(request, _("%(name)s is on the care team.") % {"name": therapist.name})
            return redirect("care:team", patient.pk)
    memberships = list(patient.care_team.select_related("therapist"))
    context = {
        "patient": patient,
        "form": form,
        "team": [membership for membership in memberships if membership.until is None],
        "past": [membership for membership in memberships if membership.until is not None],
        "sign_in": invitations.sign_in_of(patient),
        "emergencies": patient.emergency_accesses.select_related("therapist")[:LAST_EMERGENCIES],
    }
    return _page(request, "care/team.html", form, **context)


def _member_or_404(patient: Patient, member_id: UUID) -> CareTeamMember:
    return get_object_or_404(patient.care_team.select_related("therapist", "patient__clinic"), pk=member_id)


@therapist_required
def end_membership(request: SignedInRequest, patient_id: UUID, member_id: UUID) -> HttpResponse:
    """Ends a membership on the team; who ends their own goes back to the caseload."""
    patient = get_team_patient_or_404(request.user, patient_id)
    membership = _member_or_404(patient, member_id)
    if refusal := refuse_unless_post(request):
        return refusal
    try:
        actions.leave_team(membership)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("care:team", patient.pk)
    words = {"name": membership.therapist.name, "patient": patient.name}
    messages.success(request, _("%(name)s is no longer on the care team of %(patient)s.") % words)
    if not Patient.objects.on_team_of(request.user).filter(pk=patient.pk).exists():
        return redirect("attention:caseload")
    return redirect("care:team", patient.pk)


@therapist_required
def make_lead(request: SignedInRequest, patient_id: UUID, member_id: UUID) -> HttpResponse:
    """Makes the holder of a membership the lead therapist."""
    patient = get_team_patient_or_404(request.user, patient_id)
    membership = _member_or_404(patient, member_id)
    if refusal := refuse_unless_post(request):
        return refusal
    try:
        actions.make_lead(membership)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("%(name)s leads the care team now.") % {"name": membership.therapist.name}
        )
    return redirect("care:team", patient.pk)


@therapist_required
def invite(request: SignedInRequest, patient_id: UUID) -> HttpResponse:
    """Mails the patient a link with which they can open their record and log at home."""
    patient = get_team_patient_or_404(request.user, patient_id)
    if refusal := refuse_unless_post(request):
        return refusal
    try:
        invitation, token = invitations.invite(patient, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        queue_invitation(request, invitation, token)
        words = {"email": invitation.email}
        messages.success(
            request, _("The invitation is on its way to %(email)s. It works for 7 days.") % words
        )
    return redirect("care:team", patient.pk)
