"""Doses, schedules and side rules said in words, with what they were before struck through."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils import dates, formats
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from therapy.base.units import load_words
from therapy.plans.models import Band, DoseFields, Prescription

# A hold that is the work itself (a stretch, a balance) stands in the first line; a short stop at the top does not.
LONG_HOLD_S = 5
# What the data file writes for an exercise without any load; said aloud it would only puzzle.
NO_LOAD = "none"
# What the library writes as the tempo of something that is held.
HOLD_TEMPO = "hold"


def number(value: int | Decimal) -> str:
    """A number as the person's locale writes it, without needless zeros."""
    return formats.number_format(f"{value.normalize():f}" if isinstance(value, Decimal) else value)


def changed(now: str, was: str | None) -> SafeString:
    """`now`, with `was` struck through before it where it is something else. A screen reader hears the difference."""
    if was is None or was == now:
        return format_html("{}", now)
    return format_html(
        '<del><span class="visually-hidden">{} </span>{}</del> <span class="visually-hidden">{} </span>{}',
        _("before:"),
        was,
        _("now:"),
        now,
    )


def amount(dose: DoseFields) -> str:
    """What one set asks for: "10", "15 min" or "20 m". Raises ValueError for a dose that counts nothing."""
    if dose.reps is not None:
        return number(dose.reps)
    if dose.minutes is not None:
        return _("%(minutes)s min") % {"minutes": number(dose.minutes)}
    if dose.metres is not None:
        return _("%(metres)s m") % {"metres": number(dose.metres)}
    raise ValueError("a dose counts reps, minutes or metres")


def dose_line(dose: DoseFields, was: DoseFields | None = None) -> SafeString:
    """The first line: "3 × 10", "1 × 2, hold 45 s", "2 × 12, red band"; where `was` differs it is struck through."""
    parts = [
        format_html(
            "{} × {}",
            changed(number(dose.sets), number(was.sets) if was else None),
            changed(amount(dose), amount(was) if was else None),
        )
    ]
    if (dose.hold_s or 0) >= LONG_HOLD_S:
        parts.append(_seconds(_("hold {seconds} s"), dose.hold_s, was.hold_s if was else None))
    if dose.load_kg is not None:
        parts.append(_load(dose.load_kg, was.load_kg if was else None))
    if dose.band:
        parts.append(_band(dose.band, was.band if was else ""))
    return _joined(parts)


def dose_details(dose: DoseFields, was: DoseFields | None = None) -> SafeString:
    """The second line: short hold, rest, tempo, the load in words, and what is no longer asked; empty where unsaid."""
    parts: list[SafeString] = []
    if dose.hold_s is not None and 0 < dose.hold_s < LONG_HOLD_S:
        parts.append(_seconds(_("hold {seconds} s"), dose.hold_s, was.hold_s if was else None))
    if dose.rest_s:
        parts.append(_seconds(_("rest {seconds} s"), dose.rest_s, was.rest_s if was else None))
    if tempo := _tempo(dose):
        parts.append(changed(tempo, _tempo(was) or None if was else None))
    if note := load_in_words(dose):
        parts.append(changed(note, load_in_words(was) or None if was else None))
    return _joined([*parts, *(_gone(dose, was) if was else [])])


def _tempo(dose: DoseFields) -> str:
    """The tempo, as “tempo 2-1-2” or in the library's own word; a hold is said already by its seconds."""
    if not dose.tempo or (dose.tempo == HOLD_TEMPO and dose.hold_s):
        return ""
    return _("tempo %(tempo)s") % {"tempo": dose.tempo} if dose.tempo[:1].isdigit() else dose.tempo


def load_in_words(dose: DoseFields) -> str:
    """The load in words, unless it only repeats the band or says that there is none."""
    if dose.load_note == NO_LOAD or (dose.band and dose.load_note in (dose.band, f"{dose.band} band")):
        return ""
    return dose.load_note


def _seconds(phrase: str, now: int | None, was: int | None) -> SafeString:
    return format_html(phrase, seconds=changed(number(now or 0), None if was is None else number(was)))


def _load(now: Decimal, was: Decimal | None) -> SafeString:
    return changed(load_words(now), None if was is None else load_words(was))


def _band(now: str, was: str) -> SafeString:
    return format_html(
        _("{colour} band"), colour=changed(str(Band(now).label), str(Band(was).label) if was else None)
    )


def _gone(dose: DoseFields, was: DoseFields) -> Iterable[SafeString]:
    """What was asked before and is not asked any more."""
    if was.hold_s and not dose.hold_s:
        yield _struck(_("hold {seconds} s").format(seconds=number(was.hold_s)))
    if was.rest_s and not dose.rest_s:
        yield _struck(_("rest {seconds} s").format(seconds=number(was.rest_s)))
    if _tempo(was) and not _tempo(dose):
        yield _struck(_tempo(was))
    if was.load_kg is not None and dose.load_kg is None:
        yield _struck(load_words(was.load_kg))
    if was.band and not dose.band:
        yield _struck(_("{colour} band").format(colour=Band(was.band).label))
    if load_in_words(was) and not load_in_words(dose):
        yield _struck(load_in_words(was))


def _struck(text: str) -> SafeString:
    return format_html('<del><span class="visually-hidden">{} </span>{}</del>', _("no longer:"), text)


def _joined(parts: list[SafeString]) -> SafeString:
    joined = SafeString("")
    for part in parts:
        joined = format_html("{}, {}", joined, part) if joined else part
    return joined


def days_words(days_per_week: int) -> str:
    """How often: “every day” or “3 days a week”."""
    if days_per_week == 7:
        return _("every day")
    return ngettext("%(days)d day a week", "%(days)d days a week", days_per_week) % {"days": days_per_week}


def schedule_words(prescription: Prescription) -> str:
    """When the prescription is due: “3 days a week”, “Mon, Wed, Fri, twice a day”."""
    if prescription.weekdays:
        days = ", ".join(str(dates.WEEKDAYS_ABBR[day - 1]) for day in sorted(prescription.weekdays))
    else:
        days = days_words(prescription.days_per_week)
    if prescription.times_per_day == 1:
        return days
    if prescription.times_per_day == 2:
        return _("%(days)s, twice a day") % {"days": days}
    return _("%(days)s, %(times)d times a day") % {"days": days, "times": prescription.times_per_day}


def weeks_words(weeks: str) -> str | Promise:
    """A phase's weeks as a reader wants them: "6-8" is "Weeks 6 to 8"; other words stay as they are."""
    first, dash, last = weeks.partition("-")
    if first.isdecimal() and not dash:
        return _("Week %(week)s") % {"week": first}
    if first.isdecimal() and last.isdecimal():
        return _("Weeks %(first)s to %(last)s") % {"first": first, "last": last}
    return weeks[:1].upper() + weeks[1:]
