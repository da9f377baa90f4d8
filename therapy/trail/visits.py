"""Which page is being asked for and by whom, so that the gate can write down who looked where, and from where."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from accounts.addresses import address_of


@dataclass(frozen=True)
class Visit:
    """One request: the name of its page, such as "plans:plan", who asks, and from which address."""

    page: str = ""
    person_id: UUID | None = None
    address: str | None = None


NOBODY = Visit()
_visit: ContextVar[Visit] = ContextVar("visit", default=NOBODY)


def current() -> Visit:
    """The request that is being answered; outside of one, nobody on no page."""
    return _visit.get()


class VisitMiddleware:
    """Remembers the visit for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _visit.set(NOBODY)
        try:
            return self.get_response(request)
        finally:
            _visit.reset(token)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_rest: Any) -> None:
        """Django has found the page by now."""
        if request.resolver_match is not None and request.user.is_authenticated:
            _visit.set(Visit(request.resolver_match.view_name, request.user.pk, address_of(request)))
