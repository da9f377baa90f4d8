"""Charts as inline SVG, made here on the server: they work without JavaScript, in print, in the dark and under the CSP.

Colours, strokes and letters come from `static/css/charts.css`; coordinates are attributes. Text stays text, and since
it must be at least 14 px on every screen, each chart is drawn for a width: `NARROW` for a phone, `WIDE` for a desk.
"""

from therapy.progress.charts.bars import sets_chart
from therapy.progress.charts.frame import NARROW, WIDE, WIDEST, Layout
from therapy.progress.charts.lines import best_chart
from therapy.progress.charts.pain import pain_chart

__all__ = ["NARROW", "WIDE", "WIDEST", "Layout", "best_chart", "pain_chart", "sets_chart"]
