"""What a therapist is asked to look at: raised once for each cause, until somebody says that they have seen it."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, User
from therapy.base import clock
from therapy.care.models import Patient
from therapy.trail.history import keeps_history


class AlertQuerySet(models.QuerySet["Alert"]):
    """Which alerts are open."""

    def open_on(self, today: date) -> Self:
        """Not seen by anybody, and not put off until a day after `today`."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today), acknowledged_at=None)


@keeps_history
class Alert(models.Model):
    """One thing about one patient. `evidence` holds ids and days, never a sentence: the words are made when it is read.

    `cause` is what it was raised for, such as the id of a check; the same rule and cause raise no second one.
    """

    class Rule(models.TextChoices):
        STOP = "stop", _("a check stopped the exercises")
        MORNING = "morning", _("clearly worse the morning after")
        MISTAKE = "mistake", _("said to be pressed by mistake")

    class Level(models.TextChoices):
        EMERGENCY = "E", _("emergency")
        TODAY = "S", _("today")
        TELL = "T", _("before the next session")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="alerts")
    rule = models.CharField(max_length=10, choices=Rule.choices)
    cause = models.CharField(max_length=64)
    level = models.CharField(max_length=1, choices=Level.choices)
    evidence = models.JSONField(default=dict)
    raised_at = models.DateTimeField(default=clock.now, editable=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    snoozed_until = models.DateField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-raised_at"]
        indexes: ClassVar = [
            models.Index(fields=["patient"], condition=Q(acknowledged_at=None), name="alert_that_asks"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patient", "rule", "cause"], name="alert_once"),
            models.CheckConstraint(condition=Q(level__in=["E", "S", "T"]), name="alert_level"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="somebody_has_seen_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} · {self.level} · {self.raised_at:%Y-%m-%d %H:%M}"
