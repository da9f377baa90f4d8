"""Who may: roles, and the decorator that answers 404 to everyone else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from accounts.addresses import address_of
from accounts.models import Clinic, Invitation, Membership, User
from accounts.responses import HtmxRequest
from accounts.tenancy import walls


class SignedInRequest(HtmxRequest):
    """A request behind `login_required`: its user is a User of ours."""

    user: User


P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
SignedInView = Callable[Concatenate[SignedInRequest, P], HttpResponse]


@dataclass(frozen=True)
class Roles:
    """The roles that a person holds today, in any clinic."""

    patient: bool = False
    therapist: bool = False
    admin: bool = False


def active_memberships(user: User) -> list[Membership]:
    """The memberships in force, with their clinics, oldest first; read once for each user object."""
    found: list[Membership] | None = getattr(user, "_active_memberships", None)
    if found is None:
        found = list(
            Membership.objects.active().filter(user=user).select_related("clinic").order_by("created_at")
        )
        user._active_memberships = found  # type: ignore[attr-defined]
    return found


def roles_of(user: User) -> Roles:
    """What `user` is: patient, therapist, admin, several of them, or nothing."""
    held = {membership.role for membership in active_memberships(user)}
    return Roles(
        patient=Membership.Role.PATIENT in held,
        therapist=Membership.Role.THERAPIST in held,
        admin=Membership.Role.ADMIN in held,
    )


def clinics_of(user: User, role: str) -> list[Clinic]:
    """Clinics in which `user` holds `role`, the one joined first in front."""
    return [membership.clinic for membership in active_memberships(user) if membership.role == role]


def get_admin_clinic_or_404(user: User, clinic_id: UUID | None = None) -> Clinic:
    """The clinic that `user` administers: the one asked for, or the first. Else 404."""
    for clinic in clinics_of(user, Membership.Role.ADMIN):
        if clinic_id is None or clinic.pk == clinic_id:
            return clinic
    raise Http404


def clinic_asked_for(request: HttpRequest) -> UUID | None:
    """The id in `?clinic=`, which an admin of several clinics says; None without one. 404 for what is no id."""
    asked = request.GET.get("clinic")
    try:
        return UUID(asked) if asked else None
    except ValueError:
        raise Http404 from None


def get_person_or_404(admin: User, user_id: UUID, clinic_id: UUID | None = None) -> tuple[Clinic, User]:
    """Somebody who has, or once had, a role in a clinic that `admin` administers, and that clinic. Else 404.

    With `clinic_id` it is that clinic and no other.
    """
    clinics = {
        clinic.pk: clinic
        for clinic in clinics_of(admin, Membership.Role.ADMIN)
        if clinic_id in (None, clinic.pk)
    }
    places = Membership.objects.filter(user=user_id, clinic__in=clinics).select_related("user")
    # Someone with roles in two clinics of the same admin is shown for the one where a role is in force.
    place = places.order_by(F("ended_at").desc(nulls_first=True), "created_at").first()
    if place is None:
        raise Http404
    return clinics[place.clinic_id], place.user


def get_invitation_or_404(admin: User, invitation_id: UUID) -> Invitation:
    """An invitation to a clinic that `admin` administers. Else 404."""
    clinics = clinics_of(admin, Membership.Role.ADMIN)
    found = Invitation.objects.filter(pk=invitation_id, clinic__in=clinics).select_related(
        "clinic", "invited_by"
    )
    invitation = found.first()
    if invitation is None:
        raise Http404
    return invitation


def refuse_unless_post(request: HttpRequest) -> HttpResponse | None:
    """405 for another method. Called after the gate, so that who may not know of a thing gets 404 by any method."""
    return None if request.method == "POST" else HttpResponseNotAllowed(["POST"])


def role_required(*roles: str) -> Callable[[SignedInView[P]], View[P]]:
    """Let in who holds one of `roles`; who is not signed in goes to the sign-in page, everyone else gets 404.

    The view's transaction then sees what these roles of theirs may see, and no more (`accounts.tenancy.walls`).
    """

    def decorate(view: SignedInView[P]) -> View[P]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            signed_in = cast("SignedInRequest", request)
            memberships = active_memberships(signed_in.user)
            if not any(membership.role in roles for membership in memberships):
                raise Http404
            walls.enter_as(signed_in.user, memberships, roles, address_of(request))
            return view(signed_in, *args, **kwargs)

        return guarded

    return decorate


def signed_in_required(view: SignedInView[P]) -> View[P]:
    """Let in who is signed in, whatever their role; who is not goes to the sign-in page.

    The view's transaction sees what is of their clinics, and of patients' records at most their own.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        signed_in = cast("SignedInRequest", request)
        memberships = active_memberships(signed_in.user)
        walls.enter_as_member(signed_in.user, memberships, address_of(request))
        return view(signed_in, *args, **kwargs)

    return guarded


patient_required = role_required("patient")
therapist_required = role_required("therapist")
admin_required = role_required("admin")
# Pages about a record that both sides read: the patient and the care team.
record_required = role_required("patient", "therapist")
