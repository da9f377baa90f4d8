"""Model columns for a side: one letter in the database, `Side` or `AffectedSide` in Python."""

from typing import Any

from django.db import models

from therapy.base.side import AffectedSide, Side


class _LetterField(models.CharField):
    """A column whose values are read as members of an enum; a blank one is read as the empty string.

    For migrations and for the tables of events it is the plain CharField that it is in the database.
    """

    members: type[models.TextChoices]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 1)
        kwargs.setdefault("choices", self.members.choices)
        super().__init__(*args, **kwargs)
        self._by_letter = dict(zip(self.members.values, self.members, strict=True))

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        """The member for a letter. Raises KeyError for one that no member has."""
        return self._by_letter[value] if value else value


class SideField(_LetterField):
    """The side of a movement."""

    _pyi_private_set_type: Side | str
    _pyi_private_get_type: Side
    members = Side


class AffectedSideField(_LetterField):
    """The affected leg or legs."""

    _pyi_private_set_type: AffectedSide | str
    _pyi_private_get_type: AffectedSide
    members = AffectedSide
