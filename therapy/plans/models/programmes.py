"""Programmes that can be reused: trees of phases and exercises without a patient."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic
from therapy.library.models import Exercise
from therapy.plans.dose_fields import DoseFields, one_amount


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Which programmes a clinic works with."""

    def for_clinics(self, clinics: "models.QuerySet[Clinic] | list[Clinic]") -> Self:
        """Shipped ones and the own ones of `clinics`."""
        return self.filter(Q(clinic=None) | Q(clinic__in=clinics), archived_at=None)


class Programme(models.Model):
    """A reusable tree of phases and prescriptions, owned by a clinic or shipped (clinic empty)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes"
    )
    slug = models.SlugField(max_length=80)
    title = models.CharField(_("title"), max_length=150)
    meant_for = models.TextField(_("for"), blank=True)
    not_for = models.TextField(_("not for"), blank=True)
    code_hints = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    test_weeks = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    tests = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    precautions = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug"], condition=Q(clinic=None), name="shipped_programme_slug"),
            models.UniqueConstraint(fields=["clinic", "slug"], name="clinic_programme_slug"),
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammePhase(models.Model):
    """One phase of a programme; `weeks` is in the programme's own words ("3-5", "until grade 3")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    weeks = models.CharField(max_length=60, blank=True)
    session_rule = models.CharField(max_length=200, blank=True)
    go_on_when = ArrayField(models.CharField(max_length=250), default=list, blank=True)
    step_back_when = ArrayField(models.CharField(max_length=250), default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="programme_phase_number")
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeItem(DoseFields):
    """One exercise of a programme's phase, whose side is still a rule and no leg."""

    class SideRule(models.TextChoices):
        AFFECTED = "affected", _("the affected leg")
        BOTH = "both", _("each leg on its own")
        BILATERAL = "bilateral", _("both legs in one movement")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phase = models.ForeignKey(ProgrammePhase, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="+")
    side_rule = models.CharField(max_length=10, choices=SideRule.choices)
    days_per_week = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(7)])

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [one_amount("programme_item_one_amount")]

    def __str__(self) -> str:
        return f"{self.exercise} ({self.side_rule})"
