"""Answers that mean the same to a browser and to htmx."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, for a piece of a page."""
    return request.headers.get("HX-Request") == "true"


def send_to(request: HttpRequest, address: str) -> HttpResponse:
    """Send the browser on; the whole page also where htmx asked for a piece of one."""
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
