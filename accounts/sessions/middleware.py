"""Ends sessions that have lasted too long, on the server, whatever the browser believes."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user, logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.responses import HtmxRequest, send_to
from accounts.sessions import saved_form
from accounts.sessions.backend import SessionStore
from accounts.sessions.expiry import limits_of, touch, why_ended
from accounts.sign_in.allauth_bridge import client_ip


class PersonMiddleware(AuthenticationMiddleware):
    """Django's, which takes the person that was read together with the session, instead of reading them again."""

    def process_request(self, request: HttpRequest) -> None:
        """Set `request.user`, to be found out when it is first asked for."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]


def _person(request: HttpRequest) -> User | AnonymousUser:
    """Whose session it is, if it says so under today's key and password; for all else Django knows what to do."""
    session = cast("SessionStore", request.session)
    proof, backend = session.get(HASH_SESSION_KEY), session.get(BACKEND_SESSION_KEY)
    person = session.person
    if (
        person is not None
        and person.is_active
        and session.get(SESSION_KEY) == str(person.pk)
        and backend in settings.AUTHENTICATION_BACKENDS
        and proof
        and constant_time_compare(proof, person.get_session_auth_hash())
    ):
        return person
    return get_user(request)


class SessionLimitMiddleware:
    """Stands behind the one that knows the user. A session past its limits is ended before any view sees the request.

    What was being sent is kept for the person who sent it; see `saved_form`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = cast("SessionStore", request.session)
        session.address = client_ip(request)
        session.user_agent = request.headers.get("User-Agent", "")
        # Asking for the user is what loads the session, and with it its row.
        if request.user.is_authenticated and session.row is not None:
            why = why_ended(session.row, limits_of(request.user), timezone.now())
            if why is not None:
                request.session_ended = (request.user.pk, why)  # type: ignore[attr-defined]
                logout(request)
        return self.get_response(request)

    def process_view(self, request: HtmxRequest, *_view: Any) -> HttpResponse | None:
        """After the check against forged requests: say that the session has ended, or note that it goes on."""
        ended: tuple[UUID, str] | None = getattr(request, "session_ended", None)
        if ended is not None:
            return _answer_ended(request, *ended)
        row = cast("SessionStore", request.session).row
        if request.user.is_authenticated and row is not None and not _is_asked_by_itself(request):
            touch(request, row, client_ip(request), limits_of(request.user))
        return None


def _is_asked_by_itself(request: HttpRequest) -> bool:
    """Whether nobody did anything: a page asks how long there is left, or a browser what it keeps."""
    match = request.resolver_match
    name = match.view_name if match else ""
    return request.method == "GET" and name in {"accounts:session", *settings.ASKED_BY_BROWSERS}


def _answer_ended(request: HtmxRequest, owner: UUID, why: str) -> HttpResponse | None:
    if request.path == reverse("accounts:session"):
        return None
    is_saved = saved_form.save(request, owner)
    if why == "idle":
        said = _("You were signed out, because nothing was done here for a while.")
    else:
        said = _("You were signed out, because you signed in a long time ago.")
    if is_saved:
        said += " " + _("What you typed is kept: sign in, and you can send it.")
    messages.warning(request, said)
    if not is_saved:
        return None
    query = urlencode({"next": reverse("accounts:saved_form")})
    return send_to(request, f"{resolve_url(settings.LOGIN_URL)}?{query}")
