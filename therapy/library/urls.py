"""Addresses of the library."""

from django.urls import path

from therapy.library import views

app_name = "library"
urlpatterns = [
    path("library/", views.exercise_list, name="list"),
    path("library/<slug:slug>/", views.exercise_detail, name="detail"),
]
