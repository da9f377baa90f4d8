"""The trail: who looked at which record and who changed it, when and from where; added to, never changed.

`Entry` says what happened. `Link` seals each entry into the chain of one record when its transaction commits, and
`Head` is the end of each chain. The database fills in who, when and from where; see `migrations/0002_walls.py`.
"""

from typing import ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import BigIntegerField, Func, Q, TextField, UUIDField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from therapy.trail.fields import RangesField, said_by_transaction


class Shape(models.Model):
    """The columns that a table of events had when an entry's digest was taken, so that a later column breaks none."""

    table = models.CharField(max_length=63)
    columns = ArrayField(models.CharField(max_length=63))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["table", "columns"], name="shape_once")]

    def __str__(self) -> str:
        return self.table


class EntryQuerySet(models.QuerySet["Entry"]):
    """Whose record the entries are about."""

    def about(self, patient_id: UUID) -> Self:
        """Entries about one patient's record, lists that they stood in included."""
        return self.about_any([patient_id])

    def about_any(self, patient_ids: list[UUID]) -> Self:
        """Entries about the records of any of these patients, lists that they stood in included."""
        return self.filter(Q(patient_id__in=patient_ids) | Q(patient_ids__overlap=patient_ids))


class Entry(models.Model):
    """One look at a record, or one statement that changed it.

    Ids stand here without foreign keys: the trail outlives what it is about, and a look locks no row of anybody.
    """

    class Kind(models.TextChoices):
        READ = "read", _("opened")
        LIST = "list", _("in a list")
        INSERT = "insert", _("added")
        UPDATE = "update", _("changed")
        DELETE = "delete", _("removed")
        START = "start", _("was there when history began")
        GLASS = "glass", _("glass broken")
        EXPORT = "export", _("audit exported")

    # Of which columns the seal is taken, and how: `trail_digest`. A new column needs a new format.
    format = models.SmallIntegerField(db_default=1)
    at = models.DateTimeField(db_default=Func(function="clock_timestamp"))
    # All entries of one transaction carry the same number.
    transaction = models.BigIntegerField(
        db_default=Cast(Cast(Func(function="pg_current_xact_id"), TextField()), BigIntegerField())
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # The name of the page for a look, the table for a change; empty for a look from no page.
    what = models.CharField(max_length=100)
    clinic_id = models.UUIDField(null=True)
    patient_id = models.UUIDField(null=True)
    patient_ids = ArrayField(models.UUIDField(), null=True)
    # Nobody: a job, a migration, or the owner's shell.
    person_id = models.UUIDField(null=True, db_default=said_by_transaction("person", UUIDField()))
    address = models.GenericIPAddressField(
        null=True, db_default=said_by_transaction("address", models.GenericIPAddressField())
    )
    # What the transaction worked on: `own`, `team`, `people`, `clinic`, or several (accounts.tenancy.walls).
    scopes = models.TextField(null=True, db_default=said_by_transaction("scopes", TextField()))  # noqa: DJ001 - NULL is "not said"
    # For a change: the rows of the table of events that it stands for, how many, and a digest of all they say.
    shape = models.ForeignKey(
        Shape,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,  # checking it would lock the row of everybody who writes
        db_index=False,
    )
    events = RangesField(null=True)
    count = models.IntegerField(null=True)
    digest = models.BinaryField(null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["clinic_id", "-at", "-id"], name="trail_by_clinic_at"),
            models.Index(fields=["patient_id", "-id"], name="trail_by_patient"),
            models.Index(fields=["person_id", "-id"], name="trail_by_person"),
            GinIndex(fields=["patient_ids"], name="trail_by_list", condition=Q(patient_ids__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["read", "list", "insert", "update", "delete", "start", "glass", "export"]
                ),
                name="trail_kind",
            ),
            # Only the triggers on the tables of events know a shape: nobody else can claim a change.
            models.CheckConstraint(
                condition=Q(kind__in=["insert", "update", "delete", "start"]) ^ Q(shape=None),
                name="trail_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.kind} · {self.what}"

    @property
    def about(self) -> list[UUID]:
        """The patients whom the entry is about: one, those of a list, or none."""
        return [self.patient_id] if self.patient_id else self.patient_ids or []


class Link(models.Model):
    """An entry's place in its chain: its digest, and the hash over that and all before it.

    A chain is a patient's record; for lists and exports the person's who looked; else the clinic's.
    """

    chain = models.UUIDField()
    number = models.BigIntegerField()
    entry_id = models.BigIntegerField(unique=True)
    digest = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["chain", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "number"], name="link_number")]

    def __str__(self) -> str:
        return f"{self.chain} · {self.number}"


class Head(models.Model):
    """The end of a chain: how many links it has, and the hash of the last."""

    chain = models.UUIDField(primary_key=True)
    number = models.BigIntegerField()
    digest = models.BinaryField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.chain} · {self.number}"
