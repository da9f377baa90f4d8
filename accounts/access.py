"""Role checks. `role_required` answers 404 to anyone without the role."""

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
        remember_memberships(user, found)
    return found


def remember_memberships(user: User, memberships: list[Membership]) -> None:
    """Spare `active_memberships` its read: these, with their clinics, were read together with `user` just now."""
    user._active_memberships = memberships  # type: ignore[attr-defined]


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


def get_admin_clinic_or_404(request: SignedInRequest) -> Clinic:
    """The clinic of `?clinic=`, or the first that the signed-in person administers; 404 for one that they do not."""
    clinic_id = _clinic_id_in_query(request)
    for clinic in clinics_of(request.user, Membership.Role.ADMIN):
        if clinic_id in (None, clinic.pk):
            return clinic
    raise Http404


def clinic_query(request: SignedInRequest, clinic: Clinic) -> str:
    """What an address needs to stay at this clinic: nothing, for an admin of one."""
    return f"?clinic={clinic.pk}" if len(clinics_of(request.user, Membership.Role.ADMIN)) > 1 else ""


def _clinic_id_in_query(request: HttpRequest) -> UUID | None:
    """The id in `?clinic=`; None without one, 404 for what is not an id."""
    text = request.GET.get("clinic")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


def get_person_or_404(request: SignedInRequest, user_id: UUID) -> tuple[Clinic, User]:
    """Somebody who has, or once had, a role in a clinic that the signed-in person administers, and that clinic.

    With `?clinic=` it is that clinic and no other. Else 404.
    """
    clinic_id = _clinic_id_in_query(request)
    clinics = {
        clinic.pk: clinic
        for clinic in clinics_of(request.user, Membership.Role.ADMIN)
        if clinic_id in (None, clinic.pk)
    }
    memberships = Membership.objects.filter(user=user_id, clinic__in=clinics).select_related("user")
    # Someone with roles in two clinics of the same admin is shown for the one where a role is in force.
    membership = memberships.order_by(F("ended_at").desc(nulls_first=True), "created_at").first()
    if membership is None:
        raise Http404
    return clinics[membership.clinic_id], membership.user


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
    """405 for another method. Called after the checks of access, which answer 404 by any method."""
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
