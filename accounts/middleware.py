"""What every request of a signed-in person gets: their own time zone, and pages that no cache keeps."""

from collections.abc import Callable
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone


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

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        address = response.headers.get("Location", "")
        if request.headers.get("HX-Request") != "true" or not address.startswith(sign_in):
            return response
        # Back to the page that they were on, not to the fragment's own address.
        htmx = getattr(request, "htmx", None)
        page = htmx.current_url_abs_path if htmx else None
        query = f"?{urlencode({'next': page})}" if page else ""
        return HttpResponse(status=204, headers={"HX-Redirect": sign_in + query})
