"""The project's addresses, and the yardsticks that every figure is a multiple of."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def null(request: HttpRequest) -> HttpResponse:
    """The yardstick: a request that does nothing, under the same server and middleware."""
    return HttpResponse("null")


def select_one(request: HttpRequest) -> HttpResponse:
    """The second yardstick: one round trip to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse("1")


urlpatterns = [
    path("bench/null", null),
    path("bench/select", select_one),
    path("", include("therapy.urls")),
]
