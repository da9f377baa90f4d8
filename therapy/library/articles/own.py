"""Writes of a clinic's own articles, and who may write them."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.access import active_memberships
from accounts.models import Clinic, Membership, User
from therapy.base import clock
from therapy.library.models import Article, ArticleQuerySet

WRITERS = (Membership.Role.THERAPIST, Membership.Role.ADMIN)


def clinics_of_writer(user: User) -> list[Clinic]:
    """Clinics for which `user` may write, the one joined first in front; each once."""
    found = [place.clinic for place in active_memberships(user) if place.role in WRITERS]
    return list(dict.fromkeys(found))


def articles_of_writer(user: User) -> ArticleQuerySet:
    """The own articles of those clinics, also the ones that are out of use."""
    found = Article.objects.filter(clinic__in=clinics_of_writer(user))
    return found.select_related("clinic", "author", "changed_by")


def get_written_or_404(user: User, slug: str) -> Article:
    """An own article that `user` may change. Else 404."""
    found = articles_of_writer(user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def write(new: UUID, clinic: Clinic, by: User, values: dict[str, Any]) -> Article:
    """A new article with the id `new`, made with the form: sent twice it is one article, as the later has it.

    Its address has a few letters of the id, so that it is no other article's, of any clinic. Raises Http404 for an id
    that is somebody else's.
    """
    slug = f"{slugify(values['title'])[:70].strip('-')}-{new.hex[:6]}".strip("-")
    today = clock.today(clinic.time_zone)
    article = Article(id=new, clinic=clinic, slug=slug, author=by, written_on=today, **values)
    Article.objects.bulk_create([article], ignore_conflicts=True)
    stored = articles_of_writer(by).filter(pk=new, author=by).first()
    if stored is None:
        raise Http404
    if any(getattr(stored, name) != value for name, value in values.items()):
        change(stored, by, stored.version, values)
    return stored


@transaction.atomic
def change(article: Article, by: User, seen: str, values: dict[str, Any]) -> None:
    """Puts `values` in the article's place. `seen` is the `version` that was on the writer's screen.

    Raises ValidationError, with nothing changed, where somebody else has changed it since.
    """
    stored = Article.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)
    if stored.version != seen:
        raise ValidationError(
            _(
                "Somebody else has changed this article since you opened it. What you typed is kept here. "
                "Save again to put yours in the place of theirs."
            ),
            code="changed",
        )
    for name, value in values.items():
        setattr(stored, name, value)
    stored.changed_at, stored.changed_by = clock.now(), by
    stored.save()


def take_out(article: Article) -> None:
    """Nobody reads it from now on, and it is kept. Again changes nothing."""
    Article.objects.filter(pk=article.pk, archived_at=None).update(archived_at=clock.now())


def put_back(article: Article) -> None:
    """It is read again. Again changes nothing."""
    Article.objects.filter(pk=article.pk).exclude(archived_at=None).update(archived_at=None)
