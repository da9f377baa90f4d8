"""Writes of the library: the built-in exercises as the data file has them."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from therapy.library import built_in
from therapy.library.datafile import Entry
from therapy.library.models import Exercise


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
    brought = built_in.bring(Exercise, entries)
    steps_added, steps_removed = _connect(entries, brought.ids)
    return Loaded(
        added=brought.added,
        changed=brought.changed,
        archived=brought.archived,
        unchanged=brought.unchanged,
        steps_added=steps_added,
        steps_removed=steps_removed,
    )


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
