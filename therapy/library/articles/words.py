"""Words about articles: why one is shown, and how sure we are of it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from therapy.base.cause import Cause
from therapy.library.models import Article

DAY = "j F Y"


def why_shown(cause: str) -> str:
    """The heading above a patient's articles of one cause."""
    return {
        Cause.NERVE: _("For nerve damage"),
        Cause.IMMOBILITY: _("After a cast or bed rest"),
        Cause.FRACTURE: _("After a broken bone"),
        Cause.TENDON: _("For an Achilles tendon"),
        Cause.ARTERY: _("For artery disease"),
        Cause.DYSTROPHY: _("For muscular dystrophy"),
        Cause.DIABETES: _("For diabetes"),
        Cause.OTHER: _("For other causes"),
    }[Cause(cause)]


def history_of(article: Article) -> str:
    """When it was written and by whom it was reviewed, and nothing that did not happen."""
    return " ".join([_written(article), _reviewed(article)])


def _written(article: Article) -> str:
    day = date_format(article.written_on, DAY)
    if article.author is None or article.clinic is None:
        return _("Written %(day)s.") % {"day": day}
    names = {"day": day, "author": article.author.name, "clinic": article.clinic.name}
    return _("Written %(day)s by %(author)s, %(clinic)s.") % names


def _reviewed(article: Article) -> str:
    due = date_format(article.review_due, DAY) if article.review_due else ""
    if article.reviewed_on is None:
        if not due:
            return _("Not yet reviewed by a clinician.")
        return _("Not yet reviewed by a clinician; due by %(due)s.") % {"due": due}
    names = {"day": date_format(article.reviewed_on, DAY), "who": article.reviewed_by, "due": due}
    if not due:
        return _("Reviewed %(day)s by %(who)s.") % names
    return _("Reviewed %(day)s by %(who)s; next review due by %(due)s.") % names
