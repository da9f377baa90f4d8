"""Doses and sets as a patient reads them: "3 sets of 8", "2 holds of 30 sec", "6 reps, 5 kg"."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from therapy.base.side_labels import leg_label
from therapy.base.units import load_words
from therapy.logbook.limits import LONG_HOLD_S
from therapy.logbook.models import Set
from therapy.plans.models import Band, DoseFields
from therapy.plans.wording import load_in_words, number


def dose_words(dose: DoseFields, times_per_day: int = 1) -> str:
    """All of a dose: "3 sets of 8, 5 kg", "2 holds of 30 sec", "20 minutes, twice a day"."""
    parts = [_sets_words(dose), *_load_words(dose.load_kg, dose.band)]
    if note := load_in_words(dose):
        parts.append(note)
    if times_per_day == 2:
        parts.append(_("twice a day"))
    elif times_per_day > 2:
        parts.append(_("%(times)d times a day") % {"times": times_per_day})
    return ", ".join(parts)


def target_words(dose: DoseFields) -> str:
    """What one set asks for: "8 reps", "2 holds of 30 sec, red band"."""
    amount = amount_words(dose.reps, dose.hold_s, dose.minutes, dose.metres)
    return ", ".join([amount, *_load_words(dose.load_kg, dose.band)])


def asked_words(logged: Set) -> str:
    """What the set asked for when it was logged, whatever the plan says now."""
    amount = amount_words(
        logged.target_reps, logged.target_hold_s, logged.target_minutes, logged.target_metres
    )
    return ", ".join([amount, *_load_words(logged.target_load_kg, logged.target_band)])


def done_words(logged: Set) -> str:
    """What was done in a set, or why it was not: "6 reps, 5 kg", "Skipped: too tired", "how much: not said"."""
    if logged.outcome == Set.Outcome.SKIPPED:
        return _("Skipped: %(reason)s") % {"reason": logged.get_skip_reason_display()}
    amount = amount_words(logged.reps, logged.hold_s, logged.minutes, logged.metres)
    return ", ".join([amount, *_load_words(logged.load_kg, logged.band)])


def amount_words(
    reps: int | None, hold_s: int | None, minutes: Decimal | int | None, metres: int | None
) -> str:
    """An amount of one set; "how much: not said" where none is known."""
    parts = []
    if minutes is not None:
        parts.append(_("%(count)s min") % {"count": number(minutes)})
    if metres is not None:
        parts.append(_("%(count)s m") % {"count": number(metres)})
    if reps is not None:
        parts.append(_reps_words(reps, hold_s))
    elif hold_s:
        parts.append(_("hold of %(seconds)d sec") % {"seconds": hold_s})
    return ", ".join(parts) or _("how much: not said")


def _reps_words(reps: int, hold_s: int | None) -> str:
    if hold_s is not None and hold_s >= LONG_HOLD_S:
        holds = ngettext("%(reps)d hold of %(seconds)d sec", "%(reps)d holds of %(seconds)d sec", reps)
        return holds % {"reps": reps, "seconds": hold_s}
    return ngettext("%(reps)d rep", "%(reps)d reps", reps) % {"reps": reps}


def _sets_words(dose: DoseFields) -> str:
    once = amount_words(dose.reps, dose.hold_s, dose.minutes, dose.metres)
    is_held = (dose.hold_s or 0) >= LONG_HOLD_S
    if dose.sets == 1 and (is_held or dose.reps is None):
        return once
    if dose.reps is None:
        return _("%(sets)d times %(once)s") % {"sets": dose.sets, "once": once}
    amount = once if is_held else number(dose.reps)
    return ngettext("%(sets)d set of %(amount)s", "%(sets)d sets of %(amount)s", dose.sets) % {
        "sets": dose.sets,
        "amount": amount,
    }


def _load_words(load_kg: Decimal | None, band: str) -> list[str]:
    words = []
    if load_kg is not None:
        words.append(load_words(load_kg))
    if band:
        words.append(_("%(colour)s band") % {"colour": Band(band).label})
    return words


def position_words(position: int, total: int) -> str:
    """Such as "set 1 of 3", or beyond what is asked "extra set 4"."""
    if position > total:
        return _("extra set %(position)d") % {"position": position}
    return _("set %(position)d of %(total)d") % {"position": position, "total": total}


def set_name(side: str, position: int, total: int) -> str:
    """Such as "Left leg, set 1 of 3"."""
    return f"{leg_label(side)}, {position_words(position, total)}"
