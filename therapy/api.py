"""The API for devices, under ``/api/v1/``: who may, and how it says no. Each app's `api.py` holds its addresses.

Every answer is JSON. An error is ``{"errors": {field: message}}``, and has stored nothing.
"""

import json
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import APIKeyCookie

from accounts.access import active_memberships
from accounts.addresses import address_of
from accounts.models import Membership, User
from accounts.tenancy import walls
from therapy.base.payloads import ApiError, named_errors
from therapy.player.api import router as logbook
from therapy.player.checks_api import router as attention


class StrictParser(Parser):
    """JSON and nothing beyond it: Python's own reader takes NaN and Infinity for numbers."""

    def parse_body(self, request: HttpRequest) -> Any:
        """What was sent. Raises ValueError, or RecursionError, for what is no JSON; the framework makes it a 400."""
        return json.loads(request.body, parse_constant=_refuse)


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


class PatientCookie(APIKeyCookie):
    """Lets a signed-in patient in by the session's cookie, with a token against forged requests, and opens the walls
    for them; 404 for who is no patient, as on every page of theirs."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        """The user; None for nobody, which becomes 401."""
        user = request.user
        if not user.is_authenticated:
            return None
        memberships = active_memberships(user)
        roles = (Membership.Role.PATIENT,)
        if not any(membership.role in roles for membership in memberships):
            raise Http404
        walls.enter_as(user, memberships, roles, address_of(request))
        return user


api = NinjaAPI(
    title="Evenstep",
    version="1",
    description="Today’s plan for a patient’s own device, and the sessions that it sends. Safe to repeat.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=PatientCookie(),
    parser=StrictParser(),
)
api.add_router("", logbook)
api.add_router("", attention)


@transaction.non_atomic_requests
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """``/api/v1/openapi.json``: what can be asked and sent, for whoever writes a client."""
    return JsonResponse(api.get_openapi_schema())


def _answer(status: int, errors: dict[str, str], **more: Any) -> HttpResponse:
    """An error. The framework has turned the exception into an answer, and so the request would commit."""
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    return HttpResponse(
        json.dumps({"errors": errors, **more}), status=status, content_type="application/json"
    )


@api.exception_handler(ApiError)
def refused(request: HttpRequest, error: ApiError) -> HttpResponse:
    """What an address says no to."""
    return _answer(error.status, error.errors, **error.more)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422: JSON, but not what was asked for."""
    return _answer(422, named_errors(error.errors))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """404: not there, or not for this person."""
    return _answer(404, {"address": "not found"})


@api.exception_handler(AuthenticationError)
def signed_out(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """401: nobody is signed in."""
    return _answer(401, {"session": "sign in"})


@api.exception_handler(HttpError)
def denied(request: HttpRequest, error: HttpError) -> HttpResponse:
    """403: the token against forged requests is missing or old; 400: what came is no JSON."""
    return _answer(error.status_code, {"token" if error.status_code == 403 else "body": str(error)})
