"""Small helps for the progress templates: `{% load progress %}`."""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from therapy.base.side import Side
from therapy.base.side_labels import side_label
from therapy.base.side_svg import side_class
from therapy.progress.charts.frame import dot, joined, long_day_words
from therapy.progress.tables import Cell, Row, Table

register = template.Library()


@register.simple_tag
def legend_key(side: Side) -> SafeString:
    """The side's line and mark with its word, as the charts draw it."""
    return format_html(
        '<span class="{}"><svg class="legend-key" viewBox="0 0 40 14" aria-hidden="true">{}'
        '<g class="chart">{}</g></svg><b>{}</b></span>',
        side_class(side),
        SafeString('<path class="line" d="M0 7h40"/>'),
        dot(side, 20, 7, 5.5),
        side_label(side),
    )


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """The body of a chart's table. A page has hundreds of rows, so they are put together as plain strings."""
    return joined(_row(row) for row in table.rows)


def _row(row: Row) -> SafeString:
    head = escape(row.label) if row.label else _linked(row.url, long_day_words(row.day))
    return SafeString(f'<tr><th scope="row">{head}</th>{"".join(map(_cell, row.cells))}</tr>')  # nosec B703 # escaped


def _cell(cell: Cell) -> str:
    unknown = "" if cell.known else " muted"
    return f'<td class="num{unknown}">{_linked(cell.url, cell.words)}</td>'


def _linked(url: str, words: str) -> str:
    return f'<a href="{escape(url)}">{escape(words)}</a>' if url else escape(words)
