"""What one revision changes against another, in words: for publishing, for the history, and for the patient."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from therapy.base.side import side_sort_key
from therapy.base.side_labels import side_in_text
from therapy.base.units import load_words
from therapy.library.models import Exercise
from therapy.plans.models import Band, Dose, Phase, Prescription, Revision
from therapy.plans.schedule import weekdays_of

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@dataclass(frozen=True)
class Change:
    """One difference. `kind` is added, removed, changed or moved; `exercise` is None for a change of a phase itself.

    `side` is L, R, B, or "" for what concerns no side. `in_current_phase` says whether the patient meets it now.
    """

    kind: str
    phase: Phase
    exercise: Exercise | None
    side: str
    text: str
    in_current_phase: bool


def changes(old: Revision | None, new: Revision, *, with_limits: bool | None = None) -> list[Change]:
    """All differences, in the order of the phases, then of the exercises; against None everything is added.

    Phases are the same by their number, prescriptions by their key. A copy gives an empty list. What limits did at
    publishing counts only between two published revisions, because it is not done to a draft yet, or `with_limits`;
    and only in the phase that is current in `new`, because limits are about no other.
    """
    before = {phase.number: phase for phase in old.phases.all()} if old else {}
    after = {phase.number: phase for phase in new.phases.all()}
    if with_limits is None:
        with_limits = bool(old and old.is_published and new.is_published)
    return list(
        chain(
            _current_phase(old.current_phase if old else None, new.current_phase),
            *(_phase(before.get(number), phase, bool(before)) for number, phase in after.items()),
            _gone_phases(before, after),
            _prescriptions(before, after, with_limits),
            *(_order(before[number], phase) for number, phase in after.items() if number in before),
        )
    )


def _current_phase(was: Phase | None, now: Phase | None) -> Iterator[Change]:
    if was and now and was.number != now.number:
        text = _("Now in phase %(number)d: %(title)s") % {"number": now.number, "title": now.title}
        yield Change(MOVED, now, None, "", text, True)


def _phase(old: Phase | None, new: Phase, compared: bool) -> Iterator[Change]:
    if old is None:
        if compared:
            text = _("New phase %(number)d: %(title)s") % {"number": new.number, "title": new.title}
            yield Change(ADDED, new, None, "", text, new.is_current)
        return
    labels = {
        "title": _("name"),
        "weeks": _("weeks"),
        "aim": _("aim"),
        "session_rule": _("rule for sessions"),
        "go_on_when": _("when to go on"),
        "step_back_when": _("when to step back"),
    }
    for name, label in labels.items():
        if getattr(old, name) != getattr(new, name):
            text = _("Phase %(number)d, %(what)s changed") % {"number": new.number, "what": label}
            yield Change(CHANGED, new, None, "", text, new.is_current)


def _gone_phases(before: dict[int, Phase], after: dict[int, Phase]) -> Iterator[Change]:
    for number, phase in before.items():
        if number not in after:
            text = _("Phase %(number)d taken out: %(title)s") % {"number": number, "title": phase.title}
            yield Change(REMOVED, phase, None, "", text, phase.is_current)


def _prescriptions(before: dict[int, Phase], after: dict[int, Phase], with_limits: bool) -> Iterator[Change]:
    old = {p.key: (phase, p) for phase in before.values() for p in phase.prescriptions.all()}
    new = {p.key: (phase, p) for phase in after.values() for p in phase.prescriptions.all()}
    for key, (phase, prescription) in new.items():
        if key not in old:
            yield from _added(phase, prescription)
            continue
        was_in, was = old[key]
        if was_in.number != phase.number:
            words = {"name": prescription.exercise.name, "number": phase.number}
            text = _("%(name)s: moved to phase %(number)d") % words
            yield _about(MOVED, phase, prescription, "", text)
        if with_limits and phase.is_current:
            yield from _changed(phase, was, prescription)
        else:
            yield from _changed(phase, was.as_asked(), prescription.as_asked())
    for key, (phase, prescription) in old.items():
        if key not in new:
            text = _("%(name)s: taken out") % {"name": prescription.exercise.name}
            yield _about(REMOVED, phase, prescription, "", text)


def _about(kind: str, phase: Phase, prescription: Prescription, side: str, text: str) -> Change:
    return Change(kind, phase, prescription.exercise, side, text, phase.is_current)


def _added(phase: Phase, prescription: Prescription) -> Iterator[Change]:
    for dose in _doses(prescription).values():
        words = {
            "name": prescription.exercise.name,
            "side": side_in_text(dose.side),
            "dose": _sets_by_amount(dose),
        }
        text = _("%(name)s, %(side)s: new, %(dose)s") % words
        yield _about(ADDED, phase, prescription, dose.side, text)
    if not _doses(prescription):
        text = _("%(name)s: new") % {"name": prescription.exercise.name}
        yield _about(ADDED, phase, prescription, "", text)


def _changed(phase: Phase, old: Prescription, new: Prescription) -> Iterator[Change]:
    before, after = _schedule_words(old), _schedule_words(new)
    pairs = [(before[name], after[name]) for name in after if before[name] != after[name]]
    for was, now in pairs:
        words = {"name": new.exercise.name, "was": was, "now": now}
        yield _about(CHANGED, phase, new, "", _("%(name)s: %(was)s to %(now)s") % words)
    if old.note != new.note:
        yield _about(CHANGED, phase, new, "", _("%(name)s: note changed") % {"name": new.exercise.name})
    yield from _changed_doses(phase, old, new)


def _schedule_words(prescription: Prescription) -> dict[str, str]:
    """The schedule, each part as it is read."""
    days = prescription.days_per_week
    named = ", ".join(str(WEEKDAYS_ABBR[day - 1]) for day in weekdays_of(prescription))
    effort = prescription.effort_max
    return {
        "days": named
        if prescription.weekdays
        else ngettext("%(n)d day a week", "%(n)d days a week", days) % {"n": days},
        "times": ngettext("%(n)d time a day", "%(n)d times a day", prescription.times_per_day)
        % {"n": prescription.times_per_day},
        "effort": _("no effort limit") if effort is None else _("effort at most %(n)d") % {"n": effort},
    }


def _changed_doses(phase: Phase, old: Prescription, new: Prescription) -> Iterator[Change]:
    before, after = _doses(old), _doses(new)
    for side in sorted({*before, *after}, key=side_sort_key):
        words = {"name": new.exercise.name, "side": side_in_text(side)}
        if side not in before:
            words["dose"] = _sets_by_amount(after[side])
            yield _about(ADDED, phase, new, side, _("%(name)s, %(side)s: new, %(dose)s") % words)
        elif side not in after:
            yield _about(REMOVED, phase, new, side, _("%(name)s, %(side)s: taken out") % words)
        else:
            for was, now in _dose_pairs(before[side], after[side]):
                text = _("%(name)s, %(side)s: %(was)s to %(now)s") % (words | {"was": was, "now": now})
                yield _about(CHANGED, phase, new, side, text)


def _doses(prescription: Prescription) -> dict[str, Dose]:
    doses = sorted(prescription.doses.all(), key=lambda dose: side_sort_key(dose.side))
    return {dose.side: dose for dose in doses}


def _sets_by_amount(dose: Dose) -> str:
    return _("%(sets)s of %(amount)s") % {"sets": _words("sets", dose.sets), "amount": _amount(dose)}


def _amount(dose: Dose) -> str:
    name = next(name for name in ("reps", "minutes", "metres") if getattr(dose, name) is not None)
    return _words(name, getattr(dose, name))


def _dose_pairs(old: Dose, new: Dose) -> Iterator[tuple[str, str]]:
    """The differing parts of two doses, as words before and after."""
    if _amount(old) != _amount(new):
        yield _short(_amount(old), _amount(new))
    for name in ("sets", "hold_s", "rest_s", "load_kg", "band", "tempo", "load_note"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield _short(_words(name, was), _words(name, now))


def _short(was: str, now: str) -> tuple[str, str]:
    """“8 to 10 reps” instead of “8 reps to 10 reps”."""
    first, _space, unit = was.partition(" ")
    return (first, now) if first.isdigit() and unit and now.endswith(f" {unit}") else (was, now)


def _words(name: str, value: Any) -> str:
    """A dose's value with its unit; what is not said is said so."""
    if value in (None, ""):
        return {
            "hold_s": _("no hold"),
            "rest_s": _("no rest given"),
            "load_kg": _("no load"),
            "band": _("no band"),
            "tempo": _("no tempo"),
            "load_note": _("no words on the load"),
        }[name]
    return {
        "sets": lambda: ngettext("%(n)d set", "%(n)d sets", value) % {"n": value},
        "reps": lambda: ngettext("%(n)d rep", "%(n)d reps", value) % {"n": value},
        "minutes": lambda: ngettext("%(n)d minute", "%(n)d minutes", value) % {"n": value},
        "metres": lambda: ngettext("%(n)d metre", "%(n)d metres", value) % {"n": value},
        "hold_s": lambda: _("hold %(n)d s") % {"n": value},
        "rest_s": lambda: _("rest %(n)d s") % {"n": value},
        "load_kg": lambda: load_words(Decimal(value)),
        "band": lambda: _("%(colour)s band") % {"colour": Band(value).label},
        "tempo": lambda: _("tempo %(tempo)s") % {"tempo": value},
        "load_note": lambda: f"“{value}”",
    }[name]()


def _order(old: Phase, new: Phase) -> Iterator[Change]:
    """One change for a phase whose remaining exercises come in another order."""
    before = [p.key for p in old.prescriptions.all()]
    after = [p.key for p in new.prescriptions.all()]
    if [key for key in before if key in after] != [key for key in after if key in before]:
        text = _("Phase %(number)d: the exercises come in another order") % {"number": new.number}
        yield Change(MOVED, new, None, "", text, new.is_current)
