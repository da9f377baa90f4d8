"""How findings are said: plain words, with the day on which a limit ends and who set it."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from therapy.care.models import Condition


def day_words(day: date) -> str:
    """“12 December 2026”."""
    return date_format(day, "j F Y")


def limit_sentence(what: str, *, until: date | None = None, set_by: str = "") -> str:
    """“No weight on the left leg until 12 December 2026, set by Dr Vale.”"""
    words = {"what": what, "day": day_words(until) if until else "", "who": set_by}
    if until and set_by:
        return _("%(what)s until %(day)s, set by %(who)s.") % words
    if until:
        return _("%(what)s until %(day)s.") % words
    if set_by:
        return _("%(what)s, set by %(who)s.") % words
    return _("%(what)s.") % words


def not_before(what: str, begins: date, condition: Condition) -> str:
    """“Calf stretches with the left leg are allowed from 12 December 2026, set by Dr Vale.”"""
    words = {"what": what, "day": day_words(begins), "who": condition.limits_set_by}
    if condition.limits_set_by:
        return _("%(what)s from %(day)s, set by %(who)s.") % words
    return _("%(what)s from %(day)s.") % words
