"""History of every row of a record, kept by triggers: what it said after each change, and before its end.

The triggers see whole statements, so that `bulk_create`, `update()` and plain SQL are kept as well. A table of events
holds the rows; who, when and from where stands in the entry of the trail that each statement leaves (`trail.models`).
"""

from typing import TypeVar

import pghistory
from django.db import models
from pghistory.models import Event

Tracked = TypeVar("Tracked", bound=type[models.Model])


class HistoryRow(Event):
    """A row of history. `pgh_label` is insert, update, delete, or start: it was there before history was kept."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def keeps_history(model: Tracked) -> Tracked:
    """Class decorator: every insert, update and delete of this model's rows is kept. Its migration has to say
    `operations.on_the_trail` for the table of events, or a test fails.
    """
    stored = [field.name for field in model._meta.local_fields if not field.generated]
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        fields=stored,
        # Events outlive what they tell of, and point at nothing.
        obj_field=None,
        context_field=None,  # type: ignore[arg-type]  # as its documentation offers
        base_model=HistoryRow,
        meta={"indexes": [models.Index(fields=["id"], name=f"{model.__name__.lower()}_history")]},
        model_name=f"{model.__name__}Event",
        level=pghistory.Statement,
    )(model)
