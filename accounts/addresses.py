"""From which network address a request came."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.sign_in.allauth_bridge import client_ip


def address_of(request: HttpRequest) -> str:
    """The visitor's address, past as many proxies as are our own (`TRUSTED_PROXY_COUNT`). PermissionDenied without."""
    address = client_ip(request)
    if not address:
        raise PermissionDenied("the server names no address")
    return address
