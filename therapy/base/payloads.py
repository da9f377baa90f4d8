"""What devices send as JSON: read strictly, so that nothing is guessed and nothing is dropped.

A field that is not known, of another type, not a number, or beyond what a day, a moment or the database can hold is
refused by its name.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

# Beyond these years a clock is not wrong but nonsense, and a shift of time zone could fall off the calendar.
FIRST_YEAR, LAST_YEAR = 2000, 2100
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})")


class Payload(Schema):
    """The base of everything that is sent: types as they stand, and no field beyond those named."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _id(value: Any) -> UUID:
    if not isinstance(value, str) or len(value) != 36:
        raise ValueError(_("An id as 36 characters."))
    return UUID(value)


def _day(value: Any) -> date:
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise ValueError(_("A day as 2026-11-23."))
    return _within(date.fromisoformat(value))


def _moment(value: Any) -> datetime:
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise ValueError(_("A moment as 2026-11-23T18:42:00Z."))
    _within(date.fromisoformat(value[:10]))
    return datetime.fromisoformat(value).astimezone(UTC)


def _within(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(_("A day between the years %d and %d.") % (FIRST_YEAR, LAST_YEAR))
    return day


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError(_("A number."))
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(_("A number."))
    return number


def _storable(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(_("This holds a character that cannot be stored.")) from None
    if "\0" in value:
        raise ValueError(_("This holds a character that cannot be stored."))
    return value


def _shown_as(kind: str, **more: Any) -> Any:
    """How the OpenAPI document tells of a type that is read by a function of ours."""
    return Field(strict=False, json_schema_extra={"type": kind, **more})


Id = Annotated[UUID, BeforeValidator(_id), _shown_as("string", format="uuid")]
Day = Annotated[date, BeforeValidator(_day), _shown_as("string", format="date")]
Moment = Annotated[datetime, BeforeValidator(_moment), _shown_as("string", format="date-time")]
Number = Annotated[Decimal, BeforeValidator(_number), _shown_as("number")]
Text = Annotated[str, AfterValidator(_storable)]


class ApiError(Exception):
    """An answer that is no success: its status, and what is wrong by the path of the field, as `sets.0.reps`."""

    def __init__(self, status: int, errors: Mapping[str, str], **more: Any) -> None:
        self.status, self.errors, self.more = status, dict(errors), more
        super().__init__(status, self.errors)


def named_errors(found: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What pydantic found, as messages by field; the first message of each. Values that were sent are not repeated."""
    errors: dict[str, str] = {}
    for one in found:
        # The first two are where the framework looked ("body") and the name of the parameter.
        path = ".".join(str(part) for part in one["loc"][2:]) or "body"
        errors.setdefault(path, one["msg"].removeprefix("Value error, "))
    return errors
