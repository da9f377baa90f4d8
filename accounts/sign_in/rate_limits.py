"""How often something may be tried: counted in the cache, which all workers share. The numbers are in the settings."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse


def refused(request: HttpRequest, action: str) -> HttpResponse | None:
    """The 429 page once this address has tried `ACCOUNT_RATE_LIMITS[action]` too often, by any method; else None."""
    if ratelimit.consume(request, app="allauth.account", action=action, limit_get=True):
        return None
    page: HttpResponse = ratelimit.respond_429(request)
    return page
