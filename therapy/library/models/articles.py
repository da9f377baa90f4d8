"""The articles that people read: built in, or a clinic's own."""

import re
import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import Clinic, User
from therapy.base.cause import Cause
from therapy.library.articles import pictures, text
from therapy.trail.history import keeps_history

# Pinned above all others, for everybody.
WHEN_TO_GET_HELP = "when-to-get-help"
# The language that the articles are written in, and so how PostgreSQL takes their words apart.
WRITTEN_IN = "english"


class ArticleQuerySet(models.QuerySet["Article"]):
    """Which articles a clinic's people read."""

    def for_clinics(self, clinics: "models.QuerySet[Clinic] | list[Clinic]") -> Self:
        """Built-in articles and the own ones of `clinics`, without those taken out of use."""
        return self.filter(Q(clinic=None) | Q(clinic__in=clinics), archived_at=None)

    def matching(self, words: str) -> Self:
        """Articles in which every word of `words` occurs, as it is, as a beginning or bent; the best answer first.

        A word counts most in the title, then among the topics, in the summary, in the text. Words that say nothing by
        themselves (“the”, “is”) are passed over; nothing but such words finds nothing.
        """
        words_typed = re.findall(r"\w+", words)
        if not words_typed:
            return self.none()
        # Letters and figures between quotes: nothing in them that the language of queries could take for its own.
        query = SearchQuery(
            " & ".join(f"'{word}':*" for word in words_typed), search_type="raw", config=WRITTEN_IN
        )
        topics = Func(F("topics"), Value(" "), function="array_to_string", output_field=models.TextField())
        vector = (
            SearchVector("title", weight="A", config=WRITTEN_IN)
            + SearchVector(topics, weight="B", config=WRITTEN_IN)
            + SearchVector("summary", weight="C", config=WRITTEN_IN)
            + SearchVector("body", weight="D", config=WRITTEN_IN)
        )
        found = self.annotate(words=vector, rank=SearchRank(vector, query)).filter(words=query)
        return found.order_by("-rank", "number", "title")


@keeps_history
class Article(models.Model):
    """One article. `body` is Markdown as `articles.text` reads it, in which `[KEY]` is a citation of one of `sources`.

    `sources` is a list of objects with `key`, `text` (the reference) and `read` (what of it was read: an abstract, an
    excerpt; empty for a clinic's own). `causes` are values of `base.cause.Cause`; none means that it is of interest to
    everybody. `picture` names a file of `templates/library/pictures` without its ending.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    slug = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField(
        default=100, help_text="Place in the list; a clinic's own come after."
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=300)
    body = models.TextField(_("text"), max_length=20_000)
    causes = ArrayField(models.CharField(max_length=10, choices=Cause.choices), default=list, blank=True)
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    picture = models.SlugField(_("picture"), max_length=60, blank=True)
    sources = models.JSONField(default=list, blank=True)
    written_on = models.DateField(_("written"))
    reviewed_on = models.DateField(_("reviewed"), null=True, blank=True)
    reviewed_by = models.CharField(_("reviewed by"), max_length=150, blank=True)
    review_due = models.DateField(_("look at it again by"), null=True, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="Only of a clinic's own.")
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number", "title"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug"], condition=Q(clinic=None), name="built_in_article_slug"),
            models.UniqueConstraint(fields=["clinic", "slug"], name="clinic_article_slug"),
            models.CheckConstraint(
                condition=Q(reviewed_on=None, reviewed_by="")
                | Q(reviewed_on__isnull=False) & ~Q(reviewed_by=""),
                name="article_review_has_day_and_reviewer",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def version(self) -> str:
        """Another one after each change of a clinic's own article."""
        return self.changed_at.isoformat() if self.changed_at else "new"

    @property
    def minutes(self) -> int:
        """How long it takes to read, in minutes, rounded up."""
        return text.minutes(self.body)

    @property
    def html(self) -> SafeString:
        """The body as safe HTML, its citations as links to the list of sources."""
        return text.html(self.body, [source["key"] for source in self.sources])

    @property
    def picture_template(self) -> str:
        """The template of its picture; empty where it has none, or has one that this version has no more."""
        return pictures.template_of(self.picture) if self.picture else ""
