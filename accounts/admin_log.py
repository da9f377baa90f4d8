"""The admin log: what is done about people, by whom, to whom, when, from where; with the names of that moment."""

from accounts.models import AdminLogEntry, Clinic, User


def record(
    kind: AdminLogEntry.Kind,
    *,
    clinic: Clinic,
    about: User | None,
    by: User | None,
    role: str = "",
    other: User | None = None,
    patients: int | None = None,
    detail: str = "",
) -> AdminLogEntry:
    """Add an entry, inside the transaction that does it; the database adds from where.

    `about` is None where it is about the clinic itself or an invitation, whose address is `detail` then. `by` is None
    for whoever runs the server, by a command.
    """
    return AdminLogEntry.objects.create(
        clinic=clinic,
        about=about,
        by=by,
        by_name=by.name if by else "",
        kind=kind,
        role=role,
        other=other,
        other_name=other.name if other else "",
        patients=patients,
        detail=detail,
    )
