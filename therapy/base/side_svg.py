"""How a side is drawn: its shape, its word, a pip for each set, and a bar of the share that was done.

Left is a circle and a solid bar, Right a square and a dashed bar, Both a diamond and a thin bar. Colours
come from the CSS class `side-l`, `side-r` or `side-b`; the word or the shape is always there too.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from therapy.base.side import Side
from therapy.base.side_labels import leg_label, side_label

STATES = ("done", "part", "now", "todo", "skipped")
MAX_PIPS = 8
PIP_PITCH = 24

GLYPHS: dict[str, SafeString] = {
    Side.LEFT: SafeString('<circle cx="6" cy="6" r="5.5"/>'),
    Side.RIGHT: SafeString('<rect x="1" y="1" width="10" height="10" rx="1"/>'),
    Side.BOTH: SafeString('<path d="M6 0l6 6-6 6-6-6Z"/>'),
}


def side_class(side: Side) -> str:
    """`side-l`, `side-r` or `side-b`. Raises ValueError for anything that is not a side."""
    return f"side-{Side(side).value.lower()}"


def glyph(side: Side) -> SafeString:
    """The shape of a side alone, hidden from screen readers: put its word beside it."""
    return format_html(
        '<svg class="glyph" viewBox="0 0 12 12" aria-hidden="true">{}</svg>', GLYPHS[Side(side)]
    )


def _label(side: Side, legs: bool) -> str:
    return leg_label(side) if legs else side_label(side)


def side_tag(side: Side, *, legs: bool = False) -> SafeString:
    """Shape and word in the side's colour."""
    return format_html(
        '<span class="side-tag {}">{}{}</span>', side_class(side), glyph(side), _label(side, legs)
    )


def side_chip(side: Side, *, legs: bool = True) -> SafeString:
    """Shape and word on the side's tint, as in the head of a page or a sheet."""
    return format_html(
        '<span class="side-chip {}">{}{}</span>', side_class(side), glyph(side), _label(side, legs)
    )


def side_shape(side: Side) -> SafeString:
    """The shape with its word hidden: for tight tables, where a screen reader still says the side."""
    return format_html(
        '<span class="side-shape {}">{}<span class="visually-hidden">{}</span></span>',
        side_class(side),
        glyph(side),
        side_label(side),
    )


def pips(side: Side, states: Sequence[str]) -> SafeString:
    """A pip for each set, in order; more than eight become a bar of the sets done.

    `states` holds done, part, now, todo or skipped. No state at all gives an empty string.
    Raises ValueError for an unknown state or side.
    """
    unknown = [state for state in states if state not in STATES]
    if unknown:
        raise ValueError(f"not a set state: {', '.join(unknown)}")
    if not states:
        return SafeString("")
    said = pips_words(side, states)
    if len(states) > MAX_PIPS:
        return _pips_bar(side, 100 * states.count("done") / len(states), said)
    width = PIP_PITCH * len(states) - 4
    drawn = format_html_join(
        "", "{}", ((_pip(Side(side), 10 + PIP_PITCH * index, state),) for index, state in enumerate(states))
    )
    return format_html(
        '<svg class="pips {}" viewBox="0 0 {} 20" width="{}" height="16" role="img" aria-label="{}">{}</svg>',
        side_class(side),
        width,
        round(width * 0.8),
        said,
        drawn,
    )


def pips_words(side: Side, states: Sequence[str]) -> str:
    """What the pips say to a screen reader: “Left: 2 of 6 sets done, 1 in part, 1 skipped”."""
    total = len(states)
    words = [
        ngettext(
            "%(side)s: %(done)d of %(total)d set done", "%(side)s: %(done)d of %(total)d sets done", total
        )
        % {"side": side_label(side), "done": states.count("done"), "total": total}
    ]
    if part := states.count("part"):
        words.append(_("%(count)d in part") % {"count": part})
    if skipped := states.count("skipped"):
        words.append(_("%(count)d skipped") % {"count": skipped})
    return ", ".join(words)


def adherence_bar(side: Side, percent: float | Decimal | None, *, named: bool = False) -> SafeString:
    """A row of shape, bar and number: what was done of what was prescribed, in percent (0 to 100).

    None means that nothing was prescribed: a dashed outline and the word “none”, never 0. More than 100 is
    drawn as 100 and said as it is. `named` writes the side out.
    """
    hidden_name = format_html('{}<span class="visually-hidden">{}</span>', glyph(side), side_label(side))
    return format_html(
        '<span class="adh {}{}">{}<svg class="adh-bar" viewBox="0 0 120 10" preserveAspectRatio="none"'
        ' aria-hidden="true">{}</svg>{}</span>',
        side_class(side),
        " adh-l" if named else "",
        side_tag(side) if named else hidden_name,
        _bar(Side(side), percent),
        _percent_words(percent),
    )


def _percent_words(percent: float | Decimal | None) -> SafeString:
    if percent is None:
        return format_html(
            '<span class="num muted">{}<span class="visually-hidden"> {}</span></span>',
            _("none"),
            _("prescribed"),
        )
    return format_html('<span class="num">{}\N{NO-BREAK SPACE}%</span>', round(percent))


def _bar(side: Side, percent: float | Decimal | None) -> SafeString:
    """The inside of a bar 120 wide and 10 high; solid, dashed or thin by side."""
    if percent is None:
        return SafeString('<rect class="none" x=".5" y=".5" width="119" height="9"/>')
    width = round(min(max(float(percent), 0.0), 100.0) * 1.2, 1)
    track = SafeString('<rect class="track" width="120" height="10"/>')
    if width == 0:
        return track
    if side == Side.LEFT:
        return track + format_html('<rect class="fill" width="{}" height="10"/>', f"{width:g}")
    if side == Side.RIGHT:
        return track + format_html('<path class="dash" d="M0 5H{}"/>', f"{width:g}")
    return track + format_html('<rect class="fill" y="3" width="{}" height="4"/>', f"{width:g}")


def _pips_bar(side: Side, percent: float, said: str) -> SafeString:
    return format_html(
        '<svg class="adh-bar pips-bar {}" viewBox="0 0 120 10" preserveAspectRatio="none" role="img"'
        ' aria-label="{}">{}</svg>',
        side_class(side),
        said,
        _bar(Side(side), percent),
    )


def _pip(side: Side, centre: int, state: str) -> SafeString:
    """One pip around x = `centre`, y = 10, drawn by its state."""
    css = {"done": "p-done", "part": "p-todo", "now": "p-now", "todo": "p-todo", "skipped": "p-skip"}[state]
    pip = _outline(side, centre, css)
    if state == "part":
        pip += _left_half(side, centre)
    if state == "skipped":
        pip += format_html('<path class="p-skip" d="M{} 19L{} 1"/>', centre - 8, centre + 8)
    return pip


def _outline(side: Side, centre: int, css: str) -> SafeString:
    if side == Side.LEFT:
        return format_html('<circle cx="{}" cy="10" r="8" class="{}"/>', centre, css)
    if side == Side.RIGHT:
        return format_html(
            '<rect x="{}" y="2.8" width="14.4" height="14.4" rx="1.5" class="{}"/>', f"{centre - 7.2:g}", css
        )
    return format_html('<path d="M{} 1.7l8.3 8.3-8.3 8.3-8.3 -8.3Z" class="{}"/>', centre, css)


def _left_half(side: Side, centre: int) -> SafeString:
    if side == Side.LEFT:
        return format_html('<path class="p-half" d="M{} 2a8 8 0 0 0 0 16Z"/>', centre)
    if side == Side.RIGHT:
        return format_html('<path class="p-half" d="M{} 2.800v14.400h-7.200v-14.400Z"/>', centre)
    return format_html('<path class="p-half" d="M{} 1.700v16.600l-8.300 -8.300Z"/>', centre)
