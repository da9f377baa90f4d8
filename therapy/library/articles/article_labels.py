"""Words about articles: why one is shown, and how sure we are of it."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
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
    said = _of_clinics_own(article) if article.clinic else [_written(article), _reviewed(article)]
    return " ".join(said)


def _written(article: Article) -> str:
    return _("Written %(day)s.") % {"day": date_format(article.written_on, DAY)}


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


def _of_clinics_own(article: Article) -> list[str]:
    names = {
        "day": date_format(article.written_on, DAY),
        "author": article.author.name if article.author else "",
        "clinic": article.clinic.name if article.clinic else "",
    }
    said = [_("Written %(day)s by %(author)s, %(clinic)s.") % names]
    if article.changed_at and article.changed_by:
        names = {"day": date_format(localtime(article.changed_at), DAY), "who": article.changed_by.name}
        said.append(_("Last changed %(day)s by %(who)s.") % names)
    if article.review_due:
        due = {"due": date_format(article.review_due, DAY)}
        said.append(_("To be looked at again by %(due)s.") % due)
    return said
