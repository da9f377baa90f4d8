"""The admin's pages: who is at the clinic, and what they may do."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import actions
from accounts.access import (
    SignedInRequest,
    admin_required,
    clinic_query,
    clinics_of,
    get_admin_clinic_or_404,
    get_person_or_404,
    refuse_unless_post,
)
from accounts.directory import ROLES, STATES, counts_of, people_page, person_of, searched
from accounts.forms import AddRoleForm, InviteBackForm
from accounts.invitations.actions import MAILS_A_DAY
from accounts.mail import queue_invitation
from accounts.models import AdminLogEntry, Clinic, Membership, User

MOST_LOG_ENTRIES = 20


def _to_person(request: SignedInRequest, clinic: Clinic, user: User) -> HttpResponse:
    return redirect(reverse("accounts:person", args=[user.pk]) + clinic_query(request, clinic))


@admin_required
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """`/people/`: everyone of the clinic, with roles, state and last sign-in."""
    clinic = get_admin_clinic_or_404(request)
    state, role = request.GET.get("state", ""), request.GET.get("role", "")
    if state not in STATES or role not in ROLES:
        raise Http404
    search = searched(request.GET.get("q", ""))[:150]
    several = clinics_of(request.user, Membership.Role.ADMIN)
    filters = {
        "clinic": str(clinic.pk) if len(several) > 1 else "",
        "q": search,
        "state": state,
        "role": role,
    }
    counts = counts_of(clinic)
    words = {
        "of": clinic,
        "clinics": several,
        "page": people_page(
            clinic, counts, state=state, role=role, search=search, number=request.GET.get("page", 1)
        ),
        "search": search,
        "at": clinic_query(request, clinic),
        "filters": filters,
        "staff": counts["active", "staff"],
        "patients": counts["active", "patient"],
        "invited": counts["invited", ""],
        "states": [_chip(filters, "state", key, label, counts[key, role]) for key, label in STATES.items()],
        "roles_shown": [
            _chip(filters, "role", key, label, counts[state, key]) for key, label in ROLES.items()
        ],
        "query": _query(filters),
        "mails_a_day": MAILS_A_DAY,
    }
    return render(request, "accounts/people.html", words)


def _chip(filters: dict[str, str], name: str, key: str, label: object, count: int) -> dict[str, object]:
    return {
        "label": label,
        "count": count,
        "is_on": filters[name] == key,
        "query": _query(filters | {name: key}),
    }


def _query(filters: dict[str, str]) -> str:
    return urlencode({name: value for name, value in filters.items() if value})


@admin_required
@require_safe
def person(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """`/people/<uuid>/`: one person's roles and account."""
    clinic, user = get_person_or_404(request, user_id)
    return _render_person(request, clinic, user)


@admin_required
def add_role(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """One more role for a person."""
    clinic, user = get_person_or_404(request, user_id)
    if refusal := refuse_unless_post(request):
        return refusal
    form = _role_form(clinic, user, request.POST)
    if form.is_valid():
        try:
            added = actions.add_role(
                user=user, clinic=clinic, role=form.cleaned_data["role"], by=request.user
            )
        except ValidationError as error:
            form.add_error("role", error)
        else:
            words = {"name": user.name, "role": added.get_role_display()}
            messages.success(request, _("%(name)s has a new role: %(role)s.") % words)
            return _to_person(request, clinic, user)
    return _render_person(request, clinic, user, form, status=422)


@admin_required
def end_role(request: SignedInRequest, user_id: UUID, membership_id: UUID) -> HttpResponse:
    """End one role of a person."""
    clinic, user = get_person_or_404(request, user_id)
    membership = get_object_or_404(
        Membership.objects.select_related("clinic", "user"), pk=membership_id, user=user, clinic=clinic
    )
    if refusal := refuse_unless_post(request):
        return refusal
    try:
        actions.end_role(membership, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        words = {"name": user.name, "role": membership.get_role_display()}
        messages.success(request, _("Ended for %(name)s: %(role)s.") % words)
    if user == request.user and membership.role == Membership.Role.ADMIN:
        return redirect("home")
    return _to_person(request, clinic, user)


@admin_required
def deactivate(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Switch a person's access to the clinic off."""
    clinic, user = get_person_or_404(request, user_id)
    if refusal := refuse_unless_post(request):
        return refusal
    try:
        actions.deactivate(user=user, clinic=clinic, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, _("%(name)s is signed out everywhere and can open nothing here.") % {"name": user.name}
        )
    return _to_person(request, clinic, user)


@admin_required
def reactivate(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Switch a person's access on again, with the roles that they had."""
    clinic, user = get_person_or_404(request, user_id)
    if refusal := refuse_unless_post(request):
        return refusal
    try:
        actions.reactivate(user=user, clinic=clinic, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("%(name)s can sign in again.") % {"name": user.name})
    return _to_person(request, clinic, user)


@admin_required
def reset_second_step(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Let a person who lost their phone choose a new second step at their next sign-in."""
    clinic, user = get_person_or_404(request, user_id)
    if refusal := refuse_unless_post(request):
        return refusal
    try:
        actions.reset_second_step(user=user, clinic=clinic, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, _("%(name)s is signed out, and sets up a new second step.") % {"name": user.name}
        )
    return _to_person(request, clinic, user)


@admin_required
def invite_back(request: SignedInRequest, user_id: UUID) -> HttpResponse:
    """Ask a person who left to join again."""
    clinic, user = get_person_or_404(request, user_id)
    if refusal := refuse_unless_post(request):
        return refusal
    form = InviteBackForm(request.POST, once=_roles_of(clinic, user))
    if not form.is_valid():
        return _render_person(request, clinic, user, back=form, status=422)
    try:
        invitation, token = actions.invite_back(
            user=user, clinic=clinic, role=form.cleaned_data["role"], by=request.user
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        queue_invitation(request, invitation, token)
        words = {"email": invitation.email}
        messages.success(
            request, _("The invitation is on its way to %(email)s. It works for 7 days.") % words
        )
    return _to_person(request, clinic, user)


def _roles_of(clinic: Clinic, user: User) -> set[str]:
    """Every role that a person has or once had at a clinic."""
    return set(Membership.objects.filter(user=user, clinic=clinic).values_list("role", flat=True))


def _role_form(clinic: Clinic, user: User, data: object = None) -> AddRoleForm:
    memberships = Membership.objects.filter(user=user, clinic=clinic)
    roles = list(memberships.values_list("role", "ended_at"))
    held = {role for role, ended in roles if ended is None}
    return AddRoleForm(data, held=held, once={role for role, _ended in roles})


def _render_person(
    request: SignedInRequest,
    clinic: Clinic,
    user: User,
    form: AddRoleForm | None = None,
    back: InviteBackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    memberships = list(Membership.objects.filter(user=user, clinic=clinic).order_by("created_at"))
    held = [membership for membership in memberships if membership.ended_at is None]
    words = {
        "of": clinic,
        "person_id": user.pk,
        "at": clinic_query(request, clinic),
        "row": person_of(clinic, user),
        "held": held,
        "ended": [membership for membership in memberships if membership.ended_at is not None],
        "form": form or (_role_form(clinic, user) if held else None),
        "back": back or InviteBackForm(once={membership.role for membership in memberships}),
        "is_me": user == request.user,
        "admin_log": AdminLogEntry.objects.filter(clinic=clinic, about=user)[:MOST_LOG_ENTRIES],
    }
    return render(request, "accounts/person.html", words, status=status)
