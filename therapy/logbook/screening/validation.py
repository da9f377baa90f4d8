"""What cannot be true of a check: the one place that says so, for pages and devices alike.

Which questions somebody is asked is the page's matter: a check that was answered offline, before a condition was
recorded, is stored as it was answered.
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from therapy.care.models import Patient
from therapy.logbook import limits
from therapy.logbook.models import Check
from therapy.logbook.screening import glucose
from therapy.logbook.screening.feet import NAMES
from therapy.logbook.screening.morning import Compared
from therapy.logbook.screening.questions import NO, QUESTION_IDS
from therapy.logbook.screening.signs import BY_ID
from therapy.logbook.validation import Errors, moment_errors, scale_errors

if TYPE_CHECKING:
    from therapy.logbook.screening.checks import CheckEntry, Morning


def check_errors(patient: Patient, entry: "CheckEntry") -> Errors:
    """Everything that is wrong with a check."""
    errors: Errors = {}
    if entry.kind not in Check.Kind.values:
        errors["kind"] = _("Before, wrong or after.")
    errors |= _day_errors(patient, entry)
    errors |= moment_errors(
        answered_at=entry.answered_at, called_at=entry.called_at, mistaken_at=entry.mistaken_at
    )
    errors |= _answers_errors(entry)
    errors |= _foot_errors(entry.foot)
    errors |= glucose_errors(entry.glucose)
    return errors | _morning_errors(entry.morning)


def _day_errors(patient: Patient, entry: "CheckEntry") -> Errors:
    if entry.day > patient.today:
        return {"day": _("This day has not come yet. Choose today or a day before it.")}
    if entry.day < patient.today - timedelta(days=limits.MAX_DAYS_BACK):
        return {"day": _("This day is more than %(days)d days ago.") % {"days": limits.MAX_DAYS_BACK}}
    return {}


def _answers_errors(entry: "CheckEntry") -> Errors:
    """All six questions before a session; at least one sign of the full list when something is wrong."""
    if entry.kind == Check.Kind.BEFORE:
        return _question_errors(entry.answers)
    errors = {
        f"answers.{row}": _("Pick one of the answers.")
        for row, answer in entry.answers.items()
        if answer not in BY_ID or BY_ID[answer].row != row
    }
    if entry.kind == Check.Kind.WRONG and not entry.answers:
        errors["answers"] = _("Tick what is wrong.")
    if entry.kind == Check.Kind.AFTER and not entry.answers and entry.foot is None:
        errors["foot"] = _("Look at both feet.")
    return errors


def _question_errors(answers: Mapping[str, str]) -> Errors:
    errors = {
        f"answers.{question}": _("Answer yes or no.") for question in QUESTION_IDS if question not in answers
    }
    for question, answer in answers.items():
        if question not in QUESTION_IDS:
            errors[f"answers.{question}"] = _("There is no such question.")
        elif answer != NO and (answer not in BY_ID or BY_ID[answer].question != question):
            errors[f"answers.{question}"] = _("Pick the one that fits.")
    return errors


def _foot_errors(foot: Mapping[str, bool] | None) -> Errors:
    if foot is None:
        return {}
    errors = {
        f"foot.{name}": _("Answer yes or no.") for name in NAMES if not isinstance(foot.get(name), bool)
    }
    return errors | {f"foot.{name}": _("There is no such question.") for name in foot if name not in NAMES}


SUGAR_FIELDS = {"uses", "mg_dl", "helped", "unwell", "ketones"}


def glucose_errors(said: Mapping[str, Any] | None) -> Errors:
    """Medicines and help with a low are always said; a reading lies within what a meter can show."""
    if said is None:
        return {}
    errors: Errors = {
        f"glucose.{name}": _("There is no such question.") for name in said.keys() - SUGAR_FIELDS
    }
    if said.get("uses") not in glucose.Uses.values:
        errors["glucose.uses"] = _("Pick what you take.")
    if not isinstance(said.get("helped"), bool):
        errors["glucose.helped"] = _("Answer yes or no.")
    if not isinstance(said.get("unwell"), bool | None):
        errors["glucose.unwell"] = _("Answer yes or no.")
    if said.get("ketones") not in (None, *glucose.Ketones.values):
        errors["glucose.ketones"] = _("Pick what the test showed.")
    return errors | _reading_errors(said.get("mg_dl"))


def _reading_errors(reading: Any) -> Errors:
    if reading is None:
        return {}
    is_number = isinstance(reading, int | float | Decimal) and not isinstance(reading, bool)
    if not is_number or not glucose.LOWEST <= reading <= glucose.HIGHEST:
        return {
            "glucose.mg_dl": _("A reading from %(low)d to %(high)d mg/dL. Check the number and the unit.")
            % {"low": glucose.LOWEST, "high": glucose.HIGHEST}
        }
    return {}


def _morning_errors(morning: "Morning | None") -> Errors:
    if morning is None:
        return {}
    errors = {f"morning.{name}": message for name, message in scale_errors(pain=morning.pain).items()}
    if morning.compared not in Compared.values:
        errors["morning.compared"] = _("Pick the one that fits.")
    return errors
