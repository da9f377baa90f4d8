"""The record of what admins do about people: who, to whom, when; with the names of that moment."""

from accounts.models import AdminAct, Clinic, User


def record(
    kind: AdminAct.Kind,
    *,
    clinic: Clinic,
    about: User,
    by: User | None,
    role: str = "",
    other: User | None = None,
    patients: int | None = None,
) -> AdminAct:
    """Add an act; inside the transaction that does it. `by` is None for whoever runs the server, by a command."""
    return AdminAct.objects.create(
        clinic=clinic,
        about=about,
        by=by,
        by_name=by.name if by else "",
        kind=kind,
        role=role,
        other=other,
        other_name=other.name if other else "",
        patients=patients,
    )
