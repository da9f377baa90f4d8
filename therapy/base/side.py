"""The side of the body that a fact belongs to: of a movement (`Side`) and of a condition (`AffectedSide`)."""

from typing import Literal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """The side of a movement, so of doses and sets.

    `BOTH` is one movement of both legs; it never counts into `LEFT` or `RIGHT`.
    """

    LEFT = "L", _("Left")
    RIGHT = "R", _("Right")
    BOTH = "B", _("Both")

    @property
    def legs(self) -> "tuple[Side, ...]":
        """The legs that move, Left before Right."""
        return BOTH_LEGS if self is Side.BOTH else (self,)


class AffectedSide(models.TextChoices):
    """Which leg is affected, so of conditions and plans. `BOTH` is both legs, each on its own."""

    LEFT = "L", _("Left leg")
    RIGHT = "R", _("Right leg")
    BOTH = "B", _("Both legs")

    @property
    def legs(self) -> tuple[Side, ...]:
        """The affected legs, Left before Right; never `Side.BOTH`, which is a movement."""
        return BOTH_LEGS if self is AffectedSide.BOTH else (Side(self.value),)


# Said of what has no side, such as diabetes or a finding about the whole plan.
NoSide = Literal[""]

BOTH_LEGS = (Side.LEFT, Side.RIGHT)
SIDE_ORDER = {Side.LEFT: 0, Side.RIGHT: 1, Side.BOTH: 2}


def side_sort_key(side: Side) -> int:
    """Left before Right before Both, as every list and chart shows them."""
    return SIDE_ORDER[Side(side)]
