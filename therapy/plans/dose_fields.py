"""What a dose is made of: the fields that a programme's item and a patient's dose share."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Band(models.TextChoices):
    """Band colours, light to heavy. Makers differ: chart by rank, never in kg (clinical-facts 2.6)."""

    TAN = "tan", _("tan")
    YELLOW = "yellow", _("yellow")
    RED = "red", _("red")
    GREEN = "green", _("green")
    BLUE = "blue", _("blue")
    BLACK = "black", _("black")
    SILVER = "silver", _("silver")
    GOLD = "gold", _("gold")


class DoseFields(models.Model):
    """What one side is to do on one day. Exactly one of reps, minutes and metres is set: it is what counts.

    `sets` is for one time a day; `hold_s` is the hold of each repetition in seconds, `rest_s` the rest between sets.
    """

    sets = models.PositiveSmallIntegerField(
        _("sets"), validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    reps = models.PositiveSmallIntegerField(
        _("reps"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    hold_s = models.PositiveSmallIntegerField(
        _("hold, seconds"), null=True, blank=True, validators=[MaxValueValidator(300)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    metres = models.PositiveSmallIntegerField(
        _("metres"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10000)]
    )
    rest_s = models.PositiveSmallIntegerField(
        _("rest, seconds"), null=True, blank=True, validators=[MaxValueValidator(900)]
    )
    tempo = models.CharField(_("tempo"), max_length=40, blank=True, help_text=_("Seconds up, hold, down."))
    load_kg = models.DecimalField(
        _("load, kg"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(300)],
    )
    band = models.CharField(_("band"), max_length=8, choices=Band.choices, blank=True)
    load_note = models.CharField(_("load, in words"), max_length=120, blank=True)

    class Meta:
        abstract = True


def one_amount(name: str) -> models.CheckConstraint:
    """The check that a dose counts in exactly one of reps, minutes and metres."""
    return models.CheckConstraint(
        condition=(
            Q(reps__isnull=False, minutes=None, metres=None)
            | Q(reps=None, minutes__isnull=False, metres=None)
            | Q(reps=None, minutes=None, metres__isnull=False)
        ),
        name=name,
    )
