"""The look at both feet before and after each session, for any diabetes (clinical-facts 4.2, D1, D6 and D7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from therapy.logbook.screening.signs import STAY_OFF

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Point:
    """One of the seven things to look for. Without an urgency it is put right at once, and stops nothing."""

    name: str
    words: "_StrPromise"
    urgency: str
    said: "_StrPromise"
    do: "tuple[_StrPromise, ...]" = ()

    @property
    def id(self) -> str:
        """The id of what it finds, such as D1.cut."""
        return f"D1.{self.name}"


# Of the look after a session.
AFTER_TITLE = _("Look at both feet")
AFTER_LEAD = _("Shoes and socks off. Use a mirror for the sole.")
QUESTION = _("Look at both feet, top, sole and between the toes. Do you see or feel any of these?")
# Which care a find needs is that of R6 and R7: same day, off the foot. Redness by N5: it should fade in 20 to 30 min.
POINTS = (
    Point("cut", _("A cut"), "S", _("there is a cut on your foot"), (STAY_OFF,)),
    Point("blister", _("A blister"), "S", _("there is a blister on your foot"), (STAY_OFF,)),
    Point(
        "redness",
        _("Redness that has not faded after 20 minutes"),
        "S",
        _("there is redness on your foot that does not fade"),
        (STAY_OFF,),
    ),
    Point("hot", _("A hot spot"), "S", _("there is a hot spot on your foot"), (STAY_OFF,)),
    Point("swelling", _("Swelling"), "S", _("your foot is swollen"), (STAY_OFF,)),
    Point("colour", _("A change of colour"), "S", _("your foot has changed colour"), (STAY_OFF,)),
    Point(
        "shoe",
        _("Something in the shoe"),
        "",
        _("there was something in your shoe"),
        (_("Take it out of the shoe, and look at the skin where it was."),),
    ),
)
NAMES = tuple(point.name for point in POINTS)


def found(foot: Mapping[str, bool] | None) -> list[Point]:
    """The points that were answered with yes; none where nobody was asked."""
    return [point for point in POINTS if foot and foot.get(point.name)]
