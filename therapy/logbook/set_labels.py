"""Doses and sets as a patient reads them: "3 sets of 8", "2 holds of 30 seconds", "6 reps, 5 kg"."""

from decimal import Decimal

from django.utils.translation import gettext as _

from therapy.base import amount_words
from therapy.base.amount_words import set_words, times_a_day
from therapy.base.side import Side
from therapy.base.side_labels import leg_label
from therapy.logbook.models import Set
from therapy.plans.models import DoseFields
from therapy.plans.wording import load_in_words, loads


def dose_words(dose: DoseFields, times_per_day: int = 1) -> str:
    """All of a dose: "3 sets of 8, 5 kg", "2 holds of 30 seconds", "20 minutes, twice a day"."""
    parts = [
        amount_words.dose_words(dose.sets, dose.reps, dose.hold_s, dose.minutes, dose.metres),
        *loads(dose.load_kg, dose.band),
    ]
    if note := load_in_words(dose):
        parts.append(note)
    if times_per_day > 1:
        parts.append(times_a_day(times_per_day))
    return ", ".join(parts)


def target_words(dose: DoseFields) -> str:
    """The target of one set: "8 reps", "2 holds of 30 s, red band"."""
    return _set_words(dose.reps, dose.hold_s, dose.minutes, dose.metres, dose.load_kg, dose.band)


def logged_target_words(logged: Set) -> str:
    """The target that the set had when it was logged, whatever the plan says now."""
    return _set_words(
        logged.target_reps,
        logged.target_hold_s,
        logged.target_minutes,
        logged.target_metres,
        logged.target_load_kg,
        logged.target_band,
    )


def done_words(logged: Set) -> str:
    """What was done in a set, or why it was not: "6 reps, 5 kg", "Skipped: too tired", "how much: not said"."""
    if logged.outcome == Set.Outcome.SKIPPED:
        return _("Skipped: %(reason)s") % {"reason": logged.get_skip_reason_display()}
    return _set_words(logged.reps, logged.hold_s, logged.minutes, logged.metres, logged.load_kg, logged.band)


def _set_words(
    reps: int | None,
    hold_s: int | None,
    minutes: Decimal | int | None,
    metres: int | None,
    load_kg: Decimal | None,
    band: str,
) -> str:
    """Amount and load of one set; "how much: not said" where no amount is known."""
    amount = set_words(reps, hold_s, minutes, metres) or _("how much: not said")
    return ", ".join([amount, *loads(load_kg, band)])


def position_words(position: int, total: int) -> str:
    """Such as "set 1 of 3", or beyond the dose "extra set 4"."""
    if position > total:
        return _("extra set %(position)d") % {"position": position}
    return _("set %(position)d of %(total)d") % {"position": position, "total": total}


def set_name(side: Side, position: int, total: int) -> str:
    """Such as "Left leg, set 1 of 3"."""
    return f"{leg_label(side)}, {position_words(position, total)}"
