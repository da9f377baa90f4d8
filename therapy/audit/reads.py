"""Reads for the audit page: who looked at whom, and what was done about people. Names, and no clinical content."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import AdminAct, Clinic
from therapy.audit import admin_log, page_names, people
from therapy.audit.cursor import Place
from therapy.audit.filters import Asked
from therapy.care.access import names_of_patients, patients_called
from therapy.care.models import Patient
from therapy.trail.models import Entry, EntryQuerySet

PER_PAGE = 50
Kind = Entry.Kind
Line = Entry | AdminAct
Names = dict[UUID, tuple[str, str]]

KINDS = {
    "looks": [Kind.READ, Kind.LIST],
    "changes": [Kind.INSERT, Kind.UPDATE, Kind.DELETE, Kind.START],
    "glass": [Kind.GLASS],
    "files": [Kind.EXPORT],
    admin_log.KIND: [],
}


@dataclass(frozen=True)
class Row:
    """One line of the audit. `number` is the entry's on the trail, None for an act."""

    place: Place
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
        return self.place.at


@dataclass(frozen=True)
class Page:
    """A page of the audit. `older` and `newer` are the places to go on from, None at either end."""

    rows: list[Row]
    older: Place | None
    newer: Place | None


def page(clinic: Clinic, asked: Asked, *, before: Place | None = None, after: Place | None = None) -> Page:
    """The lines before or after a place, or the newest: four queries more than the filter's, however long it is."""
    if after is not None:
        got = _after(clinic, asked, after, PER_PAGE + 1)
        more, got = len(got) > PER_PAGE, got[:PER_PAGE][::-1]
        older, newer = bool(got), more
    else:
        got = _before(clinic, asked, before, PER_PAGE + 1)
        older, got = len(got) > PER_PAGE, got[:PER_PAGE]
        newer = before is not None and bool(got)
    found = rows(clinic, got)
    return Page(found, found[-1].place if older else None, found[0].place if newer else None)


def newest(clinic: Clinic, asked: Asked) -> Place | None:
    """Where the newest line stands, None where there is none."""
    got = _before(clinic, asked, None, 1)
    return Place.of(got[0]) if got else None


def piece(clinic: Clinic, asked: Asked, before: Place, most: int) -> list[Row]:
    """At most `most` lines before a place, newest first."""
    return rows(clinic, _before(clinic, asked, before, most))


def entries(clinic: Clinic, asked: Asked) -> EntryQuerySet:
    """The entries of a clinic that are asked for, newest first. Raises KeyError for a kind that is not offered."""
    found = _by(Entry.objects.filter(clinic_id=clinic.pk), asked.by)
    if asked.who:
        found = found.filter(person_id__in=list(people.called(clinic, asked.who)))
    if asked.whose:
        found = found.about_any(patients_called(clinic, asked.whose))
    if asked.kind:
        found = found.filter(kind__in=KINDS[asked.kind])
    return found.filter(asked.days(clinic)).order_by("-at", "-id")


def _by(found: EntryQuerySet, by: str) -> EntryQuerySet:
    if by == "system":
        return found.filter(person_id=None)
    own = Exists(Patient.objects.filter(pk=OuterRef("patient_id"), user_id=OuterRef("person_id")))
    return found.filter(own) if by == "patients" else found.filter(~own, person_id__isnull=False)


def _before(clinic: Clinic, asked: Asked, place: Place | None, most: int) -> list[Line]:
    of_trail, of_people = entries(clinic, asked), admin_log.acts(clinic, asked)
    if place is not None:
        of_trail, of_people = of_trail.filter(place.earlier_entries()), of_people.filter(place.earlier_acts())
    got: list[Line] = [*of_trail[:most], *of_people[:most]]
    return sorted(got, key=Place.of, reverse=True)[:most]


def _after(clinic: Clinic, asked: Asked, place: Place, most: int) -> list[Line]:
    """The nearest first."""
    of_trail = entries(clinic, asked).filter(place.later_entries()).order_by("at", "id")
    of_people = admin_log.acts(clinic, asked).filter(place.later_acts()).order_by("at", "id")
    got: list[Line] = [*of_trail[:most], *of_people[:most]]
    return sorted(got, key=Place.of)[:most]


def rows(clinic: Clinic, found: Sequence[Line]) -> list[Row]:
    """The lines with names: two queries."""
    names = people.names(clinic, _people(found))
    patients = names_of_patients({pk for line in found if isinstance(line, Entry) for pk in line.about})
    return [
        _of_entry(line, names, patients) if isinstance(line, Entry) else _of_act(line, names)
        for line in found
    ]


def _people(found: Sequence[Line]) -> Iterable[UUID]:
    for line in found:
        ids = [line.person_id] if isinstance(line, Entry) else [line.by_id, line.about_id]
        yield from (pk for pk in ids if pk is not None)


def _of_entry(entry: Entry, names: Names, patients: dict[UUID, str]) -> Row:
    name, email = names.get(entry.person_id, ("", "")) if entry.person_id else ("", "")
    return Row(
        place=Place.of(entry),
        number=entry.pk,
        person=name or email,
        email=email,
        about=sorted(patients[pk] for pk in entry.about if pk in patients),
        kind=str(page_names.KINDS[entry.kind]),
        where=page_names.place(entry.what),
        address=entry.address or "",
        is_glass=entry.kind == Kind.GLASS,
    )


def _of_act(act: AdminAct, names: Names) -> Row:
    return Row(
        place=Place.of(act),
        number=None,
        person=act.by_name,
        email=names[act.by_id][1] if act.by_id else "",
        about=admin_log.about(act, names),
        kind=str(act),
        where=str(page_names.ACTS),
        address=act.address or "",
        is_glass=False,
    )
