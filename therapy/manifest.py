"""``/manifest.webmanifest``: what a phone needs to know to install the site as an app. The same for everybody."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

# The page of the light theme, --bs-body-bg in static/css/tokens.css: a manifest has one colour for both.
PAGE_COLOUR = "#F5F1E9"

# File, sizes, kind, purpose. `tools/draw_icons.py` draws the PNGs from the SVG.
ICONS = (
    ("img/icon-192.png", "192x192", "image/png", "any"),
    ("img/icon-512.png", "512x512", "image/png", "any"),
    ("img/icon-maskable-512.png", "512x512", "image/png", "maskable"),
    ("img/favicon.svg", "any", "image/svg+xml", "any"),
)


@transaction.non_atomic_requests
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest (W3C, Web Application Manifest)."""
    content = {
        "id": reverse("player:player"),
        "name": "Evenstep",
        "short_name": "Evenstep",
        "description": _("Your exercises, leg by leg, with or without a network."),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": reverse("player:player"),
        "scope": reverse("home"),
        "display": "standalone",
        "theme_color": PAGE_COLOUR,
        "background_color": PAGE_COLOUR,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in ICONS
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")
