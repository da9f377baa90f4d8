"""What every request passes first: its id, its line in the log, headers of safety, health, pictures, and its size."""

import logging
import re
import uuid
from collections.abc import Callable
from time import monotonic

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from therapy import logs, views

logger = logging.getLogger("evenstep.access")

GetResponse = Callable[[HttpRequest], HttpResponse]
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


class AccessLogMiddleware:
    """One line a request, and an id that is in every line of it and in `X-Request-ID`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = monotonic()
        request.log_id = id_of(request)  # type: ignore[attr-defined]
        token = logs.request_id.set(request.log_id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = logs.request_id.get()
            write(request, response.status_code, round((monotonic() - start) * 1000, 1))
        finally:
            logs.request_id.reset(token)
        return response


def id_of(request: HttpRequest) -> str:
    """A new id, or the one that a proxy of our own has given: 8 to 64 letters, figures, dots, dashes."""
    given = request.headers.get("X-Request-ID", "")
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT and WELL_FORMED.fullmatch(given):
        return given
    return uuid.uuid4().hex


def write(request: HttpRequest, status: int, milliseconds: float) -> None:
    """The line: method, path without its query, status, how long. Not who: the trail says who looked at what."""
    method = request.method if request.method in KNOWN_METHODS else "(other)"
    path = logs.safe_path(request, status)
    access = {"method": method, "path": path, "status": status, "duration_ms": milliseconds}
    logger.info("%s %s %d %s ms", method, path, status, milliseconds, extra={"access": access})


KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class HeadersMiddleware:
    """`Permissions-Policy`, and `Cross-Origin-Resource-Policy`: no other site shows a file of ours as its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        rules = settings.PERMISSIONS_POLICY.items()
        self.policy = ", ".join(f"{feature}=({who})" for feature, who in rules)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = self.policy
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class PolicyMiddleware(CSPMiddleware):
    """django-csp's, with the policy of the settings put together once and not for each answer."""

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        self.policy = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header, unless the view has set another; what a view asked django-csp for is left to it."""
        if settings.DEBUG or vars(response).keys() & ASKED_OF_CSP or hasattr(request, "_csp_nonce"):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        # Too late for a nonce, whoever asks for one.
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response


# What django-csp's decorators leave on an answer.
ASKED_OF_CSP = frozenset({"_csp_config", "_csp_update", "_csp_replace", "_csp_exempt"})


class HealthMiddleware:
    """Answers a load balancer, which asks by number and not by host name, before any host, session or cookie."""

    pages = {"/healthz": views.alive, "/readyz": views.ready}

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = self.pages.get(request.path)
        return self.get_response(request) if page is None else page(request)


class FigureMiddleware:
    """Answers for the pictures of exercises, which are for everybody, before any session, user or database."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (request.path.startswith("/figures/") and request.path.endswith(".svg")):
            return self.get_response(request)
        try:
            match = resolve(request.path)
        except Resolver404:
            return self.get_response(request)
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer


class SizeMiddleware:
    """413 for a body of more than `DATA_UPLOAD_MAX_MEMORY_SIZE` bytes, files counted, before anything of it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            return _refused(request, 400)
        if int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return _refused(request, 413)
        return self.get_response(request)


def _refused(request: HttpRequest, status: int) -> HttpResponse:
    """A page that says so, or for a device JSON."""
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"errors": {"body": "too large" if status == 413 else "of no length"}}, status=status
        )
    return HttpResponse(render_to_string(f"{status}.html"), status=status)
