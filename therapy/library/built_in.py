"""Brings the built-in rows of a model to what the program's own files say. Clinics' own rows are left alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from therapy.base import clock
from therapy.library.models import Article, Exercise

# Any number that nothing else in the project locks by.
_LOCK = 620_017_001


class Entry(Protocol):
    """One row as the files have it: its slug, and the values of the model's other fields."""

    @property
    def slug(self) -> str: ...

    @property
    def fields(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Brought:
    """What was done, in numbers of rows; `ids` are those of all built-in rows by their slugs."""

    added: int
    changed: int
    archived: int
    unchanged: int
    ids: dict[str, UUID]


def bring(model: type[Exercise] | type[Article], entries: Sequence[Entry]) -> Brought:
    """Makes the built-in rows of `model` be as `entries`, matched by slug. Call it inside a transaction.

    One that is not in `entries` is archived, since others may point to it, and comes back when it is again. Running it
    once more writes nothing. The number of statements does not depend on that of the entries.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])  # two servers may start at once
    manager: Any = model._default_manager
    stored = {row.slug: row for row in manager.filter(clinic=None)}
    added, changed = _compare(model, entries, stored)
    wanted = {entry.slug for entry in entries}
    gone = [row.pk for slug, row in stored.items() if slug not in wanted and row.archived_at is None]
    manager.bulk_create(added)
    if changed:
        manager.bulk_update(changed, [*entries[0].fields, "archived_at"])
    if gone:
        manager.filter(pk__in=gone).update(archived_at=clock.now())
    return Brought(
        added=len(added),
        changed=len(changed),
        archived=len(gone),
        unchanged=len(entries) - len(added) - len(changed),
        ids={row.slug: row.pk for row in [*stored.values(), *added]},
    )


def _compare(
    model: type[Any], entries: Sequence[Entry], stored: dict[str, Any]
) -> tuple[list[Any], list[Any]]:
    """New rows, and the stored ones that differ from their entry, already with its values."""
    added, changed = [], []
    for entry in entries:
        row = stored.get(entry.slug)
        if row is None:
            added.append(model(clinic=None, slug=entry.slug, **entry.fields))
            continue
        differs = row.archived_at is not None
        row.archived_at = None
        for name, value in entry.fields.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
                differs = True
        if differs:
            changed.append(row)
    return added, changed
