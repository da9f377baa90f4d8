"""The articles' pages, for everyone who is signed in."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, signed_in_required
from accounts.models import User
from therapy.library.articles.access import get_article_or_404, visible_articles
from therapy.library.articles.article_labels import history_of
from therapy.library.articles.forms import SearchForm
from therapy.library.articles.own import articles_of_writer, clinics_of_writer
from therapy.library.articles.shelf import Group, Shelf, shelf

# The causes of a patient's own conditions, none for somebody who is no patient. `therapy.urls` hands it in, since the
# library knows nothing of care.
CausesOf = Callable[[User], list[str]]


@signed_in_required
@require_safe
def article_list(request: SignedInRequest, causes_of: CausesOf) -> HttpResponse:
    """``/learn/``: all articles, a patient's own causes first, or what a search finds; as htmx the results."""
    words = SearchForm(request.GET).words
    articles = visible_articles(request.user)
    if words:
        found = list(articles.matching(words))
        shown = Shelf(None, [Group("", found)] if found else [])
    else:
        shown = shelf(articles, causes_of(request.user), rest=_("More to read"))
    fragment = request.htmx and not request.htmx.history_restore_request
    template = "library/_articles.html" if fragment else "library/learn.html"
    total = sum(len(group.articles) for group in shown.groups) + bool(shown.pinned)
    clinics = clinics_of_writer(request.user)
    context = {
        "shelf": shown,
        "words": words,
        "total": total,
        "is_fragment": fragment,
        "may_write": bool(clinics),
        "out_of_use": articles_of_writer(request.user).exclude(archived_at=None)
        if clinics and not words
        else (),
    }
    answer = render(request, template, context)
    patch_vary_headers(answer, ["HX-Request", "HX-History-Restore-Request"])
    return answer


@signed_in_required
@require_safe
def article(request: SignedInRequest, slug: str) -> HttpResponse:
    """``/learn/<slug>/``: one article, its sources, and how sure we are of it."""
    found = get_article_or_404(request.user, slug)
    may_change = found.clinic in clinics_of_writer(request.user)
    context = {"article": found, "history": history_of(found), "may_change": may_change}
    return render(request, "library/article.html", context)
