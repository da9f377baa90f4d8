"""The audit as a CSV file, sent in pieces as it is read."""

import csv
from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts import walls
from accounts.models import Clinic, User
from accounts.walls import Scope
from therapy.audit import reads

PIECE = 1000
# A spreadsheet takes a cell that begins with one of these for a formula, also after blanks.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """Where the csv writer writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def lines(clinic: Clinic, asked: reads.Asked, until: int, person: User) -> Iterator[str]:
    """The lines of the file, for the entries with ids up to `until`. A list has a line for each of its patients.

    The response is sent when the request's own transaction has ended, so each piece has one of its own, in which it
    sees for `person` what the page sees.
    """
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(_head())  # the mark by which a spreadsheet knows UTF-8
    while True:
        with walls.inside(clinic, scope=Scope.PEOPLE, person=person):
            found = reads.rows(reads.entries(clinic, asked).filter(id__lte=until)[:PIECE])
        for row in found:
            for patient in row.patients or [""]:
                yield writer.writerow([safe(cell) for cell in _cells(row, patient)])
        if len(found) < PIECE:
            return
        until = found[-1].entry.pk - 1


def safe(cell: str) -> str:
    """The cell, with a quote before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _head() -> list[str]:
    return [
        _("Number"),
        _("When (UTC)"),
        _("Who"),
        _("Email"),
        _("From address"),
        _("What"),
        _("Where"),
        _("Patient"),
    ]


def _cells(row: reads.Row, patient: str) -> list[str]:
    entry = row.entry
    return [
        str(entry.pk),
        entry.at.strftime("%Y-%m-%d %H:%M:%S"),
        row.person or _("The system"),
        row.email,
        entry.address or "",
        row.kind,
        row.place,
        patient,
    ]
