"""Amounts of exercise in words, from plain values: a short form for tables and charts, a long one for sentences.

Library, plans, logbook, player and progress all say amounts through these, so that one dose reads the same everywhere.
"""

from decimal import Decimal
from functools import lru_cache
from math import ceil

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, ngettext_lazy
from django.utils.translation import gettext as _

# From this hold on the seconds are the work, and count: a choice of this project (D). A shorter one is a stop at the
# top of the movement.
LONG_HOLD_S = 5
DAYS_A_WEEK = 7

SHORT: dict[str, str | Promise] = {
    "seconds": gettext_lazy("%(count)s s"),
    "minutes": gettext_lazy("%(count)s min"),
    "metres": gettext_lazy("%(count)s m"),
}
LONG: dict[str, str | Promise] = {
    "seconds": ngettext_lazy("%(count)s second", "%(count)s seconds", "plural"),
    "minutes": ngettext_lazy("%(count)s minute", "%(count)s minutes", "plural"),
    "metres": ngettext_lazy("%(count)s metre", "%(count)s metres", "plural"),
}

Number = int | float | Decimal


def number(value: Number) -> str:
    """A number as the person's locale writes it, without needless zeros."""
    return formats.number_format(value if isinstance(value, int) else f"{Decimal(str(value)).normalize():f}")


def is_long_hold(hold_s: int | None) -> bool:
    """Whether a hold of so many seconds is the work itself."""
    return hold_s is not None and hold_s >= LONG_HOLD_S


def short_amount(value: Number, unit: str) -> str:
    """“11 reps”, “60 s”, “12.5 min”, “400 m” for the units reps, seconds, minutes and metres.

    Raises KeyError for another unit.
    """
    return _short(value, unit, get_language())


@lru_cache(maxsize=1024)  # a page of charts says the same few amounts hundreds of times
def _short(value: Number, unit: str, language: str | None) -> str:
    if unit == "reps":
        return ngettext("%(count)s rep", "%(count)s reps", _plural(value)) % {"count": number(value)}
    return str(SHORT[unit]) % {"count": number(value)}


def long_amount(value: Number, unit: str) -> str:
    """“30 seconds”, “1 minute”, “10 metres”. Raises KeyError for a unit that is none of these."""
    return str(LONG[unit] % {"count": number(value), "plural": _plural(value)})


def _plural(value: Number) -> int:
    """The whole number by which a grammar chooses: half a minute goes like two."""
    return int(value) if value == int(value) else max(2, ceil(value))


def set_words(reps: Number | None, hold_s: int | None, minutes: Number | None, metres: Number | None) -> str:
    """What one set is: “8 reps”, “2 holds of 30 s”, “15 min”; empty where no amount is known."""
    parts = []
    if minutes is not None:
        parts.append(short_amount(minutes, "minutes"))
    if metres is not None:
        parts.append(short_amount(metres, "metres"))
    if reps is not None and hold_s and is_long_hold(hold_s):
        parts.append(_holds(reps, short_amount(hold_s, "seconds")))
    elif reps is not None:
        parts.append(short_amount(reps, "reps"))
    elif hold_s:
        parts.append(_("hold of %(time)s") % {"time": short_amount(hold_s, "seconds")})
    return ", ".join(parts)


def dose_words(
    sets: int,
    reps: int | None,
    hold_s: int | None = None,
    minutes: int | None = None,
    metres: int | None = None,
) -> str:
    """All sets of a dose in the long form: “3 sets of 8”, “2 holds of 30 seconds”, “3 times 10 metres”.

    Raises ValueError for a dose that counts nothing.
    """
    once = _once(reps, hold_s, minutes, metres)
    if sets == 1 and (reps is None or is_long_hold(hold_s)):
        return once
    if reps is None:
        return _("%(sets)s times %(once)s") % {"sets": number(sets), "once": once}
    words = ngettext("%(sets)s set of %(amount)s", "%(sets)s sets of %(amount)s", sets)
    return words % {"sets": number(sets), "amount": once}


def _once(reps: int | None, hold_s: int | None, minutes: int | None, metres: int | None) -> str:
    if minutes is not None:
        return long_amount(minutes, "minutes")
    if metres is not None:
        return long_amount(metres, "metres")
    if reps is None:
        raise ValueError("a dose counts reps, minutes or metres")
    return _holds(reps, long_amount(hold_s or 0, "seconds")) if is_long_hold(hold_s) else number(reps)


def _holds(reps: Number, time: str) -> str:
    words = ngettext("%(count)s hold of %(time)s", "%(count)s holds of %(time)s", _plural(reps))
    return words % {"count": number(reps), "time": time}


def spoken_set(reps: int | None, hold_s: int | None, minutes: int | None, metres: int | None) -> str:
    """One set as the player says it: “8 times”, “Hold 30 seconds, 2 times”, “20 minutes”, “10 metres”."""
    if minutes is not None:
        return long_amount(minutes, "minutes")
    if metres is not None:
        return long_amount(metres, "metres")
    times = ngettext("%(count)s time", "%(count)s times", reps or 0) % {"count": number(reps or 0)}
    if not is_long_hold(hold_s):
        return times
    hold = _("Hold %(time)s") % {"time": long_amount(hold_s or 0, "seconds")}
    return hold if reps == 1 else _("%(hold)s, %(times)s") % {"hold": hold, "times": times}


def days_a_week(days: int) -> str:
    """“every day” or “3 days a week”."""
    if days == DAYS_A_WEEK:
        return _("every day")
    return ngettext("%(days)s day a week", "%(days)s days a week", days) % {"days": number(days)}


def times_a_day(times: int) -> str:
    """“once a day”, “twice a day”, “3 times a day”."""
    if times == 1:
        return _("once a day")
    if times == 2:
        return _("twice a day")
    return _("%(times)s times a day") % {"times": number(times)}
