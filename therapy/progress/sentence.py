"""The one honest sentence that opens a progress page: what was done first and last, and nothing read into it.

Training sets have no known noise (there is no MDC for them), and they follow what was asked. So a difference is never
called progress here, nor a fall a setback.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from therapy.base.marks import side_word
from therapy.progress.charts.frame import day_words
from therapy.progress.charts.lines import amount_words
from therapy.progress.series import ExerciseSeries, Point


@dataclass(frozen=True, slots=True)
class Sentence:
    """`lead` says which leg and exercise, `change` is in bold, `over` says the time. `start_only`: there is one session."""

    lead: str
    change: str
    over: str
    start_only: bool = False


def choose(series: Sequence[ExerciseSeries], affected: str | None) -> tuple[ExerciseSeries, str] | None:
    """The exercise and side to speak of: of the affected leg first, and with at least two sessions where there is one.

    `series` come with strength first and the fullest first. None where no amount is known at all.
    """
    wanted = [(s, side) for s in series for side in s.sides if s.said(side)]
    if not wanted:
        return None
    return max(wanted, key=lambda item: (len(item[0].said(item[1])) > 1, item[1] == affected))


def sentence(series: ExerciseSeries, side: str) -> Sentence:
    """What the side's first and last best sets were. Raises ValueError where no amount of the side is known."""
    points = series.said(side)
    if not points:
        raise ValueError(f"nothing is known of {series.name}, {side}")
    first, last = points[0], points[-1]
    lead = _("%(side)s, %(exercise)s") % {"side": side_word(side), "exercise": series.name}
    if first.day == last.day:
        change = _said(last, series.unit)
        return Sentence(lead, change, _("on %(day)s") % {"day": day_words(last.day)}, start_only=True)
    over = _over((last.day - first.day).days)
    if (first.amount, first.load) == (last.amount, last.load):
        return Sentence(lead, _said(last, series.unit), _("as %(time)s before") % {"time": over})
    if first.load == last.load:
        change = _("%(from)s to %(to)s") % {
            "from": f"{first.amount:g}",
            "to": amount_words(last.amount or 0, series.unit),
        }
    else:
        change = _("%(from)s to %(to)s") % {"from": _said(first, series.unit), "to": _said(last, series.unit)}
    return Sentence(lead, change, _("in %(time)s") % {"time": over})


def _said(point: Point, unit: str) -> str:
    words = amount_words(point.amount or 0, unit)
    return _("%(amount)s with %(load)s") % {"amount": words, "load": point.load} if point.load else words


def _over(days: int) -> str:
    if days < 14:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    weeks = round(days / 7)
    return ngettext("%(count)d week", "%(count)d weeks", weeks) % {"count": weeks}
