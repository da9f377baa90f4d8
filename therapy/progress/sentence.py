"""The one honest sentence that opens a progress page: what was done first and last, and nothing read into it.

Training sets have no known noise (there is no MDC for them), and they follow what was prescribed. So a difference is
never called progress here, nor a fall a setback.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from therapy.base.amount_words import number, short_amount
from therapy.base.side import AffectedSide, Side
from therapy.base.side_labels import side_label
from therapy.progress.charts.frame import day_words
from therapy.progress.series import ExerciseSeries, Point


@dataclass(frozen=True, slots=True)
class Sentence:
    """“{lead}: {change} {over}.” with the change in bold; `start_only` where there is one session yet."""

    lead: str
    change: str
    over: str
    start_only: bool = False


def choose(
    series: Sequence[ExerciseSeries], affected: AffectedSide | None
) -> tuple[ExerciseSeries, Side] | None:
    """The exercise and side to speak of: of the affected leg first, and with at least two sessions where there is one.

    Where both legs are affected, either of them comes before a movement of both. `series` come with strength first and
    the fullest first. None where no amount is known at all.
    """
    wanted = [(s, side) for s in series for side in s.sides if s.said(side)]
    if not wanted:
        return None
    legs = affected.legs if affected else ()
    return max(wanted, key=lambda item: (len(item[0].said(item[1])) > 1, item[1] in legs))


def sentence(series: ExerciseSeries, side: Side) -> Sentence:
    """What the side's first and last best sets were. Raises ValueError where no amount of the side is known."""
    points = series.said(side)
    if not points:
        raise ValueError(f"nothing is known of {series.name}, {side}")
    first, last = points[0], points[-1]
    lead = _("%(side)s, %(exercise)s") % {"side": side_label(side), "exercise": series.name}
    now = short_amount(last.amount or 0, series.unit)
    if first.day == last.day:
        return Sentence(
            lead, now, _("on %(day)s") % {"day": day_words(last.day)} + _with(last), start_only=True
        )
    over = _over((last.day - first.day).days)
    if (first.amount, first.load) == (last.amount, last.load):
        return Sentence(lead, now, _("now as %(time)s ago") % {"time": over} + _with(last))
    change = _("%(from)s to %(to)s") % {"from": number(first.amount or 0), "to": now}
    over = _("in %(time)s") % {"time": over}
    if first.load == last.load:
        return Sentence(lead, change, over + _with(last))
    loads = _(", first with %(first)s, last with %(last)s") % {
        "first": load_words(first) or _("no load said"),
        "last": load_words(last) or _("no load said"),
    }
    return Sentence(lead, change, over + loads)


def load_words(point: Point) -> str:
    """The load in a sentence: “4 kg”, “a red band”; empty without one."""
    if point.load_kg is None and point.band:
        return _("a %(colour)s band") % {"colour": point.load}
    return point.load


def _with(point: Point) -> str:
    return _(", with %(load)s") % {"load": load_words(point)} if point.load else ""


def _over(days: int) -> str:
    if days < 14:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    weeks = round(days / 7)
    return ngettext("%(count)d week", "%(count)d weeks", weeks) % {"count": weeks}
