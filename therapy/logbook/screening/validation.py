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
from therapy.logbook.screening.questions import GATE_IDS, NO
from therapy.logbook.screening.signs import BY_ID
from therapy.logbook.validation import Wrong, wrong_with_moments, wrong_with_scales

if TYPE_CHECKING:
    from therapy.logbook.screening.checks import CheckEntry, Morning


def wrong_with_check(patient: Patient, entry: "CheckEntry") -> Wrong:
    """Everything that is wrong with a check."""
    errors: Wrong = {}
    if entry.kind not in Check.Kind.values:
        errors["kind"] = _("Before, wrong or after.")
    errors |= _wrong_with_day(patient, entry)
    errors |= wrong_with_moments(
        answered_at=entry.answered_at, called_at=entry.called_at, mistaken_at=entry.mistaken_at
    )
    errors |= _wrong_with_answers(entry)
    errors |= _wrong_with_foot(entry.foot)
    errors |= wrong_with_glucose(entry.glucose)
    return errors | _wrong_with_morning(entry.morning)


def _wrong_with_day(patient: Patient, entry: "CheckEntry") -> Wrong:
    if entry.day > patient.today:
        return {"day": _("This day has not come yet. Choose today or a day before it.")}
    if entry.day < patient.today - timedelta(days=limits.MAX_DAYS_BACK):
        return {"day": _("This day is more than %(days)d days ago.") % {"days": limits.MAX_DAYS_BACK}}
    return {}


def _wrong_with_answers(entry: "CheckEntry") -> Wrong:
    """All six gates before a session; at least one sign of the full list when something is wrong."""
    if entry.kind == Check.Kind.BEFORE:
        return _wrong_with_gates(entry.answers)
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


def _wrong_with_gates(answers: Mapping[str, str]) -> Wrong:
    errors = {f"answers.{gate}": _("Answer yes or no.") for gate in GATE_IDS if gate not in answers}
    for gate, answer in answers.items():
        if gate not in GATE_IDS:
            errors[f"answers.{gate}"] = _("There is no such question.")
        elif answer != NO and (answer not in BY_ID or BY_ID[answer].gate != gate):
            errors[f"answers.{gate}"] = _("Pick the one that fits.")
    return errors


def _wrong_with_foot(foot: Mapping[str, bool] | None) -> Wrong:
    if foot is None:
        return {}
    errors = {
        f"foot.{name}": _("Answer yes or no.") for name in NAMES if not isinstance(foot.get(name), bool)
    }
    return errors | {f"foot.{name}": _("There is no such question.") for name in foot if name not in NAMES}


SUGAR_FIELDS = {"uses", "mg_dl", "helped", "unwell", "ketones"}


def wrong_with_glucose(said: Mapping[str, Any] | None) -> Wrong:
    """Medicines and help with a low are always said; a reading lies within what a meter can show."""
    if said is None:
        return {}
    errors: Wrong = {
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
    return errors | _wrong_with_reading(said.get("mg_dl"))


def _wrong_with_reading(reading: Any) -> Wrong:
    if reading is None:
        return {}
    is_number = isinstance(reading, int | float | Decimal) and not isinstance(reading, bool)
    if not is_number or not glucose.LOWEST <= reading <= glucose.HIGHEST:
        return {
            "glucose.mg_dl": _("A reading from %(low)d to %(high)d mg/dL. Check the number and the unit.")
            % {"low": glucose.LOWEST, "high": glucose.HIGHEST}
        }
    return {}


def _wrong_with_morning(morning: "Morning | None") -> Wrong:
    if morning is None:
        return {}
    errors = {f"morning.{name}": message for name, message in wrong_with_scales(pain=morning.pain).items()}
    if morning.compared not in Compared.values:
        errors["morning.compared"] = _("Pick the one that fits.")
    return errors
