"""Writes of the library: the built-in exercises as the data file has them."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from therapy.base import clock
from therapy.library.datafile import Entry
from therapy.library.models import Exercise

# Any number that nothing else in the project locks by.
_LOCK = 620_017_001


@dataclass(frozen=True)
class Loaded:
    """What a load did, in numbers of exercises and of steps between them."""

    added: int
    changed: int
    archived: int
    unchanged: int
    steps_added: int
    steps_removed: int

    @property
    def wrote(self) -> bool:
        """Whether anything in the database is different now."""
        return any((self.added, self.changed, self.archived, self.steps_added, self.steps_removed))


@transaction.atomic
def load_built_in(entries: list[Entry]) -> Loaded:
    """Makes the built-in exercises be as `entries`, matched by slug; clinics' own are left alone.

    One that is not in `entries` is archived, since plans may point to it, and comes back when it is again. Running it
    once more writes nothing. At most 10 statements, whatever the number of entries.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])  # two servers may start at once
    stored = {exercise.slug: exercise for exercise in Exercise.objects.filter(clinic=None)}
    added, changed = _compare(entries, stored)
    Exercise.objects.bulk_create(added)
    if changed:
        Exercise.objects.bulk_update(changed, [*entries[0].fields, "archived_at"])
    wanted = {entry.slug for entry in entries}
    gone = [
        exercise.pk
        for slug, exercise in stored.items()
        if slug not in wanted and exercise.archived_at is None
    ]
    if gone:
        Exercise.objects.filter(pk__in=gone).update(archived_at=clock.now())
    ids = {exercise.slug: exercise.pk for exercise in [*stored.values(), *added]}
    steps_added, steps_removed = _connect(entries, ids)
    return Loaded(
        added=len(added),
        changed=len(changed),
        archived=len(gone),
        unchanged=len(entries) - len(added) - len(changed),
        steps_added=steps_added,
        steps_removed=steps_removed,
    )


def _compare(entries: list[Entry], stored: dict[str, Exercise]) -> tuple[list[Exercise], list[Exercise]]:
    """New rows, and the stored ones that differ from their entry, already with its values."""
    added, changed = [], []
    for entry in entries:
        exercise = stored.get(entry.slug)
        if exercise is None:
            added.append(Exercise(clinic=None, slug=entry.slug, **entry.fields))
            continue
        differs = exercise.archived_at is not None
        exercise.archived_at = None
        for name, value in entry.fields.items():
            if getattr(exercise, name) != value:
                setattr(exercise, name, value)
                differs = True
        if differs:
            changed.append(exercise)
    return added, changed


def _connect(entries: list[Entry], ids: dict[str, UUID]) -> tuple[int, int]:
    """Steps between built-in exercises as the entries have them; numbers of those added and removed."""
    step = Exercise.harder.through
    wanted = {(ids[entry.slug], ids[harder]) for entry in entries for harder in entry.harder}
    known = list(ids.values())
    stored = {
        (row.from_exercise_id, row.to_exercise_id): row.pk
        for row in step.objects.filter(from_exercise__in=known, to_exercise__in=known)
    }
    missing = wanted - stored.keys()
    extra = [pk for ends, pk in stored.items() if ends not in wanted]
    step.objects.bulk_create(
        [step(from_exercise_id=easier, to_exercise_id=harder) for easier, harder in missing]
    )
    if extra:
        step.objects.filter(pk__in=extra).delete()
    return len(missing), len(extra)
