"""The form of a clinic's own article."""

from collections.abc import Collection
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Clinic
from therapy.base.cause import Cause
from therapy.base.widgets import ChoiceCardsMultipleWidget
from therapy.library.articles import text
from therapy.library.models import Article

MOST_SOURCES = 30
MOST_TOPICS = 20


def picture_choices(now: str = "") -> list[tuple[str, Any]]:
    """The built-in pictures, each called by the article that it is drawn for, and the one that is there `now`."""
    found = Article.objects.filter(clinic=None, archived_at=None).exclude(picture="")
    choices = [("", _("No picture")), *found.values_list("picture", "title")]
    is_listed = now in {picture for picture, _title in choices}
    return choices if is_listed else [*choices, (now, now)]


class OwnArticleForm(forms.Form):
    """A new article, or a change to `article`. `clinics` are those that the writer may write for."""

    clinic = forms.ModelChoiceField(label=_("Clinic"), queryset=Clinic.objects.none())
    title = forms.CharField(label=_("Title"), max_length=120)
    summary = forms.CharField(
        label=_("In one sentence"), max_length=300, help_text=_("It stands under the title in the list.")
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 18, "spellcheck": "true"}),
        help_text=_(
            "Leave a line empty between paragraphs. ## in front of a line makes it a heading, - a point of a list; "
            "**two stars** make words strong. [words](https://address) is a link. [1] stands for the first of the "
            "sources below. The headings “Try this” and “Call if” get a box of their own."
        ),
    )
    sources = forms.CharField(
        label=_("Sources"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One in a line. The first is number 1."),
    )
    causes = forms.MultipleChoiceField(
        label=_("Shown first to patients with"),
        required=False,
        choices=Cause.choices,
        widget=ChoiceCardsMultipleWidget(),
        help_text=_("With none of them it is of interest to everybody."),
    )
    topics = forms.CharField(
        label=_("Words that people may search for"),
        required=False,
        max_length=600,
        help_text=_("With commas between them. Words of the title and the text are found anyway."),
    )
    picture = forms.ChoiceField(
        label=_("Picture"), required=False, help_text=_("From the article of this name.")
    )
    review_due = forms.DateField(
        label=_("Look at it again by"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
    )
    # Of a new article: pressed twice, it is sent once.
    new = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, clinics: Collection[Clinic] = (), article: Article | None = None, **kw: Any
    ) -> None:
        """The clinic is asked only for a new article, and where there are several."""
        if article is not None:
            kw.setdefault("initial", _initial(article))
        super().__init__(*args, **kw)
        self.clinics = list(clinics)
        self.article = article
        picture = self.fields["picture"]
        picture.choices = picture_choices(article.picture if article else "")  # type: ignore[attr-defined]
        if article is not None:
            del self.fields["new"]
        if article is not None or len(self.clinics) == 1:
            del self.fields["clinic"]
        else:
            pks = [clinic.pk for clinic in self.clinics]
            self.fields["clinic"].queryset = Clinic.objects.filter(pk__in=pks)  # type: ignore[attr-defined]

    def clean_sources(self) -> list[dict[str, str]]:
        """The lines as sources, each under its number."""
        lines = [line.strip() for line in self.cleaned_data["sources"].splitlines() if line.strip()]
        if len(lines) > MOST_SOURCES:
            raise forms.ValidationError(_("At most %(most)d sources.") % {"most": MOST_SOURCES})
        return [{"key": str(number), "text": line, "read": ""} for number, line in enumerate(lines, start=1)]

    def clean_topics(self) -> list[str]:
        """The words, each once."""
        found = [word.strip() for word in self.cleaned_data["topics"].split(",")]
        found = list(dict.fromkeys(word for word in found if word))
        if len(found) > MOST_TOPICS:
            raise forms.ValidationError(_("At most %(most)d of them.") % {"most": MOST_TOPICS})
        if any(len(word) > 60 for word in found):
            raise forms.ValidationError(_("One of them is longer than 60 letters. Put commas between them."))
        return found

    def clean(self) -> dict[str, Any]:
        """Every number in the text is that of a source."""
        found: dict[str, Any] = super().clean() or {}
        if "body" in found and "sources" in found:
            numbers = [source["key"] for source in found["sources"]]
            unknown = text.unknown_citations(found["body"], numbers)
            said = [_no_such_source(line, key, len(numbers)) for line, key in unknown if key.isdigit()]
            if said:
                self.add_error("body", said)
        return found

    @property
    def chosen_clinic(self) -> Clinic:
        """Whose article it is to be. Only of a form that is valid."""
        return self.cleaned_data.get("clinic") or self.clinics[0]

    @property
    def new_id(self) -> UUID:
        """The id that a new article gets. Only of a form that is valid."""
        new: UUID = self.cleaned_data["new"]
        return new

    def values(self) -> dict[str, Any]:
        """The article's fields. Only of a form that is valid."""
        names = ("title", "summary", "body", "sources", "causes", "topics", "picture", "review_due")
        return {name: self.cleaned_data[name] for name in names}

    def has_seen(self, version: str) -> None:
        """The next time it is sent, it is a change to this version."""
        data = cast("QueryDict", self.data).copy()
        data["seen"] = version
        self.data = data

    def preview(self) -> Article:
        """What a reader would be shown; nothing is stored. Only of a form that is valid."""
        return Article(**self.values())


def _no_such_source(line: int, key: str, sources: int) -> str:
    words = ngettext(
        "Line %(line)d has the number [%(key)s], and there is %(sources)d source.",
        "Line %(line)d has the number [%(key)s], and there are %(sources)d sources.",
        sources,
    )
    return words % {"line": line, "key": key, "sources": sources}


def _initial(article: Article) -> dict[str, Any]:
    names = ("title", "summary", "body", "causes", "picture", "review_due")
    return {name: getattr(article, name) for name in names} | {
        "sources": "\n".join(source["text"] for source in article.sources),
        "topics": ", ".join(article.topics),
        "seen": article.version,
    }
