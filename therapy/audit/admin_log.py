"""What was done about people, for the audit page: invitations, roles, access, hand-overs, the clinic's own page."""

from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import AdminLogEntry, Clinic
from therapy.audit import people
from therapy.audit.filters import AuditFilter

KIND = "admin"  # what the form calls them
Kind = AdminLogEntry.Kind
INVITATIONS = [Kind.INVITED, Kind.INVITED_AGAIN, Kind.WITHDRAWN]


def entries(clinic: Clinic, filters: AuditFilter) -> QuerySet[AdminLogEntry]:
    """The entries of a clinic's admin log that pass the filters, newest first. No patient makes any."""
    if filters.kind not in ("", KIND) or filters.by == "patients":
        return AdminLogEntry.objects.none()
    found = AdminLogEntry.objects.filter(clinic=clinic, by__isnull=filters.by == "system")
    if filters.who:
        found = found.filter(Q(by_name__icontains=filters.who) | Q(by__in=people.called(clinic, filters.who)))
    if filters.whose:
        found = found.filter(_about(clinic, filters.whose))
    return found.filter(filters.days(clinic)).order_by("-at", "-id")


def _about(clinic: Clinic, part: str) -> Q:
    """Entries about who has `part` in their name, also as the one who took over, or in the address of an invitation."""
    of_invitation = Q(kind__in=INVITATIONS, detail__icontains=part)
    return Q(about__in=people.called(clinic, part)) | Q(other_name__icontains=part) | of_invitation


def about(entry: AdminLogEntry, names: dict[UUID, tuple[str, str]]) -> list[str]:
    """Whom an entry is about, in words; nobody where it is about the clinic itself."""
    if entry.about_id:
        name, email = names[entry.about_id]
        return [name or email]
    return [entry.detail] if entry.kind in INVITATIONS else []
