"""The project's addresses, and the yardsticks that they are measured by."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from accounts.access import patient_required


@transaction.non_atomic_requests
def bare(request: HttpRequest) -> HttpResponse:
    """The yardstick; `wsgi.py` serves it without any middleware."""
    return HttpResponse("bare")


def null(request: HttpRequest) -> HttpResponse:
    """The same behind the project's middleware, in a transaction as all its views are."""
    return HttpResponse("null")


@patient_required
def signed_in(request: HttpRequest) -> HttpResponse:
    """The same for patients alone, inside the walls."""
    return HttpResponse("page")


def select_one(request: HttpRequest) -> HttpResponse:
    """The same with one round trip to the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse("1")


urlpatterns = [
    path("bench/bare", bare),
    path("bench/null", null),
    path("bench/signed-in", signed_in),
    path("bench/select", select_one),
    path("", include("therapy.urls")),
]
