"""Doses, schedules and side rules said in words, with what they were before struck through."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import dates
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from therapy.base.amount_words import days_a_week, is_long_hold, number, short_amount, times_a_day
from therapy.base.units import load_words
from therapy.plans.models import Band, DoseFields, Prescription

# What the data file writes for an exercise without any load; said aloud it would only puzzle.
NO_LOAD = "none"
# What the library writes as the tempo of something that is held.
HOLD_TEMPO = "hold"


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
    """The target of one set: "10", "15 min" or "20 m". Raises ValueError for a dose that counts nothing."""
    unit, value = counted(dose)
    return number(value) if unit == "reps" else short_amount(value, unit)


def counted(dose: DoseFields) -> tuple[str, int]:
    """In what a dose counts, and how many: ("reps", 10). Raises ValueError for one that counts nothing."""
    for unit in ("reps", "minutes", "metres"):
        value: int | None = getattr(dose, unit)
        if value is not None:
            return unit, value
    raise ValueError("a dose counts reps, minutes or metres")


@dataclass(frozen=True)
class Part:
    """A part of a dose, such as the hold: a sentence with names in braces, and a word for each."""

    phrase: str
    words: Mapping[str, str]

    def __str__(self) -> str:
        return self.phrase.format(**self.words)

    def against(self, was: "Part | None") -> SafeString:
        """The part with what was different in `was` struck through."""
        before = was.words if was else {}
        return format_html(
            self.phrase, **{name: changed(word, before.get(name)) for name, word in self.words.items()}
        )


def dose_parts(dose: DoseFields, *, everything: bool = False) -> dict[str, Part]:
    """What a dose says: amount, hold, rest, tempo, load, band and note by name, as far as they are said.

    With `everything` also what a reader of the dose need not be told: no seconds of hold or rest, a tempo that the hold
    has said already, a note that only repeats the band.
    """
    tempo = _tempo_phrase(dose.tempo) if everything else _tempo(dose)
    parts = {
        "amount": Part("{sets} × {amount}", {"sets": number(dose.sets), "amount": amount(dose)}),
        "hold": _seconds(_("hold {seconds} s"), dose.hold_s, everything),
        "rest": _seconds(_("rest {seconds} s"), dose.rest_s, everything),
        "tempo": Part("{tempo}", {"tempo": tempo}) if tempo else None,
        "load": None if dose.load_kg is None else Part("{load}", {"load": load_words(dose.load_kg)}),
        "band": _band(dose.band) if dose.band else None,
    }
    note = dose.load_note if everything else load_in_words(dose)
    parts["note"] = Part("{note}", {"note": note}) if note else None
    return {name: part for name, part in parts.items() if part is not None}


def _seconds(phrase: str, seconds: int | None, even_none: bool) -> Part | None:
    if seconds is None or not (seconds or even_none):
        return None
    return Part(phrase, {"seconds": number(seconds)})


def _band(band: str) -> Part:
    return Part(_("{colour} band"), {"colour": str(Band(band).label)})


def _is_first_line(name: str, dose: DoseFields) -> bool:
    """A hold that is the work itself (a stretch, a balance) stands in the first line; a short stop does not."""
    return name in ("amount", "load", "band") or (name == "hold" and is_long_hold(dose.hold_s))


def dose_text(dose: DoseFields) -> str:
    """The first line without mark-up: "3 × 10", "1 × 2, hold 45 s", "2 × 12, red band"."""
    return ", ".join(str(part) for name, part in dose_parts(dose).items() if _is_first_line(name, dose))


def dose_line(dose: DoseFields, was: DoseFields | None = None) -> SafeString:
    """`dose_text`; where `was` differs it is struck through."""
    return _line(dose, was, first=True)


def dose_details(dose: DoseFields, was: DoseFields | None = None) -> SafeString:
    """The second line: short hold, rest, tempo, the load in words, and what is no longer said; empty where unsaid."""
    return _line(dose, was, first=False)


def _line(dose: DoseFields, was: DoseFields | None, *, first: bool) -> SafeString:
    now, before = dose_parts(dose), dose_parts(was) if was else {}
    line = [
        part.against(before.get(name)) for name, part in now.items() if _is_first_line(name, dose) == first
    ]
    gone = [] if first else [_struck(str(part)) for name, part in before.items() if name not in now]
    return format_html_join(", ", "{}", ((part,) for part in [*line, *gone]))


def _struck(text: str) -> SafeString:
    return format_html('<del><span class="visually-hidden">{} </span>{}</del>', _("no longer:"), text)


def _tempo(dose: DoseFields) -> str:
    """The tempo, as “tempo 2-1-2” or in the library's own word; a hold is said already by its seconds."""
    if not dose.tempo or (dose.tempo == HOLD_TEMPO and dose.hold_s):
        return ""
    return _tempo_phrase(dose.tempo)


def _tempo_phrase(tempo: str) -> str:
    return _("tempo %(tempo)s") % {"tempo": tempo} if tempo[:1].isdigit() else tempo


def load_in_words(dose: DoseFields) -> str:
    """The load in words, unless it only repeats the band or says that there is none."""
    if dose.load_note == NO_LOAD or (dose.band and dose.load_note in (dose.band, f"{dose.band} band")):
        return ""
    return dose.load_note


def loads(load_kg: Decimal | None, band: str) -> list[str]:
    """Weight and band of a dose or a set: “5 kg”, “red band”, each if there is one."""
    weight = [] if load_kg is None else [load_words(load_kg)]
    return [*weight, str(_band(band))] if band else weight


def schedule_words(prescription: Prescription) -> str:
    """When the prescription is due: “3 days a week”, “Mon, Wed, Fri, twice a day”."""
    days = days_of(prescription)
    times = prescription.times_per_day
    return days if times == 1 else f"{days}, {times_a_day(times)}"


def days_of(prescription: Prescription) -> str:
    """On which days: “Mon, Wed, Fri” where they are named, else “3 days a week”."""
    if prescription.weekdays:
        return weekday_words(sorted(prescription.weekdays))
    return days_a_week(prescription.days_per_week)


def weekday_words(days: Iterable[int]) -> str:
    """“Mon, Wed” for ISO weekdays."""
    return ", ".join(str(dates.WEEKDAYS_ABBR[day - 1]) for day in days)


def weeks_words(weeks: str) -> str | Promise:
    """A phase's weeks as a reader wants them: "6-8" is "Weeks 6 to 8"; other words stay as they are."""
    first, dash, last = weeks.partition("-")
    if first.isdecimal() and not dash:
        return _("Week %(week)s") % {"week": first}
    if first.isdecimal() and last.isdecimal():
        return _("Weeks %(first)s to %(last)s") % {"first": first, "last": last}
    return weeks[:1].upper() + weeks[1:]
