"""A side in words, in each form that a text needs: nobody may lower-case or add an article to a translated word."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from therapy.base.side import AffectedSide, Side

Forms = dict[str, str | Promise]

SIDE_IN_TEXT: Forms = {
    Side.LEFT: gettext_lazy("left"),
    Side.RIGHT: gettext_lazy("right"),
    Side.BOTH: gettext_lazy("both"),
}
LEG_IN_TEXT: Forms = {
    Side.LEFT: gettext_lazy("left leg"),
    Side.RIGHT: gettext_lazy("right leg"),
    Side.BOTH: gettext_lazy("both legs"),
}
# Lazy, for texts that are put together when somebody reads them.
THE_LEG: Forms = {
    Side.LEFT: gettext_lazy("the left leg"),
    Side.RIGHT: gettext_lazy("the right leg"),
    Side.BOTH: gettext_lazy("both legs"),
}


def side_label(side: Side) -> str:
    """“Left”, “Right”, “Both”. Raises ValueError for anything that is not a side, as all of these do."""
    return _side_label(side, get_language())


@lru_cache(maxsize=256)  # a caseload or a year of charts says the same few words thousands of times
def _side_label(side: Side, language: str | None) -> str:
    return str(Side(side).label)


def leg_label(side: Side) -> str:
    """“Left leg”, “Right leg”, “Both legs”, alone or at the beginning of a line."""
    return _leg_label(side, get_language())


@lru_cache(maxsize=256)
def _leg_label(side: Side, language: str | None) -> str:
    return str(AffectedSide(side).label)


def side_in_text(side: Side) -> str:
    """“left”, “right”, “both”, in the middle of a text."""
    return str(SIDE_IN_TEXT[Side(side)])


def leg_in_text(side: Side) -> str:
    """“left leg”, “right leg”, “both legs”, in the middle of a text."""
    return str(LEG_IN_TEXT[Side(side)])


def the_leg(side: Side) -> str:
    """“the left leg”, “the right leg”, “both legs”."""
    return str(THE_LEG[Side(side)])


def the_legs(sides: Iterable[Side]) -> str:
    """“the left leg and the right leg”."""
    return get_text_list([the_leg(side) for side in sides], _("and"))
