"""What a browser keeps for when there is no network: two public pages, and the files that they are drawn with.

The service worker (``/sw.js``) is a list of what to keep and the scripts that keep it, one a subject, in
``static/js/worker``. The pages are asked for without cookies, so that nothing of anybody can be in them.
"""

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from therapy.attention.warnings import groups_of
from therapy.player.views import player_context

# In this order each is asked about a request; the first that answers does.
SCRIPTS = ("js/worker/shelf.js", "js/worker/player.js", "js/worker/help.js")
_NAMED = re.compile(r'\b(?:href|src)="([^"]+)"')


def help_context(*, kept: bool) -> dict[str, Any]:
    """What the page of help shows: the warning signs, of no clinic; `kept` says that there is no connection."""
    return {"urgencies": groups_of(None), "kept": kept}


def worker() -> str:
    """The service worker's script. It is another one, byte for byte, once anything that is kept has changed."""
    return _worker() if settings.DEBUG else _worker_once()


@lru_cache(maxsize=1)
def _worker_once() -> str:
    return _worker()


def _worker() -> str:
    scripts = [static(name) for name in SCRIPTS]
    help_page = render_to_string("help.html", help_context(kept=True))
    shell = render_to_string("player/player.html", player_context())
    kept = {
        "help": _shelf("help", f"{reverse('help')}?kept=1", help_page, scripts),
        "player": _shelf("player", reverse("player:shell"), shell, scripts) | {"opens": _opens()},
    }
    return f"self.KEPT = {json.dumps(kept)};\nimportScripts({', '.join(map(json.dumps, scripts))});\n"


def _opens() -> dict[str, bool]:
    """Where the player is shown; true where also for a network that is slow, since none but patients go there."""
    return {reverse("home"): False, reverse("logbook:today"): True, reverse("player:player"): True}


def _shelf(name: str, address: str, page: str, scripts: list[str]) -> dict[str, Any]:
    """A page to keep, and all that it names, in a cache that is named by what is in them."""
    files = _files_of(page)
    cache = f"evenstep-{name}-{_digest(name, page, [*files, *scripts])}"
    return {"cache": cache, "page": address, "files": files}


def _files_of(page: str) -> list[str]:
    """Addresses of the static files that a page names, in their order."""
    names = _NAMED.findall(page)
    return list(dict.fromkeys(name for name in names if name.startswith(settings.STATIC_URL)))


def _digest(name: str, page: str, files: list[str]) -> str:
    """Twelve letters that change with the page, the names of its files, or what is in them."""
    found = hashlib.sha256(page.encode())
    for address in files:
        found.update(address.encode())
        # A hashed name changes with its content.
        if not hasattr(staticfiles_storage, "hashed_files"):
            found.update(_content(name, address))
    return found.hexdigest()[:12]


def _content(page: str, address: str) -> bytes:
    name = address.removeprefix(settings.STATIC_URL)
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"the page of {page} names {name}, and there is no such static file")
    return Path(path).read_bytes()
