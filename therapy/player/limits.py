"""The numbers and ids that the player decides by, so that none of them is typed a second time in JavaScript.

The page hands them over with its words, so they are always those of the modules that came with it; a plan that was kept
on the device before they changed is judged by the new ones.
"""

from typing import Any

from therapy.base.amount_words import LONG_HOLD_S
from therapy.logbook import limits, pain
from therapy.logbook.models import Set
from therapy.logbook.screening import glucose
from therapy.logbook.screening.urgency import ORDER
from therapy.logbook.validation import MAXIMA


def player_limits() -> dict[str, Any]:
    """As plain JSON. Units: holds in seconds, loads in kilograms, sugar in mg/dL; pain and effort 0 to 10."""
    return {
        "most": {name: float(most) for name, most in MAXIMA.items()},
        "scale_max": limits.SCALE_MAX,
        "note_max": limits.MAX_SET_NOTE,
        "extra_sets": limits.EXTRA_SETS,
        "long_hold_s": LONG_HOLD_S,
        "skip_reasons": list(Set.SkipReason.values),
        "pain": {
            "amber_from": pain.AMBER_FROM,
            "red_from": pain.RED_FROM,
            "muscle_amber_from": pain.MUSCLE_AMBER_FROM,
        },
        "glucose": {
            "very_low": glucose.VERY_LOW,
            "low": glucose.LOW,
            "eat_under": glucose.EAT_UNDER,
            "eat_under_with_drugs": glucose.EAT_UNDER_WITH_DRUGS,
            "ketones_over": glucose.KETONES_OVER,
            "light_over": glucose.LIGHT_OVER,
            "stop_from": glucose.STOP_FROM,
            "mg_dl_per_mmol_l": glucose.MG_DL_PER_MMOL_L,
        },
        "urgencies": [urgency.value for urgency in ORDER],
    }
