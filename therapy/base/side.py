"""The side of the body that a fact belongs to: the left leg, the right leg, or both in one movement."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """`BOTH` is one movement of both legs; it never counts into `LEFT` or `RIGHT`."""

    LEFT = "L", _("Left")
    RIGHT = "R", _("Right")
    BOTH = "B", _("Both")


SIDE_ORDER = {Side.LEFT: 0, Side.RIGHT: 1, Side.BOTH: 2}


def side_sort_key(side: str) -> int:
    """Left before Right before Both, as every list and chart shows them."""
    return SIDE_ORDER[Side(side)]


def other_leg(side: str) -> Side:
    """The opposite single leg. Raises ValueError for `B`, which has no opposite."""
    if side == Side.LEFT:
        return Side.RIGHT
    if side == Side.RIGHT:
        return Side.LEFT
    raise ValueError(f"{side!r} has no other leg")
