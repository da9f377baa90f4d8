"""From which network address a request came."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address, past as many proxies as are our own (`TRUSTED_PROXY_COUNT`)."""
    address: str = get_adapter(request).get_client_ip(request)
    return address
