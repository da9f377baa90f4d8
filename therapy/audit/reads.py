"""Reads for the audit page: who looked at whom. Names of people, and no clinical content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from accounts.models import Clinic, Membership, User
from therapy.audit import words
from therapy.base import clock
from therapy.care.access import names_of_patients, patients_called
from therapy.care.models import Patient
from therapy.trail.models import Entry, EntryQuerySet

PER_PAGE = 50
Kind = Entry.Kind

KINDS = {
    "looks": [Kind.READ, Kind.LIST],
    "changes": [Kind.INSERT, Kind.UPDATE, Kind.DELETE, Kind.START],
    "glass": [Kind.GLASS],
    "files": [Kind.EXPORT],
}


@dataclass(frozen=True)
class Asked:
    """What the audit is narrowed to; an empty field narrows nothing.

    `by` is staff, patients (each on their own record) or system (nobody: a job, a migration). `who` and `whose` are
    parts of names; `since` and `until` are local days of the clinic, both included.
    """

    by: str = "staff"
    who: str = ""
    whose: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Row:
    """One line of the audit."""

    entry: Entry
    person: str
    email: str
    patients: list[str]
    kind: str
    place: str


def entries(clinic: Clinic, asked: Asked) -> EntryQuerySet:
    """The entries of a clinic that are asked for, newest first. Raises KeyError for a kind that is not offered."""
    found = _by(Entry.objects.filter(clinic_id=clinic.pk), asked.by)
    if asked.who:
        found = found.filter(person_id__in=_people_called(clinic, asked.who))
    if asked.whose:
        found = found.about_any(patients_called(clinic, asked.whose))
    if asked.kind:
        found = found.filter(kind__in=KINDS[asked.kind])
    if asked.since:
        found = found.filter(at__gte=clock.day_starts(asked.since, clinic.time_zone))
    if asked.until:
        found = found.filter(at__lt=clock.day_ends(asked.until, clinic.time_zone))
    return found.order_by("-id")


def _by(found: EntryQuerySet, by: str) -> EntryQuerySet:
    if by == "system":
        return found.filter(person_id=None)
    own = Exists(Patient.objects.filter(pk=OuterRef("patient_id"), user_id=OuterRef("person_id")))
    return found.filter(own) if by == "patients" else found.filter(~own, person_id__isnull=False)


def _people_called(clinic: Clinic, name: str) -> list[UUID]:
    here = Membership.objects.filter(user=OuterRef("pk"), clinic=clinic)
    found = User.objects.filter(Exists(here)).filter(Q(name__icontains=name) | Q(email__icontains=name))
    return list(found.values_list("pk", flat=True))


@dataclass(frozen=True)
class Page:
    """A page of the audit. `older` and `newer` are the ids to go on from, None at either end."""

    rows: list[Row]
    older: int | None
    newer: int | None


def page(found: EntryQuerySet, *, before: int | None = None, after: int | None = None) -> Page:
    """The entries before or after an id, or the newest: three queries, however long the trail is."""
    if after is not None:
        got = list(found.filter(id__gt=after).order_by("id")[: PER_PAGE + 1])
        more, got = len(got) > PER_PAGE, got[:PER_PAGE][::-1]
        older, newer = bool(got), more
    else:
        got = list((found.filter(id__lt=before) if before is not None else found)[: PER_PAGE + 1])
        older, got = len(got) > PER_PAGE, got[:PER_PAGE]
        newer = before is not None and bool(got)
    return Page(rows(got), got[-1].pk if older else None, got[0].pk if newer else None)


def rows(found: Iterable[Entry]) -> list[Row]:
    """The entries with names: two queries."""
    found = list(found)
    people = {pk: (name, email) for pk, name, email in _people(found)}
    patients = names_of_patients({pk for entry in found for pk in entry.about})
    return [_row(entry, people, patients) for entry in found]


def _people(found: list[Entry]) -> Any:
    ids = {entry.person_id for entry in found if entry.person_id}
    return User.objects.filter(pk__in=ids).values_list("pk", "name", "email")


def _row(entry: Entry, people: dict[UUID, tuple[str, str]], patients: dict[UUID, str]) -> Row:
    name, email = people.get(entry.person_id, ("", "")) if entry.person_id else ("", "")
    return Row(
        entry=entry,
        person=name or email,
        email=email,
        patients=sorted(patients[pk] for pk in entry.about if pk in patients),
        kind=str(words.KINDS[entry.kind]),
        place=words.place(entry.what),
    )
