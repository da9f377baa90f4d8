"""Addresses of the library."""

from django.urls import path, re_path

from therapy.library import views
from therapy.library.articles import own_views as own
from therapy.library.articles import views as articles
from therapy.library.figures import views as figures

app_name = "library"
urlpatterns = [
    path("library/", views.exercise_list, name="list"),
    path("learn/new/", own.new, name="article_new"),
    path("learn/<slug:slug>/change/", own.change, name="article_change"),
    path("learn/<slug:slug>/take-out/", own.take_out, name="article_take_out"),
    path("learn/<slug:slug>/put-back/", own.put_back, name="article_put_back"),
    path("learn/<slug:slug>/", articles.article, name="article"),
    path("library/<slug:slug>/moving/", figures.moving, name="moving"),
    path("library/<slug:slug>/paper/", figures.on_paper, name="paper"),
    path("figures/", figures.sheet, name="sheet"),
    re_path(
        r"^figures/(?P<slug>[-\w]{1,80})/(?P<digest>[0-9a-f]{20})/(?P<name>[lrbn][1-9]?)\.svg$",
        figures.figure,
        name="figure",
    ),
]
