"""How long a prescription takes. An estimate by design (D), so that a day can be kept short; it is never logged.

One repetition lasts its tempo: seconds up, hold, down ("2-1-3"), the hold being the dose's own where it is longer.
Without a tempo in numbers it lasts the hold and `MOVE_S` to get there and back. A set by the minute lasts its
minutes; a set by the metre `SECONDS_PER_METRE` each. Between two sets lies the rest, or `REST_S` where the dose names
no seconds. Each side of each exercise takes `SET_UP_S` to get into place. `times_per_day` multiplies all of it.
"""

import re
from collections.abc import Iterable
from math import ceil

from therapy.plans.models import Dose, Prescription

MOVE_S = 2
SECONDS_PER_METRE = 2
REST_S = 60
SET_UP_S = 30
TEMPO = re.compile(r"(\d+)-(\d+)-(\d+)")


def dose_seconds(dose: Dose) -> int:
    """Seconds that one side takes for all its sets, once."""
    rest = REST_S if dose.rest_s is None else dose.rest_s
    return SET_UP_S + dose.sets * set_seconds(dose) + (dose.sets - 1) * rest


def set_seconds(dose: Dose) -> int:
    """Seconds of one set."""
    if dose.minutes is not None:
        return dose.minutes * 60
    if dose.metres is not None:
        return dose.metres * SECONDS_PER_METRE
    return (dose.reps or 0) * _rep_seconds(dose)


def _rep_seconds(dose: Dose) -> int:
    hold = dose.hold_s or 0
    if tempo := TEMPO.fullmatch(dose.tempo):
        up, held, down = (int(seconds) for seconds in tempo.groups())
        return up + max(held, hold) + down
    return MOVE_S + hold


def minutes(prescription: Prescription) -> int:
    """Whole minutes, rounded up, that the prescription takes on a day on which it is due, all sides together."""
    return ceil(_seconds(prescription) / 60)


def day_minutes(prescriptions: Iterable[Prescription]) -> int:
    """Whole minutes, rounded up, of everything that is due on one day."""
    return ceil(sum(_seconds(prescription) for prescription in prescriptions) / 60)


def _seconds(prescription: Prescription) -> int:
    return sum(dose_seconds(dose) for dose in prescription.doses.all()) * prescription.times_per_day
