"""Who may read which articles: the built-in ones everyone, a clinic's own its people."""

from django.db.models import F
from django.http import Http404

from accounts.models import User
from therapy.library.access import clinics_of_member
from therapy.library.models import Article, ArticleQuerySet
from therapy.library.models.articles import WHEN_TO_GET_HELP


def visible_articles(user: User) -> ArticleQuerySet:
    """Every article in use that is built in or of a clinic of `user`, with its clinic and who wrote it."""
    found = Article.objects.for_clinics(clinics_of_member(user))
    return found.select_related("clinic", "author", "changed_by")


def get_article_or_404(user: User, slug: str) -> Article:
    """The article at this address: a clinic's own before the built-in one. Else 404."""
    found = visible_articles(user).filter(slug=slug).order_by(F("clinic").asc(nulls_last=True)).first()
    if found is None:
        raise Http404
    return found


def when_to_get_help() -> Article | None:
    """The article that is pinned for everybody; None where it has not been loaded."""
    return Article.objects.filter(clinic=None, slug=WHEN_TO_GET_HELP, archived_at=None).first()
