"""Who may: roles, and the decorator that answers 404 to everyone else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import Clinic, Membership, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class SignedInRequest(HttpRequest):
    """A request behind `login_required`: its user is a User of ours."""

    user: User


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


def role_required(*roles: str) -> Callable[[View[P]], View[P]]:
    """Let in who holds one of `roles`; who is not signed in goes to the sign-in page, everyone else gets 404."""

    def decorate(view: View[P]) -> View[P]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            held = roles_of(request.user)  # type: ignore[arg-type]
            if not any(getattr(held, role) for role in roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


patient_required = role_required("patient")
therapist_required = role_required("therapist")
admin_required = role_required("admin")
