"""What every request of a signed-in person gets: their own time zone, and pages that no cache keeps."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.responses import HtmxRequest, send_to
from accounts.sign_in import second_factor

# What staff without a second step may open: choosing one, showing that it is them, and leaving.
OPEN_WITHOUT_SECOND_STEP = frozenset(
    {
        "accounts:session",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)


class TimeZoneMiddleware:
    """Activates the user's time zone for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(ZoneInfo(request.user.time_zone)):
            return self.get_response(request)


class NoStoreMiddleware:
    """Pages for signed-in people stay in no cache, the browser's own included: a phone is handed on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response


class HtmxSignInMiddleware:
    """Sends the whole page to the sign-in page where htmx would put that page into a fragment's place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        response = self.get_response(request)
        address = response.headers.get("Location")
        if address is None or not request.htmx:
            return response
        sign_in = resolve_url(settings.LOGIN_URL)
        if not address.startswith(sign_in):
            return response
        # Back to the page that they were on, not to the fragment's own address.
        page = request.htmx.current_url_abs_path
        query = f"?{urlencode({'next': page})}" if page else ""
        return HttpResponse(status=204, headers={"HX-Redirect": sign_in + query})


class SecondStepMiddleware:
    """Keeps staff from every other page until this session has shown a second factor; who has none is led to one.

    A list of what stays open, so that a new address is closed without anybody remembering it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HtmxRequest, *_view: Any) -> HttpResponse | None:
        """A way to the second step in place of the page, or None where nothing is missing."""
        user = request.user
        if not user.is_authenticated or second_factor.was_used(request, user):
            return None
        match = request.resolver_match
        name = match.view_name if match else ""
        if name in OPEN_WITHOUT_SECOND_STEP or name in settings.OPEN_WITHOUT_SECOND_STEP:
            return None
        if not second_factor.is_required(user):
            return None
        return send_to(request, _second_step(request, user))


def _second_step(request: HtmxRequest, user: User) -> str:
    """Where a session goes on: to choosing a factor, or to showing the one that its owner has."""
    if not second_factor.is_enrolled(user):
        return reverse("mfa_index")
    has_app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    address = reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn")
    back = request.get_full_path() if request.method == "GET" and not request.htmx else "/"
    return f"{address}?{urlencode({'next': back})}"
