"""What one revision changes against another, in words: for publishing, for the history, and for the patient."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from therapy.base.amount_words import short_amount, times_a_day
from therapy.base.side import NoSide, Side, side_sort_key
from therapy.base.side_labels import side_in_text
from therapy.library.models import Exercise
from therapy.plans.models import Dose, Phase, Prescription, Revision
from therapy.plans.wording import counted, days_of, dose_parts, dose_text

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"

# The parts of a dose in the order in which their changes are listed, and what is said where a part is missing.
ABSENT: dict[str, str | Promise] = {
    "amount": "",
    "sets": "",
    "hold": gettext_lazy("no hold"),
    "rest": gettext_lazy("no rest given"),
    "load": gettext_lazy("no load"),
    "band": gettext_lazy("no band"),
    "tempo": gettext_lazy("no tempo"),
    "note": gettext_lazy("no words on the load"),
}


@dataclass(frozen=True)
class Change:
    """One difference. `kind` is added, removed, changed or moved; `exercise` is None for a change of a phase itself.

    `side` is L, R, B, or "" for what concerns no side. `in_current_phase` says whether the patient meets it now.
    """

    kind: str
    phase: Phase
    exercise: Exercise | None
    side: Side | NoSide
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
            yield from _changed(phase, was.without_limits(), prescription.without_limits())
    for key, (phase, prescription) in old.items():
        if key not in new:
            text = _("%(name)s: taken out") % {"name": prescription.exercise.name}
            yield _about(REMOVED, phase, prescription, "", text)


def _about(kind: str, phase: Phase, prescription: Prescription, side: Side | NoSide, text: str) -> Change:
    return Change(kind, phase, prescription.exercise, side, text, phase.is_current)


def _added(phase: Phase, prescription: Prescription) -> Iterator[Change]:
    for dose in _doses(prescription).values():
        words = {
            "name": prescription.exercise.name,
            "side": side_in_text(dose.side),
            "dose": dose_text(dose),
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
    effort = prescription.effort_max
    return {
        "days": days_of(prescription),
        "times": times_a_day(prescription.times_per_day),
        "effort": _("no effort limit") if effort is None else _("effort at most %(n)d") % {"n": effort},
    }


def _changed_doses(phase: Phase, old: Prescription, new: Prescription) -> Iterator[Change]:
    before, after = _doses(old), _doses(new)
    for side in sorted({*before, *after}, key=side_sort_key):
        words = {"name": new.exercise.name, "side": side_in_text(side)}
        if side not in before:
            words["dose"] = dose_text(after[side])
            yield _about(ADDED, phase, new, side, _("%(name)s, %(side)s: new, %(dose)s") % words)
        elif side not in after:
            yield _about(REMOVED, phase, new, side, _("%(name)s, %(side)s: taken out") % words)
        else:
            for was, now in _dose_pairs(before[side], after[side]):
                text = _("%(name)s, %(side)s: %(was)s to %(now)s") % (words | {"was": was, "now": now})
                yield _about(CHANGED, phase, new, side, text)


def _doses(prescription: Prescription) -> dict[Side, Dose]:
    doses = sorted(prescription.doses.all(), key=lambda dose: side_sort_key(dose.side))
    return {dose.side: dose for dose in doses}


def _dose_pairs(old: Dose, new: Dose) -> Iterator[tuple[str, str]]:
    """The differing parts of two doses, as words before and after."""
    before, after = _words(old), _words(new)
    for name, absent in ABSENT.items():
        was, now = before.get(name, str(absent)), after.get(name, str(absent))
        if was != now:
            yield _short(was, now)


def _short(was: str, now: str) -> tuple[str, str]:
    """“8 to 10 reps” instead of “8 reps to 10 reps”."""
    first, _space, unit = was.partition(" ")
    return (first, now) if first.isdigit() and unit and now.endswith(f" {unit}") else (was, now)


def _words(dose: Dose) -> dict[str, str]:
    """The parts of a dose, sets and their amount apart."""
    unit, value = counted(dose)
    sets = ngettext("%(n)d set", "%(n)d sets", dose.sets) % {"n": dose.sets}
    parts = {name: str(part) for name, part in dose_parts(dose, everything=True).items()}
    if "note" in parts:
        parts["note"] = f"“{parts['note']}”"
    return parts | {"amount": short_amount(value, unit), "sets": sets}


def _order(old: Phase, new: Phase) -> Iterator[Change]:
    """One change for a phase whose remaining exercises come in another order."""
    before = [p.key for p in old.prescriptions.all()]
    after = [p.key for p in new.prescriptions.all()]
    if [key for key in before if key in after] != [key for key in after if key in before]:
        text = _("Phase %(number)d: the exercises come in another order") % {"number": new.number}
        yield Change(MOVED, new, None, "", text, new.is_current)
