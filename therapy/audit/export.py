"""The audit as a CSV file, sent in pieces as it is read."""

import csv
from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import Clinic, User
from accounts.tenancy import walls
from accounts.tenancy.walls import Scope
from therapy.audit import reads
from therapy.audit.cursor import Cursor
from therapy.audit.filters import AuditFilter

PIECE = 1000
# A spreadsheet takes a cell that begins with one of these for a formula, also after blanks.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """Where the csv writer writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def lines(clinic: Clinic, filters: AuditFilter, until: Cursor | None, person: User) -> Iterator[str]:
    """The lines of the file up to the cursor `until`, none for None. A list has a line for each of its patients.

    The response is sent when the request's own transaction has ended, so each piece has one of its own, in which it
    sees for `person` what the page sees.
    """
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(_head())  # the mark by which a spreadsheet knows UTF-8
    before = until.just_after() if until else None
    while before is not None:
        with walls.inside(clinic, scope=Scope.PEOPLE, person=person):
            found = reads.piece(clinic, filters, before, PIECE)
        for row in found:
            for about in row.about or [""]:
                yield writer.writerow([safe(cell) for cell in _cells(row, about)])
        before = found[-1].cursor if len(found) == PIECE else None


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
        _("About whom"),
    ]


def _cells(row: reads.Row, about: str) -> list[str]:
    return [
        "" if row.number is None else str(row.number),
        row.at.strftime("%Y-%m-%d %H:%M:%S"),
        row.person or _("The system"),
        row.email,
        row.address,
        row.kind,
        row.where,
        about,
    ]
