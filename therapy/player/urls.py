from django.urls import path

from therapy.player import views

app_name = "player"
urlpatterns = [
    path("player/", views.player, name="player"),
    path("player/shell/", views.shell, name="shell"),
]
