"""Lists of people to invite, pasted or from a CSV file: what each line says, or why it says nothing that can be used.

A line is `name, email, role`. Parts are set off by commas, semicolons or tabs, and may stand in quotation marks. The
name may be missing; so may the role where one is chosen for such lines. The first line may name the columns, which
then may come in any order. Nothing in a list makes reading it fail: every line is a row or has its error.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.mail import validate_address
from accounts.models import Membership

# More at once than any clinic takes on in a day, and few enough for one page and one go at the mail server (defaults).
MOST_LINES = 100
MOST_BYTES = 200_000
LONGEST_LINE = 1_000
LONGEST_NAME = 150

_QUOTED = re.compile(r'"[^"]*"')
_IN_BRACKETS = re.compile(r"([^<>]*)<([^<>]+)>")
_COLUMNS = {
    "name": "name",
    "full name": "name",
    "first name": "name",
    "last name": "name",
    "surname": "name",
    "email": "email",
    "e-mail": "email",
    "mail": "email",
    "email address": "email",
    "e-mail address": "email",
    "role": "role",
}


@dataclass(frozen=True)
class Line:
    """One line of a list: whom to invite, or in `error` why not. `number` counts the lines as an editor does."""

    number: int
    text: str
    name: str = ""
    email: str = ""
    role: str = ""
    error: str = ""

    @property
    def role_name(self) -> str:
        """The role in words; as it was typed where there is no such role."""
        return str(dict(Membership.Role.choices).get(self.role, self.role))


class NotTextError(ValueError):
    """The file is no text: a spreadsheet in its own format, or a picture."""


def decode(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows-1252, which a spreadsheet may still write.

    Raises NotTextError.
    """
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for coding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise NotTextError
        return text
    raise NotTextError


def parse(text: str, role: str = "") -> list[Line]:
    """Every line that is not blank, in order, without the one that names the columns.

    `role` is for lines that name none; without it they have an error.
    """
    numbered = enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), start=1)
    lines = [(number, line.strip()) for number, line in numbered if line.strip().strip(",;")]
    columns = _columns(lines[0][1]) if lines else None
    read = [_line(number, line, columns, role) for number, line in (lines[1:] if columns else lines)]
    return list(_refuse_twice(read))


def as_text(lines: Iterable[Line]) -> str:
    """The lines as a list that `parse` reads as the same rows; what could not be read stays as it was typed."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for line in lines:
        if line.error:
            written.write(line.text + "\n")
        else:
            writer.writerow([line.name, line.email, line.role])
    return written.getvalue()


def _cells(line: str) -> list[str]:
    bare = _QUOTED.sub("", line)
    delimiter = next((sign for sign in "\t;," if sign in bare), ",")
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))]


def _columns(line: str) -> list[str] | None:
    """What the columns hold, where this line names them; of others nothing is read. None for any other line."""
    if "@" in line or len(line) > LONGEST_LINE:
        return None
    found = [_COLUMNS.get(cell.casefold(), "") for cell in _cells(line)]
    return found if "email" in found else None


def _line(number: int, text: str, columns: list[str] | None, role: str) -> Line:
    line = Line(number, text)
    if len(text) > LONGEST_LINE:
        return replace(line, text=text[:LONGEST_LINE], error=_("This line is too long."))
    if text.count('"') % 2:
        return replace(line, error=_("Close the quotation mark."))
    cells = _cells(text)
    parts = _by_columns(cells, columns) if columns else _by_order(cells)
    if parts is None:
        return replace(line, error=_("Write name, email and role, in this order and with commas between."))
    name, email, said = parts
    if bracketed := _IN_BRACKETS.fullmatch(email):
        name, email = name or bracketed[1], bracketed[2]
    line = replace(
        line,
        name=" ".join(name.split()),
        email=email.strip().lower(),
        role=_role(said) if said else role,
    )
    return replace(line, error=_problem(line))


def _by_columns(cells: list[str], columns: list[str]) -> tuple[str, str, str]:
    held: dict[str, list[str]] = {"name": [], "email": [], "role": []}
    for column, cell in zip(columns, cells, strict=False):
        if column and cell:
            held[column].append(cell)
    return " ".join(held["name"]), " ".join(held["email"]), " ".join(held["role"])


def _by_order(cells: list[str]) -> tuple[str, str, str] | None:
    """Name, email, role; the cell with the @ says which is which. None where there is more, or no such cell."""
    at = next((index for index, cell in enumerate(cells) if "@" in cell), None)
    if at is None:
        return None
    after = [cell for cell in cells[at + 1 :] if cell]
    if len(after) > 1:
        return None
    return " ".join(cells[:at]), cells[at], "".join(after)


def _role(said: str) -> str:
    """The role that is meant, or what was said where none is."""
    wanted = said.casefold()
    if wanted == "administrator":
        return Membership.Role.ADMIN.value
    for value, label in Membership.Role.choices:
        if wanted in {value, str(label).casefold()}:
            return value
    return said


def _problem(line: Line) -> str:
    """What is wrong with a line that could be taken apart; empty where nothing is."""
    if not line.email:
        return _("There is no email address in this line.")
    try:
        validate_email(line.email)
        validate_address(line.email)
    except ValidationError as error:
        return error.messages[0]
    if len(line.name) > LONGEST_NAME:
        return _("The name is too long: at most %(most)d letters.") % {"most": LONGEST_NAME}
    if not line.name.replace(" ", "x").isprintable():
        return _("The name contains a character that is not allowed.")
    if not line.role:
        return _("Enter the role: therapist or admin.")
    if line.role == Membership.Role.PATIENT:
        return _("Patients are invited by their therapist, from their record.")
    if line.role not in Membership.Role.values:
        return _("There is no role “%(role)s”: write therapist or admin.") % {"role": line.role}
    return ""


def _refuse_twice(lines: list[Line]) -> Iterator[Line]:
    first: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line.email, line.role)
        if not line.error and key in first:
            yield replace(line, error=_("The same as line %(number)d.") % {"number": first[key]})
            continue
        if not line.error:
            first[key] = line.number
        yield line
