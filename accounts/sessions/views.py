"""A person's own sessions: where they are signed in, how long this one lasts, and what waits to be sent."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, refuse_unless_post
from accounts.context import session_end
from accounts.models import BrowserSession
from accounts.sessions import devices, saved_form
from accounts.sessions.backend import end_all
from accounts.sessions.expiry import living


@login_required
@require_safe
def sessions(request: SignedInRequest) -> HttpResponse:
    """`/account/sessions/`: every browser in which one is signed in."""
    rows = [
        {
            "row": row,
            "device": devices.in_words(row.user_agent),
            "is_this": row.session_key == request.session.session_key,
        }
        for row in living(request.user)
    ]
    return render(request, "accounts/sessions.html", {"sessions": rows})


@login_required
@require_POST
def end_others(request: SignedInRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    ended = end_all(request.user, but=request.session)  # type: ignore[arg-type]
    words = ngettext("Signed out in %(n)d other place.", "Signed out in %(n)d other places.", ended) % {
        "n": ended
    }
    messages.success(request, words if ended else _("You were signed in nowhere else."))
    return redirect("accounts:sessions")


@login_required
def end_one(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Sign out of one browser, of one's own; this very one too."""
    row = get_object_or_404(BrowserSession, public_id=session_id, user=request.user)
    if refusal := refuse_unless_post(request):
        return refusal
    if row.session_key == request.session.session_key:
        logout(request)
        return redirect("account_login")
    row.delete()
    messages.success(request, _("Signed out: %(device)s.") % {"device": devices.in_words(row.user_agent)})
    return redirect("accounts:sessions")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """`/account/session/`: for the script that warns. GET asks how long is left, POST says that somebody is there.

    A page that was open while its reader signed in again gets the token that its forms need now.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"person": None})
    end = session_end(request)
    left = {"left": end.left, "can_stay": end.can_stay} if end else {}
    return JsonResponse({"person": str(request.user.pk), "token": get_token(request), **left})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_saved_form(request: SignedInRequest) -> HttpResponse:
    """`/account/saved-form/`: what was typed when the session ended. Send it where it was to go, or throw it away."""
    waiting = saved_form.load(request, request.user)
    if request.method == "POST":
        saved_form.discard(request)
        if waiting is not None and "send" in request.GET:
            # The browser sends the same form once more, to where it was to go in the first place.
            return HttpResponse(status=307, headers={"Location": waiting.path})
        return redirect("home")
    return render(request, "accounts/saved_form.html", {"waiting": waiting})
