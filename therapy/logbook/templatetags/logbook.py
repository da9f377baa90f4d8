"""Doses, sets and days in words and glyphs: `{% load logbook %}`."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from therapy.logbook import set_labels
from therapy.logbook.days import DayOfPatient, DoseOfDay, ExerciseOfDay, SetSlot
from therapy.logbook.models import Set

register = template.Library()

# Drawn on 28 by 28: the same glyphs as in the week of the reference screens.
DAY_GLYPHS: dict[str, SafeString] = {
    "done": SafeString(
        '<circle class="done" cx="14" cy="14" r="13"/><path class="tick" d="M8.5 14.5l4 4 7.5-8.5"/>'
    ),
    "part": SafeString(
        '<circle class="edge" cx="14" cy="14" r="12"/><path class="done" d="M14 2a12 12 0 0 0 0 24Z"/>'
    ),
    "skipped": SafeString('<circle class="edge" cx="14" cy="14" r="12"/><path class="edge" d="M6 22L22 6"/>'),
    "unsaid": SafeString(
        '<circle class="edge" cx="14" cy="14" r="12"/><path class="edge" d="M8.5 14.5l4 4 7.5-8.5"/>'
    ),
    "ill": SafeString('<circle class="edge" cx="14" cy="14" r="12"/><path class="rest" d="M9 14h10"/>'),
    "open": SafeString('<circle class="plan" cx="14" cy="14" r="12"/>'),
    "missed": SafeString('<circle class="unlogged" cx="14" cy="14" r="12"/>'),
    "rest": SafeString('<path class="rest" d="M9 14h10"/>'),
    "paused": SafeString('<path class="rest" d="M11 9v10M17 9v10"/>'),
    "none": SafeString(""),
}


@register.simple_tag
def day_glyph(of_day: DayOfPatient, is_past: bool) -> SafeString:
    """The glyph of a day in the week strip; an unanswered day is planned until it is over."""
    return format_html(
        '<svg class="day-mark" viewBox="0 0 28 28" aria-hidden="true">{}</svg>',
        DAY_GLYPHS[_state(of_day, is_past)],
    )


@register.simple_tag
def day_words(of_day: DayOfPatient, is_past: bool) -> str:
    """What the glyph says: "done", "partly done", "planned", "nothing logged", "rest day"."""
    return {
        "done": _("done"),
        "part": _("partly done"),
        "skipped": _("skipped"),
        "unsaid": _("done, amount not said"),
        "ill": _("excused, ill"),
        "open": _("planned"),
        "missed": _("nothing logged"),
        "rest": _("rest day"),
        "paused": _("paused"),
        "none": _("no plan"),
    }[_state(of_day, is_past)]


def _state(of_day: DayOfPatient, is_past: bool) -> str:
    return "missed" if is_past and of_day.state == "open" else of_day.state


@register.filter
def dose_of_day(dose: DoseOfDay) -> str:
    """All of a dose: "3 sets of 8, twice a day"."""
    return set_labels.dose_words(dose.dose, dose.prescription.times_per_day)


@register.filter
def target_of(dose: DoseOfDay) -> str:
    """The target of one set: "8 reps"."""
    return set_labels.target_words(dose.dose)


@register.filter
def done_in(logged: Set) -> str:
    """What was done in a set: "6 reps", "Skipped: too tired"."""
    return set_labels.done_words(logged)


@register.simple_tag
def set_name(dose: DoseOfDay, slot: SetSlot) -> str:
    """Such as "Left leg, set 1 of 3"."""
    return set_labels.set_name(dose.dose.side, slot.number, dose.due)


@register.filter
def progress_of(exercise: ExerciseOfDay) -> str:
    """How far it is: "2 of 4 sets done, 1 in part, 1 skipped"."""
    prescribed = sum(not slot.is_extra for slot in exercise.slots)
    done = exercise.count("done")
    said = ngettext(
        "%(done)d of %(prescribed)d set done", "%(done)d of %(prescribed)d sets done", prescribed
    ) % {
        "done": done,
        "prescribed": prescribed,
    }
    parts = [said]
    if part := exercise.count("part"):
        parts.append(_("%(count)d in part") % {"count": part})
    if skipped := exercise.count("skipped"):
        parts.append(_("%(count)d skipped") % {"count": skipped})
    return ", ".join(parts)


@register.filter
def states_of(exercise_or_dose: DoseOfDay) -> list[str]:
    """The states of the sets, for `{% pips %}`."""
    return [slot.state for slot in exercise_or_dose.sets]


@register.filter
def count_of(states: list[str], state: str) -> int:
    """How many of the states are this one."""
    return states.count(state)


@register.simple_tag
def new_id() -> str:
    """An id for a set that is not stored yet, so that sending its form twice makes one set."""
    return str(uuid4())


@register.filter
def lower_first(text: str) -> str:
    """A name inside a sentence: "One-leg heel raise" becomes "one-leg heel raise"; names in capitals stay."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
