"""The exercises that a plan can prescribe: built in, or a clinic's own."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic
from therapy.library.exercise_labels import (
    NO_EQUIPMENT,
    POSITIONS,
    equipment_of_kind,
    muscle_areas,
    muscles_called,
)


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    """Which exercises a clinic works with."""

    def for_clinics(self, clinics: "models.QuerySet[Clinic] | list[Clinic]") -> Self:
        """Built-in entries and the own ones of `clinics`, without those taken out of use."""
        return self.of_clinics(clinics).filter(archived_at=None)

    def of_clinics(self, clinics: "models.QuerySet[Clinic] | list[Clinic]") -> Self:
        """As `for_clinics`, with those taken out of use, which an old plan may still name."""
        return self.filter(Q(clinic=None) | Q(clinic__in=clinics))

    def matching(self, text: str) -> Self:
        """Exercises in whose name, other names or muscles each word of `text` occurs, in any letter case."""
        found = self.annotate(
            other_names=Func(
                F("aliases"), Value(" "), function="array_to_string", output_field=models.TextField()
            )
        )
        for word in text.split():
            muscles = muscles_called(word)
            found = found.filter(
                Q(name__icontains=word)
                | Q(other_names__icontains=word)
                | Q(primary_muscles__overlap=muscles)
                | Q(secondary_muscles__overlap=muscles)
            )
        return found

    def in_position(self, position: str) -> Self:
        """Exercises that are done in this position, or can be."""
        return self.filter(Q(position=position) | Q(alt_positions__contains=[position]))

    def with_equipment(self, kind: str) -> Self:
        """Exercises that use this kind of equipment, or no equipment at all. Raises KeyError for an unknown kind."""
        if kind == NO_EQUIPMENT:
            return self.filter(equipment=[])
        return self.filter(equipment__overlap=equipment_of_kind(kind))


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
    def position_words(self) -> str:
        """The position in plain words; a clinic's own that is not in the list is said as it was written."""
        return str(POSITIONS.get(self.position, self.position))

    @property
    def about(self) -> str:
        """One plain line: “Builds the calf.”"""
        areas = get_text_list([*muscle_areas(self.primary_muscles)], gettext("and"))
        said = {
            self.Category.MOBILITY: _("Moves the %(areas)s."),
            self.Category.STRENGTH: _("Builds the %(areas)s."),
            self.Category.STRETCH: _("Stretches the %(areas)s."),
            self.Category.BALANCE: _("Trains balance."),
            self.Category.AEROBIC: _("Trains walking and breath."),
        }
        return str(said[self.Category(self.category)]) % {"areas": areas}

    @property
    def needs(self) -> str:
        """What has to be at hand, one plain line."""
        if not self.equipment:
            return gettext("You need nothing for it.")
        return gettext("You need: %(things)s.") % {"things": ", ".join(self.equipment)}

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
