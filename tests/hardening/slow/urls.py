"""The slow page."""

import time

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


@transaction.non_atomic_requests
def slow(request: HttpRequest) -> HttpResponse:
    time.sleep(2)
    return HttpResponse("the whole answer")


urlpatterns = [path("slow", slow), path("", include("therapy.urls"))]
