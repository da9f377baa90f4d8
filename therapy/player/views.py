"""The page of the player. All of a patient's is fetched by it; the page itself is the same for everybody."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, patient_required
from therapy.player.texts import player_words


@patient_required
@require_safe
def player(request: SignedInRequest) -> HttpResponse:
    """``/player/``: the session, step by step."""
    return render(request, "player/player.html", player_context() | {"is_own": True})


@transaction.non_atomic_requests
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """``/player/shell/``: the same page, as nobody, for browsers to keep and show without a network."""
    return render(request, "player/player.html", player_context())


def player_context() -> dict[str, Any]:
    """What the page needs: its words, and every module that it runs, so that a browser can keep them all."""
    return {"words": player_words(), "modules": [static(name) for name in modules()]}


def modules() -> list[str]:
    """Names of the player's modules and of what they import from elsewhere."""
    folder = Path(settings.BASE_DIR) / "static"
    own = sorted(path.relative_to(folder).as_posix() for path in (folder / "player").rglob("*.js"))
    # Types alone, and what other pages do with what is kept.
    not_here = {f"player/{name}.js" for name in ("types", "ui/forget", "ui/sign-out", "ui/waiting")}
    return [
        *(name for name in own if name not in not_here),
        "js/stepper.js",
        "js/figure-element.js",
        "idb/build/index.js",
    ]
