"""Addresses of the library."""

from django.urls import path

from therapy.library import views
from therapy.library.articles import views as articles

app_name = "library"
urlpatterns = [
    path("library/", views.exercise_list, name="list"),
    path("library/<slug:slug>/", views.exercise_detail, name="detail"),
    path("learn/<slug:slug>/", articles.article, name="article"),
]
