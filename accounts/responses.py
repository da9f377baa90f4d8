"""Responses that mean the same to a browser and to htmx."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request as `HtmxMiddleware` hands it on: `htmx` is true where htmx asks for a piece of a page."""

    htmx: HtmxDetails


def send_to(request: HtmxRequest, address: str) -> HttpResponse:
    """Send the browser on; the whole page also where htmx asked for a piece of one."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
