"""Shows and reads loads in the signed-in person's own units."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from therapy.base import units


class UnitsMiddleware:
    """Uses the user's units for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with units.use(getattr(request.user, "units", units.METRIC)):
            return self.get_response(request)
