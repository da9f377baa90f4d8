"""The pictures of the exercises, and the pages that show them all."""

import base64
import re
from hashlib import sha256

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest
from therapy.library.access import get_exercise_or_404, visible_exercises
from therapy.library.figures import pictures
from therapy.library.figures.sheet import Row

YEAR = 365 * 24 * 3600


@transaction.non_atomic_requests
@require_safe
def figure(_request: HttpRequest, slug: str, digest: str, name: str) -> HttpResponse:
    """One picture, cached for ever: its address holds the digest of its content.

    For everybody who knows the address. It says nothing of anybody, and a clinic's own cannot be guessed.
    """
    drawn = pictures.stored(slug, digest, name)
    if drawn is None:
        return HttpResponse("no such figure\n", "text/plain", 404)
    answer = HttpResponse(drawn, "image/svg+xml")
    answer["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    # Opened by itself, a picture is a page; its own style sheet is all that it may have.
    answer["Content-Security-Policy"] = f"default-src 'none'; style-src '{_style_hash(drawn)}'"
    return answer


def _style_hash(drawn: str) -> str:
    style = re.search(r"<style>(.*?)</style>", drawn, re.DOTALL)
    text = style[1] if style else ""
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


@login_required
@require_safe
def sheet(request: SignedInRequest) -> HttpResponse:
    """Every exercise, each side, all frames: for those who check the pictures."""
    rows = [Row(exercise) for exercise in visible_exercises(request.user) if pictures.has_figure(exercise)]
    return render(request, "library/sheet.html", {"rows": rows})


@login_required
@require_safe
def moving(request: SignedInRequest, slug: str) -> HttpResponse:
    """An exercise's figure by itself, large and moving, with its controls."""
    exercise = get_exercise_or_404(request.user, slug)
    return render(request, "library/moving.html", {"exercise": exercise, "row": Row(exercise)})


@login_required
@require_safe
def on_paper(request: SignedInRequest, slug: str) -> HttpResponse:
    """An exercise on a sheet of paper: its key frames side by side, and its steps."""
    exercise = get_exercise_or_404(request.user, slug)
    return render(request, "library/on_paper.html", {"exercise": exercise, "row": Row(exercise)})
