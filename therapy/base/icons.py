"""The drawings behind `{% icon %}`: stroke paths on a 24 by 24 grid, one entry a name."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

PATHS: dict[str, str] = {
    "account": '<circle cx="12" cy="8" r="4"/><path d="M4.500 20.500a7.500 7.500 0 0 1 15 0"/>',
    "back": '<path d="M15 6l-6 6 6 6"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.500"/><path d="M12 7.500V12l3 2"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "cloud-up": (
        '<path d="M7 18.500a4.300 4.300 0 0 1-.6-8.500 6 6 0 0 1 11.300.9 3.900 3.900 0 0 1 .3 7.600"/>'
        '<path d="M12 19v-7M9 14.500l3-3 3 3"/>'
    ),
    "down": '<path d="M6 9l6 6 6-6"/>',
    "easier": '<path d="M12 5v13.500M6 13l6 6 6-6"/>',
    "edit": '<path d="M4 20l1-4.500L16.500 4 20 7.500 8.500 19Z"/><path d="M14 6.500l3.500 3.500"/>',
    "grip": '<path d="M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1"/>',
    "harder": '<path d="M12 19V5.500M6 11l6-6 6 6"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.500M12 7.600v.1"/>',
    "learn": (
        '<path d="M12 6.5C9.5 4.7 6.5 4.3 3.5 4.6v14c3-.3 6 .1 8.5 1.9 2.500-1.8 5.500-2.200 8.500-1.900v-14'
        'c-3-.3-6 .1-8.500 1.900Z"/><path d="M12 6.500v14"/>'
    ),
    "lock": (
        '<rect x="5" y="10.500" width="14" height="10" rx="2"/><path d="M8 10.500V8a4 4 0 0 1 8 0v2.500"/>'
    ),
    "mail": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M3.500 7l8.500 6.500L20.500 7"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "minus": '<path d="M5 12h14"/>',
    "more": '<path d="M5 12v.1M12 12v.1M19 12v.1"/>',
    "next": '<path d="M9 6l6 6-6 6"/>',
    "pause": '<path d="M8.500 5.500v13M15.500 5.500v13"/>',
    "phone": (
        '<path d="M5 3.500h4l1.700 5-2.500 1.700a13 13 0 0 0 5.600 5.600l1.700-2.500 5 1.700v4'
        'c0 1-.8 1.700-1.700 1.600C11 20.200 3.800 13 3.400 5.200 3.300 4.300 4 3.500 5 3.500Z"/>'
    ),
    "play": '<path d="M7 4.500l12 7.500-12 7.500Z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V3.500h10V9M7 17H4V9h16v8h-3"/><path d="M7 14h10v6.500H7Z"/>',
    "progress": '<path d="M3 20.5h18"/><path d="M4 15.5l5-4.5 4 2.5 7-8"/>',
    "search": '<circle cx="11" cy="11" r="6.500"/><path d="M16 16l4.500 4.500"/>',
    "settings": (
        '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>'
    ),
    "shield": (
        '<path d="M12 3l7.500 3v5.500c0 4.500-3 8-7.500 9.500-4.500-1.500-7.500-5-7.500-9.500V6Z"/>'
        '<path d="M8.800 12l2.300 2.300 4.200-4.300"/>'
    ),
    "sign-out": '<path d="M10 4H5v16h5"/><path d="M15 8l4 4-4 4M19 12H9.500"/>',
    "square": '<rect x="6" y="6" width="12" height="12" rx="1.500"/>',
    "stop": '<path d="M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2Z"/><path d="M12 7.5v5.5M12 16.4v.1"/>',
    "today": (
        '<rect x="3.5" y="5" width="17" height="15.5" rx="3"/><path d="M3.5 10h17M8 3v4M16 3v4"/>'
        '<path d="M8.5 15.2l2.4 2.3 4.6-4.6"/>'
    ),
    "trash": (
        '<path d="M4.500 7h15M9 7V4h6v3M6.500 7l1 13h9l1-13"/><path d="M10.500 11v5.500M13.500 11v5.500"/>'
    ),
    "warning": '<path d="M12 4L21.5 20h-19Z"/><path d="M12 10v4.5M12 17.3v.1"/>',
}


def icon_svg(name: str, *, small: bool = False, label: str = "") -> SafeString:
    """The inline SVG of icon `name`, 24 px or 20 px when `small`. Only one with a `label` is read aloud.

    Raises KeyError for a name that is not in PATHS.
    """
    drawing = SafeString(PATHS[name])  # nosec B703 # our own constant, never a person's text
    size_class = "icon icon-sm" if small else "icon"
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            size_class,
            label,
            drawing,
        )
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', size_class, drawing)
