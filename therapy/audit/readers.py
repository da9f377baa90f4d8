"""The patient's page: who has looked at my record, by day."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate

from accounts.models import Membership, User
from therapy.care.models import Patient
from therapy.trail.models import Entry

PER_PAGE = 50
Kind = Entry.Kind
READS = Q(kind=Kind.READ)
GLASS = Q(kind=Kind.GLASS)
LISTS = Q(kind=Kind.LIST)
CHANGES = Q(kind__in=[Kind.INSERT, Kind.UPDATE, Kind.DELETE])


@dataclass(frozen=True)
class Reader:
    """What one person did with the record on one day."""

    day: date
    name: str
    roles: list[str]
    reads: int
    lists: int
    changes: int
    broke_glass: bool
    first: datetime
    last: datetime


def page(patient: Patient, number: str | None) -> Page[Any]:
    """A page of who opened, saw in a list, or changed the record, latest day first; the patient's own visits aside."""
    found = Paginator(_days(patient), PER_PAGE).get_page(number)
    found.object_list = _named(patient, list(found.object_list))
    return found


def by_day(readers: list[Reader]) -> list[tuple[date, list[Reader]]]:
    """The readers of each day."""
    return [(day, list(of_day)) for day, of_day in groupby(readers, key=lambda reader: reader.day)]


def own_reads(patient: Patient) -> int:
    """How often the patient has opened their own record."""
    return Entry.objects.filter(patient_id=patient.pk, person_id=patient.user_id, kind=Kind.READ).count()


def _days(patient: Patient) -> Any:
    others = Entry.objects.about(patient.pk).filter(READS | LISTS | CHANGES | GLASS, person_id__isnull=False)
    return (
        others.exclude(person_id=patient.user_id)
        .annotate(day=TruncDate("at", tzinfo=ZoneInfo(patient.time_zone)))
        .values("day", "person_id")
        .annotate(
            reads=Count("id", filter=READS),
            lists=Count("id", filter=LISTS),
            changes=Count("id", filter=CHANGES),
            glass=Count("id", filter=GLASS),
            first=Min("at"),
            last=Max("at"),
        )
        .order_by("-day", "first", "person_id")
    )


def _named(patient: Patient, days: list[dict[str, Any]]) -> list[Reader]:
    ids = {day["person_id"] for day in days}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    roles = _roles(patient, ids)
    return [
        Reader(
            day=day["day"],
            name=names[day["person_id"]],
            roles=roles.get(day["person_id"], []),
            reads=day["reads"],
            lists=day["lists"],
            changes=day["changes"],
            broke_glass=day["glass"] > 0,
            first=day["first"],
            last=day["last"],
        )
        for day in days
    ]


def _roles(patient: Patient, ids: set[UUID]) -> dict[UUID, list[str]]:
    """What these people are, or were, at the patient's clinic."""
    memberships = Membership.objects.filter(clinic=patient.clinic_id, user__in=ids).exclude(
        role=Membership.Role.PATIENT
    )
    roles: dict[UUID, set[str]] = {}
    for membership in memberships:
        roles.setdefault(membership.user_id, set()).add(str(membership.get_role_display()))
    return {person: sorted(held) for person, held in roles.items()}
