"""Which page is being asked for, so that the gate can write down where somebody looked."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

_page: ContextVar[str] = ContextVar("page", default="")


def page() -> str:
    """The name of the page that is being answered, such as "plans:plan"; empty outside a request."""
    return _page.get()


class VisitMiddleware:
    """Remembers the page for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _page.set("")
        try:
            return self.get_response(request)
        finally:
            _page.reset(token)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_rest: Any) -> None:
        """Django has found the page by now."""
        if request.resolver_match is not None:
            _page.set(request.resolver_match.view_name)
