"""Names of people, as the admins of a clinic may know them: of who has left, those of that day."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from accounts.models import Clinic, Membership, User


def names(clinic: Clinic, ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and email by id: one query."""
    held = Membership.objects.filter(clinic=clinic, user=OuterRef("pk"))
    last = held.exclude(ended_at=None).order_by("-ended_at")
    has_left = When(
        Exists(last) & ~Exists(held.filter(ended_at=None)), then=Subquery(last.values("left_name")[:1])
    )
    left_email = When(has_left.condition, then=Subquery(last.values("left_email")[:1]))
    found = User.objects.filter(pk__in=set(ids)).annotate(
        shown_name=Case(has_left, default=F("name")), shown_email=Case(left_email, default=F("email"))
    )
    return {pk: (name, email) for pk, name, email in found.values_list("pk", "shown_name", "shown_email")}


def called(clinic: Clinic, part: str) -> QuerySet[Membership, UUID]:
    """Ids of those who are or were at the clinic with `part` in their name or email."""
    here = Q(user__name__icontains=part) | Q(user__email__icontains=part)
    gone = Q(left_name__icontains=part) | Q(left_email__icontains=part)
    return (
        Membership.objects.filter(clinic=clinic)
        .filter(Q(here, ended_at=None) | Q(gone, ended_at__isnull=False))
        .values_list("user_id", flat=True)
    )
