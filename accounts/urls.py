from django.urls import path

from therapy._stub import stub

app_name = "accounts"
urlpatterns = [
    path("people/", stub, name="people"),
    path("people/invite/", stub, name="invite"),
    path("people/<uuid:user_id>/", stub, name="person"),
    path("invitation/<str:token>/", stub, name="accept"),
    path("account/settings/", stub, name="settings"),
    path("more/", stub, name="more"),
]
