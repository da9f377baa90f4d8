"""All addresses; each app's `urls.py` holds its own in full."""

from django.urls import include, path

from therapy import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("account/second-step/", include("accounts.second_step_urls")),
    path("account/second-step/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
    path("", include("accounts.urls")),
    path("", include("therapy.library.urls")),
    path("", include("therapy.care.urls")),
    path("", include("therapy.plans.urls")),
    path("", include("therapy.logbook.urls")),
    path("", include("therapy.progress.urls")),
    path("", include("therapy.attention.urls")),
    path("", include("therapy.audit.urls")),
]
