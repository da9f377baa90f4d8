"""All addresses; each app's `urls.py` holds its own in full."""

from django.urls import include, path

from therapy import views
from therapy.api import api, openapi
from therapy.care.access import causes_of_own_record
from therapy.library.articles.views import article_list
from therapy.library.views import exercise_detail
from therapy.logbook.in_plan import in_plan_of
from therapy.manifest import manifest

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("help/", views.help_page, name="help"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", api.urls),
    path("sw.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("account/second-step/", include("accounts.sign_in.second_step_urls")),
    path("account/second-step/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
    path("", include("accounts.urls")),
    # Two pages of the library are here, because it knows no patients: it is told what to ask about its reader.
    path("learn/", article_list, {"causes_of": causes_of_own_record}, name="learn"),
    path("library/<slug:slug>/", exercise_detail, {"in_plan_of": in_plan_of}, name="exercise"),
    path("", include("therapy.library.urls")),
    path("", include("therapy.care.urls")),
    path("", include("therapy.plans.urls")),
    path("", include("therapy.logbook.urls")),
    path("", include("therapy.player.urls")),
    path("", include("therapy.progress.urls")),
    path("", include("therapy.attention.urls")),
    path("", include("therapy.audit.urls")),
]
