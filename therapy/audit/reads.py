"""Reads for the audit page: who looked at whom, and what was done about people. Names, and no clinical content."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import AdminLogEntry, Clinic
from therapy.audit import admin_log, page_names, people
from therapy.audit.cursor import Cursor
from therapy.audit.filters import AuditFilter
from therapy.care.access import names_of_patients, patients_called
from therapy.care.models import Patient
from therapy.trail.models import Entry, EntryQuerySet

PER_PAGE = 50
Kind = Entry.Kind
Line = Entry | AdminLogEntry
Names = dict[UUID, tuple[str, str]]

KINDS = {
    "reads": [Kind.READ, Kind.LIST],
    "changes": [Kind.INSERT, Kind.UPDATE, Kind.DELETE, Kind.START],
    "glass": [Kind.GLASS],
    "files": [Kind.EXPORT],
    admin_log.KIND: [],
}


@dataclass(frozen=True)
class Row:
    """One line of the audit. `number` is the entry's on the trail, None for one of the admin log."""

    cursor: Cursor
    number: int | None
    person: str
    email: str
    about: list[str]
    kind: str
    where: str
    address: str
    is_glass: bool

    @property
    def at(self) -> datetime:
        """When it was."""
        return self.cursor.at


@dataclass(frozen=True)
class Page:
    """A page of the audit. `older` and `newer` are the cursors to go on from, None at either end."""

    rows: list[Row]
    older: Cursor | None
    newer: Cursor | None


def page(
    clinic: Clinic, filters: AuditFilter, *, before: Cursor | None = None, after: Cursor | None = None
) -> Page:
    """The lines before or after a cursor, or the newest: four queries more than the filter's, however long it is."""
    if after is not None:
        got = _after(clinic, filters, after, PER_PAGE + 1)
        more, got = len(got) > PER_PAGE, got[:PER_PAGE][::-1]
        older, newer = bool(got), more
    else:
        got = _before(clinic, filters, before, PER_PAGE + 1)
        older, got = len(got) > PER_PAGE, got[:PER_PAGE]
        newer = before is not None and bool(got)
    found = rows(clinic, got)
    return Page(found, found[-1].cursor if older else None, found[0].cursor if newer else None)


def newest(clinic: Clinic, filters: AuditFilter) -> Cursor | None:
    """Where the newest line stands, None where there is none."""
    got = _before(clinic, filters, None, 1)
    return Cursor.of(got[0]) if got else None


def piece(clinic: Clinic, filters: AuditFilter, before: Cursor, most: int) -> list[Row]:
    """At most `most` lines before a cursor, newest first."""
    return rows(clinic, _before(clinic, filters, before, most))


def entries(clinic: Clinic, filters: AuditFilter) -> EntryQuerySet:
    """The entries of a clinic that pass the filters, newest first. Raises KeyError for a kind that is not offered."""
    found = _by(Entry.objects.filter(clinic_id=clinic.pk), filters.by)
    if filters.who:
        found = found.filter(person_id__in=list(people.called(clinic, filters.who)))
    if filters.whose:
        found = found.about_any(patients_called(clinic, filters.whose))
    if filters.kind:
        found = found.filter(kind__in=KINDS[filters.kind])
    return found.filter(filters.days(clinic)).order_by("-at", "-id")


def _by(found: EntryQuerySet, by: str) -> EntryQuerySet:
    if by == "system":
        return found.filter(person_id=None)
    own = Exists(Patient.objects.filter(pk=OuterRef("patient_id"), user_id=OuterRef("person_id")))
    return found.filter(own) if by == "patients" else found.filter(~own, person_id__isnull=False)


def _before(clinic: Clinic, filters: AuditFilter, cursor: Cursor | None, most: int) -> list[Line]:
    of_trail, of_people = entries(clinic, filters), admin_log.entries(clinic, filters)
    if cursor is not None:
        of_trail, of_people = (
            of_trail.filter(cursor.earlier_entries()),
            of_people.filter(cursor.earlier_in_admin_log()),
        )
    got: list[Line] = [*of_trail[:most], *of_people[:most]]
    return sorted(got, key=Cursor.of, reverse=True)[:most]


def _after(clinic: Clinic, filters: AuditFilter, cursor: Cursor, most: int) -> list[Line]:
    """The nearest first."""
    of_trail = entries(clinic, filters).filter(cursor.later_entries()).order_by("at", "id")
    of_people = admin_log.entries(clinic, filters).filter(cursor.later_in_admin_log()).order_by("at", "id")
    got: list[Line] = [*of_trail[:most], *of_people[:most]]
    return sorted(got, key=Cursor.of)[:most]


def rows(clinic: Clinic, found: Sequence[Line]) -> list[Row]:
    """The lines with names: two queries."""
    names = people.names(clinic, _people(found))
    patients = names_of_patients({pk for line in found if isinstance(line, Entry) for pk in line.about})
    return [
        _of_entry(line, names, patients) if isinstance(line, Entry) else _of_admin_log(line, names)
        for line in found
    ]


def _people(found: Sequence[Line]) -> Iterable[UUID]:
    for line in found:
        ids = [line.person_id] if isinstance(line, Entry) else [line.by_id, line.about_id]
        yield from (pk for pk in ids if pk is not None)


def _of_entry(entry: Entry, names: Names, patients: dict[UUID, str]) -> Row:
    name, email = names.get(entry.person_id, ("", "")) if entry.person_id else ("", "")
    return Row(
        cursor=Cursor.of(entry),
        number=entry.pk,
        person=name or email,
        email=email,
        about=sorted(patients[pk] for pk in entry.about if pk in patients),
        kind=str(page_names.KINDS[entry.kind]),
        where=page_names.page_name(entry.what),
        address=entry.address or "",
        is_glass=entry.kind == Kind.GLASS,
    )


def _of_admin_log(entry: AdminLogEntry, names: Names) -> Row:
    return Row(
        cursor=Cursor.of(entry),
        number=None,
        person=entry.by_name,
        email=names[entry.by_id][1] if entry.by_id else "",
        about=admin_log.about(entry, names),
        kind=str(entry),
        where=str(page_names.ADMIN_LOG),
        address=entry.address or "",
        is_glass=False,
    )
