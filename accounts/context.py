"""What every page needs to know about who is looking: the shell, the roles, the clinic."""

from typing import Any, cast

from django.http import HttpRequest

from accounts.access import Roles, active_memberships, roles_of
from accounts.models import User
from accounts.sessions.expiry import SessionEnd, end_for_page, limits_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell` is the base template of shared pages: the staff's desk, or the patient's phone."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"shell": "base.html", "roles": Roles(), "clinic": None}
    roles = roles_of(user)
    memberships = active_memberships(user)
    return {
        "shell": shell_of(roles),
        "roles": roles,
        "clinic": memberships[0].clinic if memberships else None,
        "session_end": session_end(request),
    }


def session_end(request: HttpRequest) -> SessionEnd | None:
    """When the session of the signed-in person ends if they do nothing more; None where the session is a new one."""
    row = getattr(request.session, "row", None)
    return None if row is None else end_for_page(row, limits_of(cast("User", request.user)))


def shell_of(roles: Roles) -> str:
    """The desk for staff, the phone for patients, and the bare page for someone without any role."""
    if roles.therapist or roles.admin:
        return "desk.html"
    return "patient.html" if roles.patient else "base.html"
