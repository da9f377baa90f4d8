"""Columns of PostgreSQL that Django has no field for, and defaults that the database fills in itself."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Value
from django.db.models.functions import Cast, NullIf


class RangesField(models.Field):
    """Whole numbers as ranges: `int8multirange`. Read only; the database writes it."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "int8multirange"


def said_by_transaction(name: str, as_field: "models.Field[Any, Any]") -> Cast:
    """The transaction's setting `evenstep.<name>` as a default of a column; NULL where it is not set."""
    setting = Func(Value(f"evenstep.{name}"), Value(True), function="current_setting")
    return Cast(NullIf(setting, Value("")), as_field)
