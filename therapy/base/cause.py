"""Why a lower leg has lost muscle: the word that a condition is filed under, and that an article is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cause(models.TextChoices):
    """The groups of clinical-facts 4; each has rules and articles of its own."""

    NERVE = "nerve", _("Nerve damage")
    IMMOBILITY = "immobility", _("Immobility: cast, boot, bed rest")
    FRACTURE = "fracture", _("Fracture")
    TENDON = "tendon", _("Achilles tendon rupture or repair")
    ARTERY = "artery", _("Peripheral artery disease")
    DYSTROPHY = "dystrophy", _("Muscular dystrophy")
    DIABETES = "diabetes", _("Diabetes")
    OTHER = "other", _("Other")
