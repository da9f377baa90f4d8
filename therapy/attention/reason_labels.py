"""Short words for the caseload's rows."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from therapy.base.side import Side
from therapy.base.side_labels import leg_in_text
from therapy.care.models import Condition

Cause = Condition.Cause


def cause_words(cause: str) -> str:
    """A cause as it stands in a row."""
    return {
        Cause.NERVE: _("nerve damage"),
        Cause.IMMOBILITY: _("after cast or bed rest"),
        Cause.FRACTURE: _("fracture"),
        Cause.TENDON: _("Achilles tendon"),
        Cause.ARTERY: _("artery disease"),
        Cause.DYSTROPHY: _("muscular dystrophy"),
        Cause.DIABETES: _("diabetes"),
        Cause.OTHER: _("other cause"),
    }[Cause(cause)]


def leg_words(sides: set[str]) -> str:
    """Which legs a patient's conditions are about; empty where none is of a side."""
    if Side.BOTH in sides or {Side.LEFT, Side.RIGHT} <= sides:
        return leg_in_text(Side.BOTH)
    return next((leg_in_text(Side(side)) for side in sides if side), "")


def about(age: int, conditions: Iterable[tuple[str, str]]) -> str:
    """“67, left leg, after cast or bed rest” from conditions as (cause, side)."""
    found = list(conditions)
    causes = list(dict.fromkeys(cause_words(cause) for cause, _side in found))
    legs = leg_words({side for _cause, side in found})
    return ", ".join(part for part in (str(age), legs, *causes) if part)


def age_on(born: date, day: date) -> int:
    """Full years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def day_words(day: date, today: date) -> str:
    """Today, Yesterday, or “Tue 17 Nov”."""
    if day == today:
        return _("Today")
    if (today - day).days == 1:
        return _("Yesterday")
    return date_format(day, "D j M" if day.year == today.year else "j M Y")


def exercises_words(done: int, due: int) -> str:
    """“2 of 4 exercises” where some were due that day, else “2 exercises”."""
    if due >= done and due:
        return _("%(done)d of %(due)d exercises") % {"done": done, "due": due}
    return ngettext("%(done)d exercise", "%(done)d exercises", done) % {"done": done}
