"""The morning after a session: whether pain or stiffness was clearly worse than usual (clinical-facts 2.5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

QUESTION = _("How was your leg the morning after your last session?")
PAIN = _("Pain that morning, 0 to 10")
COMPARED = _("And compared with a usual morning?")
STIFF = _("Were you stiff for over 30 minutes longer than usual?")
WORSE = _("the morning after was clearly worse than usual")
# What to do about it: cut the load by half or one step, and 24 to 48 hours of rest for what was trained.
ADVICE = _(
    "Leave out what you trained that day for one or two days. Then do half of it, or one step easier. "
    "Your therapist is told."
)


class Compared(models.TextChoices):
    """Against a usual morning. Clearly worse is 2 points or more of 10."""

    SAME = "same", _("The same or less")
    LITTLE = "little", _("A little more, 1 point")
    CLEARLY = "clearly", _("Clearly more, 2 points or more")


def is_clearly_worse(compared: str, stiff_longer: bool | None) -> bool:
    """2 points or more, or stiffness that lasted over 30 minutes longer than usual."""
    return compared == Compared.CLEARLY or bool(stiff_longer)
