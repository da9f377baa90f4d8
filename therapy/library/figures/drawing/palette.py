"""The colours of a figure by day and by night: those of `static/css/tokens.css`, which a picture cannot read.

A figure is a picture of its own, outside the page's style sheets; a test keeps the two alike.
"""

# What stands in a figure's style sheet: class, property and token. Where a figure is put into a page itself,
# `static/css/figure.css` says the same.
RULES: tuple[tuple[str, str, str], ...] = (
    (".f-skin", "fill", "--es-fig-skin"),
    (".f-far .f-skin", "fill", "--es-fig-skin-far"),
    (".f-hair", "fill", "--es-fig-hair"),
    (".f-shirt", "fill", "--es-fig-shirt"),
    (".f-sleeve", "fill", "--es-fig-sleeve"),
    (".f-far .f-sleeve", "fill", "--es-fig-sleeve-far"),
    (".f-shorts,.f-prop", "fill", "--es-fig-shorts"),
    (".f-far .f-shorts", "fill", "--es-fig-shorts-far"),
    (".f-wall", "fill", "--es-fig-wall"),
    (".f-soft", "fill", "--es-fig-soft"),
    (".f-floor", "stroke", "--bs-body-color"),
    (".f-band,.f-strap", "stroke", "--es-fig-band"),
    (".f-work", "fill", "--side-mark"),
    (".f-far .f-work", "fill", "--side-far"),
    (".f-muscle", "fill", "--side-muscle"),
    (".f-letter", "fill", "--es-surface"),
    (".f-hint", "stroke", "--side"),
    (".f-light .f-hint", "stroke", "--es-surface"),
)
PLAIN = (
    ".f-floor,.f-band,.f-strap,.f-hint{fill:none;stroke-linecap:round;stroke-linejoin:round}"
    ".f-floor{stroke-width:2}.f-band{stroke-width:6}.f-strap{stroke-width:5}.f-hint{stroke-width:5}"
    ".f-letter{font:700 20px system-ui,sans-serif;text-anchor:middle}"
)

DAY = {
    "--bs-body-color": "#1E2B2B",
    "--es-surface": "#FFFDFA",
    "--es-fig-skin": "#94816A",
    "--es-fig-skin-far": "#A08F79",
    "--es-fig-hair": "#4F4A44",
    "--es-fig-shirt": "#6C837B",
    "--es-fig-sleeve": "#566D65",
    "--es-fig-sleeve-far": "#7C9189",
    "--es-fig-shorts": "#37484A",
    "--es-fig-shorts-far": "#526264",
    "--es-fig-wall": "#CFC5B4",
    "--es-fig-soft": "#DDD5C6",
    "--es-fig-band": "#8A6D1F",
}
NIGHT = {
    "--bs-body-color": "#F1EDE4",
    "--es-surface": "#1E2422",
    "--es-fig-skin": "#A8957C",
    "--es-fig-skin-far": "#8C7C68",
    "--es-fig-hair": "#6F665C",
    "--es-fig-shirt": "#7C938B",
    "--es-fig-sleeve": "#93A9A1",
    "--es-fig-sleeve-far": "#667C74",
    "--es-fig-shorts": "#51625F",
    "--es-fig-shorts-far": "#424F4D",
    "--es-fig-wall": "#3A423F",
    "--es-fig-soft": "#2A312E",
    "--es-fig-band": "#D9B65A",
}
# Text, mark, trained muscle, and the mark of a leg that is farther away.
SIDES_BY_DAY = {
    "L": ("#17599B", "#2470B8", "#0F4378", "#5F95C8"),
    "R": ("#9E4408", "#C65A12", "#7A3406", "#D38A58"),
    "B": ("#545D60", "#6E777A", "#3C4446", "#959B9C"),
}
SIDES_BY_NIGHT = {
    "L": ("#8CC2F3", "#6FAFEB", "#CFE5FA", "#4A7CA8"),
    "R": ("#F5AC74", "#EC9650", "#FBDDC4", "#A86F40"),
    "B": ("#BAC1C2", "#98A1A2", "#E4E8E8", "#6C7577"),
}


def colours(side: str, night: bool) -> dict[str, str]:
    """The value of each token for a figure of `side`."""
    # Any leg is as grey as both are.
    text, mark, muscle, far = (SIDES_BY_NIGHT if night else SIDES_BY_DAY)[side if side in "LR" else "B"]
    own = {"--side": text, "--side-mark": mark, "--side-muscle": muscle, "--side-far": far}
    return {**(NIGHT if night else DAY), **own}


def style(side: str) -> str:
    """A figure's style sheet.

    By the device's day or night, unless the address ends in #light or #dark: a picture does not see the page's theme.
    On paper it is day.
    """
    day, night = colours(side, False), colours(side, True)
    rules = "".join(f"{css}{{{what}:var({token})}}" for css, what, token in RULES)
    return (
        f"{PLAIN}{rules}svg,#light:target{{{_values(day)}}}#dark:target{{{_values(night)}}}"
        f"@media(prefers-color-scheme:dark){{svg{{{_values(night)}}}}}"
        f"@media print{{svg,#dark:target{{{_values(day)}}}}}"
    )


def _values(values: dict[str, str]) -> str:
    return ";".join(f"{token}:{value}" for token, value in values.items())
