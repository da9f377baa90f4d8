"""Warning signs in plain words (clinical-facts 5.2), by how soon help is needed.

The sentences are those of the check (`logbook.screening.signs`), so that both say the same. Never a diagnosis, never a
score.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Clinic
from therapy.logbook.screening.signs import SIGNS, Sign
from therapy.logbook.screening.urgency import DO

# These sort a "yes" of the check; in a list that is read from the top, the lines of R1 and R3 say it.
ONLY_ASKED = ("R2.breath", "R3.slower")
# Where the list also says what to do at once.
WITH_DO = ("R4.tight", "R7.hot", "R13.low", "R17.weight")


@dataclass(frozen=True, slots=True)
class Urgency:
    """Signs that need the same step. `level` is emergency, today or tell; `ids` are the rows of the table of facts."""

    level: str
    title: str
    do: str
    signs: list[str]
    ids: tuple[str, ...]


def groups_of(clinic: Clinic | None) -> list[Urgency]:
    """The three urgencies, most urgent first, with the emergency number of the clinic's country where it is known."""
    title = (
        _("Call the emergency number now if")
        if clinic is None
        else _("Call %(number)s now if") % {"number": clinic.emergency_number}
    )
    tell = _group("tell", _("Tell your therapist before the next session if"), "T")
    # Told after a set and the next morning (2.5), so no question of the check.
    tell.signs.append(_("an exercise hurts 6 or more of 10, or the pain is clearly worse the next morning"))
    return [_group("emergency", title, "E"), _group("today", _("See a doctor today if"), "S"), tell]


def _group(level: str, title: str, urgency: str) -> Urgency:
    """What everybody is told: the rows of 5.2, without what 4.2 adds for a cause."""
    signs = [
        sign
        for sign in SIGNS
        if sign.urgency == urgency and sign.row.startswith("R") and sign.id not in ONLY_ASKED
    ]
    return Urgency(
        level,
        title,
        str(DO[urgency])
        if urgency != "T"
        else _("Leave out the exercise that brings it on until you have talked."),
        [_line(sign) for sign in signs],
        tuple(dict.fromkeys(sign.row for sign in signs)),
    )


def _line(sign: Sign) -> str:
    """The sign, and for some after a colon what to do at once."""
    if sign.id not in WITH_DO:
        return str(sign.words)
    return _("%(sign)s: %(do)s") % {"sign": sign.words, "do": sign.do[0]}
