"""Addresses of the library."""

from django.urls import path, re_path

from therapy.library import figure_views, views
from therapy.library.articles import views as articles

app_name = "library"
urlpatterns = [
    path("library/", views.exercise_list, name="list"),
    path("library/<slug:slug>/", views.exercise_detail, name="detail"),
    path("learn/<slug:slug>/", articles.article, name="article"),
    path("library/<slug:slug>/moving/", figure_views.moving, name="moving"),
    path("library/<slug:slug>/paper/", figure_views.on_paper, name="paper"),
    path("figures/", figure_views.sheet, name="sheet"),
    re_path(
        r"^figures/(?P<slug>[-\w]{1,80})/(?P<digest>[0-9a-f]{20})/(?P<name>[lrbn][1-9]?)\.svg$",
        figure_views.figure,
        name="figure",
    ),
]
