"""What cannot be true of a set or a session. The one place that says so, for pages and actions alike.

Every check answers with what is wrong as a mapping of field to message; `Refused` carries it out.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from therapy.base import clock
from therapy.base.amount_words import number as number_words
from therapy.base.side import Side
from therapy.care.models import Patient
from therapy.logbook import limits
from therapy.logbook.entries import AMOUNTS, AS_PRESCRIBED, DONE, PARTIAL, SKIPPED, SetEntry
from therapy.logbook.loggable_doses import LoggableDose, revisions_seen
from therapy.logbook.models import Set
from therapy.plans.models import Band
from therapy.plans.schedule import PlanHistory

OUTCOMES = (AS_PRESCRIBED, DONE, PARTIAL, SKIPPED)
MAXIMA: dict[str, int | Decimal] = {
    "reps": limits.MAX_REPS,
    "hold_s": limits.MAX_HOLD_S,
    "minutes": limits.MAX_MINUTES,
    "metres": limits.MAX_METRES,
    "load_kg": limits.MAX_LOAD_KG,
}
# What counts as having done something; a load alone is not work.
COUNTS = ("reps", "minutes", "metres")

Errors = dict[str, str]


class Refused(ValueError):  # noqa: N818  "raise Refused" says it
    """What was said cannot be stored, and nothing was. `errors` maps a field's name to what is wrong with it."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors: Errors = dict(errors)
        super().__init__("; ".join(f"{field}: {message}" for field, message in self.errors.items()))

    def of_set(self, index: int) -> "Refused":
        """The same with the errors of one entry under its own field names; the others keep theirs."""
        prefix = f"sets.{index}."
        return Refused({field.removeprefix(prefix): message for field, message in self.errors.items()})


def raise_if(errors: Errors) -> None:
    """Raises Refused where anything is wrong."""
    if errors:
        raise Refused(errors)


def day_errors(day: date, patient: Patient, plans: PlanHistory) -> Errors:
    """A day can be logged from MAX_DAYS_BACK days ago to the patient's own today, while a plan is in force.

    The day on which a plan was ended still counts in: its morning's sets were done by it.
    """
    today = patient.today
    if day > today:
        return {"day": _("This day has not come yet. Choose today or a day before it.")}
    if day < today - timedelta(days=limits.MAX_DAYS_BACK):
        return {
            "day": _("This day is more than %(days)d days ago. Tell your therapist about it instead.")
            % {"days": limits.MAX_DAYS_BACK}
        }
    if not revisions_seen(plans, day, patient.time_zone):
        return {"day": _("You had no plan on this day.")}
    return {}


def entries_errors(entries: Mapping[int, SetEntry], doses: Mapping[UUID, LoggableDose]) -> Errors:
    """Everything that is wrong with several sets; the errors of number n are named "sets.n.field"."""
    errors: Errors = {}
    seen: set[object] = set()
    for index, entry in entries.items():
        wrong = entry_errors(entry, doses)
        same = {entry.id, (entry.dose.pk, entry.number)} - {None}
        if same & seen:
            wrong["number"] = _("The same set is there twice.")
        seen |= same
        errors |= {f"sets.{index}.{field}": message for field, message in wrong.items()}
    return errors


def entry_errors(entry: SetEntry, doses: Mapping[UUID, LoggableDose]) -> Errors:
    """Everything that is wrong with one set, by field: what is said, its leg and exercise, its number."""
    loggable = doses.get(entry.dose.pk)
    if loggable is None:
        return said_errors(entry) | _dose_errors(entry, doses)
    return said_errors(entry) | number_errors(entry.number, loggable)


def _dose_errors(entry: SetEntry, doses: Mapping[UUID, LoggableDose]) -> Errors:
    """Why the dose is none that the plan trains on that day."""
    exercise = entry.dose.prescription.exercise_id
    if any(loggable.prescription.exercise_id == exercise for loggable in doses.values()):
        return {"side": untrained_leg(entry.dose.side)}
    return {"side": _("This exercise is not in the plan of that day.")}


def untrained_leg(side: Side) -> str:
    """What is said of a leg that the plan does not train in an exercise."""
    words = {
        Side.LEFT: _("The plan does not train the left leg in this exercise."),
        Side.RIGHT: _("The plan does not train the right leg in this exercise."),
        Side.BOTH: _("The plan does not train both legs at once in this exercise."),
    }
    return words[Side(side)]


def number_errors(number: int, loggable: LoggableDose) -> Errors:
    """Sets are counted from 1."""
    if 1 <= number <= loggable.highest_number:
        return {}
    return {"number": _("Set numbers go from 1 to %(highest)d here.") % {"highest": loggable.highest_number}}


def said_errors(entry: SetEntry) -> Errors:
    """Everything that is wrong with what is said about one set, by field, wherever it belongs."""
    errors = _amount_errors(entry) | scale_errors(pain=entry.pain, effort=entry.effort)
    if entry.outcome not in OUTCOMES:
        return errors | {"outcome": _("Say whether you did this set.")}
    errors |= note_errors(entry.note, limits.MAX_SET_NOTE)
    errors |= moment_errors(logged_at=entry.logged_at)
    if entry.pain_kind and entry.pain_kind not in Set.PainKind.values:
        errors["pain_kind"] = _("Pick one of the kinds of pain.")
    return errors | _outcome_errors(entry)


def scale_errors(**answers: int | None) -> Errors:
    """0 to 10, or not said."""
    message = _("From 0 to %(highest)d, or not said.") % {"highest": limits.SCALE_MAX}
    return {
        name: message
        for name, said in answers.items()
        if said is not None and not 0 <= said <= limits.SCALE_MAX
    }


def note_errors(note: str, longest: int) -> Errors:
    """Notes have a length, and no characters that a database cannot keep."""
    if "\0" in note:
        return {"note": _("The note holds a character that cannot be stored.")}
    if len(note) > longest:
        return {"note": _("At most %(longest)d characters.") % {"longest": longest}}
    return {}


def _amount_errors(entry: SetEntry) -> Errors:
    errors: Errors = {}
    for name, highest in MAXIMA.items():
        said = getattr(entry, name)
        if said is None:
            continue
        if not Decimal(said).is_finite() or said < 0:
            errors[name] = _("A number from 0 to %(highest)s.") % {"highest": number_words(highest)}
        elif said > highest:
            errors[name] = _("That is more than one set can be. At most %(highest)s.") % {
                "highest": number_words(highest)
            }
    if entry.band and entry.band not in Band.values:
        errors["band"] = _("Pick one of the band colours.")
    return errors


def _outcome_errors(entry: SetEntry) -> Errors:
    """What was claimed and the amounts have to fit each other."""
    said = [name for name in COUNTS if getattr(entry, name) is not None]
    if entry.outcome == SKIPPED:
        return _skipped_errors(entry)
    errors: Errors = {}
    if entry.skip_reason:
        errors["skip_reason"] = _("Only a skipped set has a reason.")
    if entry.outcome == AS_PRESCRIBED:
        own = [name for name in AMOUNTS if getattr(entry, name) not in (None, "")]
        return errors | dict.fromkeys(own, _("“As prescribed” has no amount of its own."))
    if entry.outcome == PARTIAL and getattr(entry, _counts_in(entry)) is None:
        errors[_counts_in(entry)] = _("Say how much you did.")
    if said and not any(getattr(entry, name) for name in said):
        errors[said[0]] = _("If you did none of it, choose “No, I skipped it”.")
    return errors


def _skipped_errors(entry: SetEntry) -> Errors:
    said = [name for name in AMOUNTS if getattr(entry, name) not in (None, "")]
    errors = dict.fromkeys(
        said, _("A skipped set has no amount. Choose “Yes, or part of it” if you did some.")
    )
    if not entry.skip_reason:
        errors["skip_reason"] = _("Pick the closest reason.")
    elif entry.skip_reason not in Set.SkipReason.values:
        errors["skip_reason"] = _("Pick one of the reasons.")
    return errors


def _counts_in(entry: SetEntry) -> str:
    """The field in which the dose counts: reps, minutes or metres."""
    return next((name for name in COUNTS if getattr(entry.dose, name) is not None), COUNTS[0])


def session_errors(fields: Mapping[str, Any]) -> Errors:
    """Everything that is wrong with what is said about a whole session."""
    scales = {name: fields[name] for name in ("pain_before", "pain_after", "effort") if name in fields}
    errors = scale_errors(**scales) | note_errors(fields.get("note", ""), limits.MAX_SESSION_NOTE)
    started, finished = fields.get("started_at"), fields.get("finished_at")
    if started and finished and finished < started:
        errors["finished_at"] = _("A session cannot end before it starts.")
    return errors | moment_errors(started_at=started, finished_at=finished)


def moment_errors(**moments: datetime | None) -> Errors:
    """What happened lies in the past; a clock that is ahead by up to CLOCK_SKEW is forgiven."""
    latest = clock.now() + limits.CLOCK_SKEW
    message = _("This moment has not come yet. Check the date and time of your device.")
    return {name: message for name, moment in moments.items() if moment is not None and moment > latest}
