"""The exercises that a plan can prescribe: built in, or a clinic's own."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    """Which exercises a clinic works with."""

    def for_clinics(self, clinics: "models.QuerySet[Clinic] | list[Clinic]") -> Self:
        """Built-in entries and the own ones of `clinics`, without those taken out of use."""
        return self.filter(Q(clinic=None) | Q(clinic__in=clinics), archived_at=None)


class Exercise(models.Model):
    """One entry of the library. Fields follow the data file, whose notes are clinical-facts section 1."""

    class Category(models.TextChoices):
        MOBILITY = "mobility", _("Mobility")
        STRENGTH = "strength", _("Strength")
        STRETCH = "stretch", _("Stretch")
        BALANCE = "balance", _("Balance")
        AEROBIC = "gait-aerobic", _("Walking and aerobic")

    class Laterality(models.TextChoices):
        UNILATERAL = "unilateral", _("Each leg on its own")
        BILATERAL = "bilateral", _("Both legs in one movement")
        EITHER = "either", _("Either way")

    class WeightBearing(models.TextChoices):
        NONE = "none", _("No weight on the leg")
        PARTIAL = "partial", _("Part of your weight")
        FULL_TWO_LEG = "full_two_leg", _("Full weight on two legs")
        FULL_ONE_LEG = "full_one_leg", _("Full weight on one leg")

    MAX_LOAD_TIER = 7

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="exercises"
    )
    slug = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField(
        help_text="Place in the built-in list; a clinic's own come after."
    )
    name = models.CharField(_("name"), max_length=120)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    primary_muscles = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    secondary_muscles = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    joint_action = models.CharField(max_length=300, blank=True)
    position = models.CharField(_("position"), max_length=40)
    alt_positions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    laterality = models.CharField(max_length=10, choices=Laterality.choices)
    weight_bearing = models.CharField(_("weight bearing"), max_length=12, choices=WeightBearing.choices)
    load_tier = models.PositiveSmallIntegerField(
        _("load tier"), help_text="0 (unloaded) to 7 (one leg, added load)."
    )
    contraction = models.CharField(max_length=80, blank=True)
    equipment = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    log_fields = ArrayField(models.CharField(max_length=40), default=list, help_text="What one set records.")
    dose = models.JSONField(default=dict, help_text="Default dose as in the data file; rest_s may be words.")
    steps = ArrayField(models.CharField(max_length=300), default=list)
    mistakes = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    precautions = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    harder = models.ManyToManyField("self", symmetrical=False, related_name="easier", blank=True)
    figure = models.JSONField(default=dict, blank=True)
    evidence = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug"], condition=Q(clinic=None), name="built_in_exercise_slug"),
            models.UniqueConstraint(fields=["clinic", "slug"], name="clinic_exercise_slug"),
            models.CheckConstraint(condition=Q(load_tier__lte=7), name="exercise_load_tier_to_7"),
        ]
        indexes: ClassVar = [GinIndex(fields=["tags"], name="exercise_tags")]

    def __str__(self) -> str:
        return self.name

    @property
    def logs_band(self) -> bool:
        """Whether a set of it records the colour of a band."""
        return "band_colour" in self.log_fields

    @property
    def logs_load(self) -> bool:
        """Whether a set of it records a load in kilograms."""
        return "load_kg" in self.log_fields

    @property
    def is_timed(self) -> bool:
        """Whether it is done by the minute instead of by repetitions."""
        return "duration_min" in self.dose

    @property
    def is_walked(self) -> bool:
        """Whether it is done by the metre instead of by repetitions."""
        return "distance_m" in self.dose
