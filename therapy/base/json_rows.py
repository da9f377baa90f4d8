"""Rows of a table, read along with a row of another in one statement."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject

M = TypeVar("M", bound=Model)


def json_rows(rows: "QuerySet[Any]", *names: str) -> ArraySubquery:
    """The rows of a queryset over the outer one, as JSON objects of these columns, annotations or related columns."""
    return ArraySubquery(rows.values(told=JSONObject(**{name: name for name in names})))


def instance(model: type[M], told: Mapping[str, Any], **more: Any) -> M:
    """An unsaved row of `model` with those of its columns that `told` has, in the types of its fields."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    known = {name: fields[name].to_python(value) for name, value in told.items() if name in fields}
    return model(**known, **more)


def instances(model: type[M], told: Iterable[Mapping[str, Any]]) -> list[M]:
    """`instance` for each of `told`."""
    return [instance(model, one) for one in told]
