"""What the numbers of an exercise's usual dose mean, in plain words. Shapes of a dose: `datafile`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from therapy.base.amount_words import DAYS_A_WEEK, days_a_week, dose_words, is_long_hold, long_amount

# Seconds up, hold, down: clinical-facts section 1, field notes.
_TEMPO = re.compile(r"(\d+)-(\d+)-(\d+)")


@dataclass(frozen=True)
class Meaning:
    """One number of a dose, and what it means."""

    number: str
    means: str


def amount(dose: Mapping[str, Any], hold_s: int | None = None) -> str:
    """How much of it: “3 sets of 12”, “10 minutes”, “3 times 10 metres”; with a long hold “2 holds of 30 seconds”."""
    return dose_words(
        dose["sets"], dose.get("reps"), hold_s, dose.get("duration_min"), dose.get("distance_m")
    )


def _seconds(count: int) -> str:
    return long_amount(count, "seconds")


def in_one_line(dose: Mapping[str, Any]) -> str:
    """The usual dose as a list shows it: “3 sets of 12, hold 1 second, 3 days a week”."""
    hold = dose.get("hold_s")
    parts = [amount(dose, hold)]
    if hold and not is_long_hold(hold):
        parts.append(_("hold %(time)s") % {"time": _seconds(hold)})
    parts.append(days_a_week(dose["days"]))
    return ", ".join(parts)


def meanings(dose: Mapping[str, Any]) -> list[Meaning]:
    """Each number of the dose with what it means, in the order in which a person meets them."""
    found = [Meaning(amount(dose), _amount_means(dose))]
    if dose.get("hold_s"):
        held = _seconds(dose["hold_s"])
        found.append(
            Meaning(_("Hold %(time)s") % {"time": held}, _("Stay at the end of the movement for that long."))
        )
    if dose.get("rest_s"):
        found.append(_rest(dose["rest_s"]))
    if dose.get("tempo"):
        found.append(_tempo(str(dose["tempo"])))
    found.append(Meaning(_days(dose["days"]), _days_mean(dose["days"])))
    return found


def _amount_means(dose: Mapping[str, Any]) -> str:
    sets = dose["sets"]
    if "duration_min" in dose:
        return _("Go on for that long. If you have to stop, say how long it was.")
    if "distance_m" in dose:
        return ngettext("Go that far once.", "Go that far %(sets)d times, with a rest between.", sets) % {
            "sets": sets
        }
    reps = ngettext("Do it once.", "Do it %(reps)d times in a row. That is one set.", dose["reps"]) % {
        "reps": dose["reps"]
    }
    if sets == 1:
        return reps
    more = sets - 1
    again = ngettext("Rest, then do %(count)d more set.", "Rest, then do %(count)d more sets.", more)
    return f"{reps} {again % {'count': more}}"


def _rest(rest: int | str) -> Meaning:
    if isinstance(rest, str):
        return Meaning(_("Rest"), rest[:1].upper() + rest[1:] + ".")
    return Meaning(_("Rest %(time)s") % {"time": _seconds(rest)}, _("The break after each set."))


def _tempo(tempo: str) -> Meaning:
    named = {
        "hold": (_("Hold still"), _("Get into place and stay there.")),
        "slow": (_("Slow"), _("Take your time over every step.")),
        "fast": (_("Fast"), _("Quick and springy, one after the other.")),
    }
    if tempo in named:
        return Meaning(*named[tempo])
    counted = _TEMPO.fullmatch(tempo)
    if counted is None:
        return Meaning(_("Pace"), tempo[:1].upper() + tempo[1:] + ".")
    up, hold, down = (int(part) for part in counted.groups())
    if hold:
        means = _("Take %(up)s to go, hold for %(hold)s, and take %(down)s to come back.") % {
            "up": _seconds(up),
            "hold": _seconds(hold),
            "down": _seconds(down),
        }
    else:
        means = _("Take %(up)s to go and %(down)s to come back.") % {
            "up": _seconds(up),
            "down": _seconds(down),
        }
    return Meaning(_("Tempo %(tempo)s") % {"tempo": tempo}, means)


def _days(days: int) -> str:
    return _("Every day") if days == DAYS_A_WEEK else days_a_week(days)


def _days_mean(days: int) -> str:
    if days == DAYS_A_WEEK:
        return _("No rest day is needed.")
    return _("The other days are rest days for these muscles.")
