"""Charts as inline SVG, made here on the server: they work without JavaScript, in print, in the dark and under the CSP.

Colours, strokes and letters come from `static/css/charts.css`; coordinates are attributes. Text stays text, and since
it must be at least 14 px on every screen, each chart is drawn for a width: `NARROW` for a phone and
for a third of a desk, `WIDEST` for the first chart of a desk.
"""

from therapy.progress.charts.bars import sets_chart
from therapy.progress.charts.frame import NARROW, WIDEST, Layout
from therapy.progress.charts.lines import best_chart
from therapy.progress.charts.pain import pain_chart

__all__ = ["NARROW", "WIDEST", "Layout", "best_chart", "pain_chart", "sets_chart"]
