"""Reads for the people page: who is, was, or is asked to be at a clinic. No clinical content."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Lower, NullIf
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, Invitation, Membership, User

PER_PAGE = 50
STAFF = (Membership.Role.THERAPIST, Membership.Role.ADMIN)
FILTERS = {
    "all": _("All"),
    "staff": _("Staff"),
    "patients": _("Patients"),
    "invited": _("Invited"),
    "ended": _("Ended"),
}


@dataclass(frozen=True)
class Person:
    """One row: a user who has or had a role here, or an invitation that waits for its reader."""

    name: str
    email: str
    roles: list[str]
    state: str  # active, off, ended, invited, expired
    moment: datetime | None = None  # when the state ends or ended, where it does
    last_seen: datetime | None = None
    user_id: UUID | None = None
    invitation_id: UUID | None = None


def counts_of(clinic: Clinic) -> dict[str, int]:
    """How many rows each filter shows."""
    users = _users(clinic).aggregate(
        users=Count("pk"),
        staff=Count("pk", filter=Q(is_staff_here=True)),
        patients=Count("pk", filter=Q(is_patient_here=True)),
        ended=Count("pk", filter=Q(is_here=False)),
    )
    invited = _invitations(clinic).count()
    return {
        "all": users["users"] + invited,
        "staff": users["staff"],
        "patients": users["patients"],
        "invited": invited,
        "ended": users["ended"],
    }


def searched(typed: str) -> str:
    """What to look for in names, without NUL characters: no name holds one, and PostgreSQL refuses to be asked."""
    return typed.replace("\0", "").strip()


def people_page(clinic: Clinic, *, only: str = "all", search: str = "", number: str | int = 1) -> Page[Any]:
    """One page of people by name. `only` is a key of FILTERS; `search` looks in names and emails."""
    users, invitations = _users(clinic), _invitations(clinic)
    words = search.strip()
    if words:
        found = Q(name__icontains=words) | Q(email__icontains=words)
        users, invitations = users.filter(found), invitations.filter(found)
    page: Page[Any] = Paginator(_rows(users, invitations, only), PER_PAGE).get_page(number)
    page.object_list = _people(clinic, list(page.object_list))
    return page


def _users(clinic: Clinic) -> QuerySet[Any]:
    here = Membership.objects.filter(user=OuterRef("pk"), clinic=clinic)
    now = here.filter(ended_at=None, user__is_active=True)
    return User.objects.filter(Exists(here)).annotate(
        is_here=Exists(now),
        is_staff_here=Exists(now.filter(role__in=STAFF)),
        is_patient_here=Exists(now.filter(role=Membership.Role.PATIENT)),
    )


def _invitations(clinic: Clinic) -> QuerySet[Invitation]:
    return Invitation.objects.waiting().filter(clinic=clinic)


def _rows(users: QuerySet[Any], invitations: QuerySet[Invitation], only: str) -> QuerySet[Any]:
    """(kind, id) of both kinds in one order, so that the database pages over them together."""
    if only == "staff":
        users = users.filter(is_staff_here=True)
    elif only == "patients":
        users = users.filter(is_patient_here=True)
    elif only == "ended":
        users = users.filter(is_here=False)
    asked = _keyed(invitations, "invitation", Coalesce(NullIf("name", Value("")), Cast("email", CharField())))
    if only == "invited":
        return asked.order_by("sort", "email")
    known = _keyed(users, "user", "name")
    if only != "all":
        return known.order_by("sort", "email")
    return known.union(asked, all=True).order_by("sort", "email")


def _keyed(rows: QuerySet[Any], kind: str, name: Any) -> QuerySet[Any]:
    keyed = rows.order_by().annotate(kind=Value(kind, CharField()), sort=Lower(name))
    return keyed.values_list("kind", "pk", "sort", "email")


def _people(clinic: Clinic, keys: list[tuple[str, UUID, str, str]]) -> list[Person]:
    places = Membership.objects.filter(clinic=clinic)
    users = User.objects.filter(pk__in=[pk for kind, pk, *_rest in keys if kind == "user"])
    people = {
        user.pk: person_of(user, user.memberships.all())
        for user in users.prefetch_related(Prefetch("memberships", places))
    }
    invitations = Invitation.objects.filter(pk__in=[pk for kind, pk, *_rest in keys if kind == "invitation"])
    people |= {invitation.pk: _invited(invitation) for invitation in invitations}
    return [people[pk] for _kind, pk, *_rest in keys]


def person_of(user: User, places: Any) -> Person:
    """The row of a user, from all their memberships in the one clinic."""
    held = [place for place in places if place.ended_at is None]
    ended = max((place.ended_at for place in places if place.ended_at is not None), default=None)
    state = "off" if not user.is_active else "active" if held else "ended"
    roles = {place.role for place in held or places}
    return Person(
        name=user.name,
        email=user.email,
        roles=[str(role.label) for role in Membership.Role if role in roles],
        state=state,
        moment=ended if state == "ended" else None,
        last_seen=user.last_login,
        user_id=user.pk,
    )


def _invited(invitation: Invitation) -> Person:
    return Person(
        name=invitation.name or invitation.email,
        email=invitation.email,
        roles=[str(invitation.get_role_display())],
        state="invited" if invitation.state == "open" else "expired",
        moment=invitation.expires_at,
        invitation_id=invitation.pk,
    )
