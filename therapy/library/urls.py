from django.urls import path

from therapy._stub import stub

app_name = "library"
urlpatterns = [
    path("library/", stub, name="list"),
    path("library/<slug:slug>/", stub, name="detail"),
]
