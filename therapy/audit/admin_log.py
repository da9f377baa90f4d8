"""What was done about people, for the audit page: invitations, roles, access, hand-overs, the clinic's own page."""

from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import AdminAct, Clinic
from therapy.audit import people
from therapy.audit.filters import Asked

KIND = "acts"  # what the form calls them
Kind = AdminAct.Kind
INVITATIONS = [Kind.INVITED, Kind.INVITED_AGAIN, Kind.WITHDRAWN]


def acts(clinic: Clinic, asked: Asked) -> QuerySet[AdminAct]:
    """The acts of a clinic that are asked for, newest first. No patient does any."""
    if asked.kind not in ("", KIND) or asked.by == "patients":
        return AdminAct.objects.none()
    found = AdminAct.objects.filter(clinic=clinic, by__isnull=asked.by == "system")
    if asked.who:
        found = found.filter(Q(by_name__icontains=asked.who) | Q(by__in=people.called(clinic, asked.who)))
    if asked.whose:
        found = found.filter(_about(clinic, asked.whose))
    return found.filter(asked.days(clinic)).order_by("-at", "-id")


def _about(clinic: Clinic, part: str) -> Q:
    """Acts about who has `part` in their name, also as the one who took over, or in the address of an invitation."""
    of_invitation = Q(kind__in=INVITATIONS, detail__icontains=part)
    return Q(about__in=people.called(clinic, part)) | Q(other_name__icontains=part) | of_invitation


def about(act: AdminAct, names: dict[UUID, tuple[str, str]]) -> list[str]:
    """Whom an act is about, in words; nobody where it is about the clinic itself."""
    if act.about_id:
        name, email = names[act.about_id]
        return [name or email]
    return [act.detail] if act.kind in INVITATIONS else []
