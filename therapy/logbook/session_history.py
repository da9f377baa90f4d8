"""What was logged, told: sessions with their sets counted by leg, and corrections with old and new values in words."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from therapy.base.amount_words import number
from therapy.base.side import Side, side_sort_key
from therapy.base.units import load_words
from therapy.care.models import Patient
from therapy.library.models import Exercise
from therapy.logbook.models import Correction, Session, Set
from therapy.logbook.set_labels import done_words, logged_target_words
from therapy.plans.models import Band

# What a correction tells, in this order; ids and moments of no interest to a reader are left out.
LABELS: dict[str, str | Promise] = {
    "local_day": gettext_lazy("Day"),
    "side": gettext_lazy("Leg"),
    "number": gettext_lazy("Set"),
    "outcome": gettext_lazy("Set was"),
    "skip_reason": gettext_lazy("Why"),
    "reps": gettext_lazy("Reps"),
    "hold_s": gettext_lazy("Hold, seconds"),
    "minutes": gettext_lazy("Minutes"),
    "metres": gettext_lazy("Metres"),
    "load_kg": gettext_lazy("Load"),
    "band": gettext_lazy("Band"),
    "pain": gettext_lazy("Pain"),
    "pain_kind": gettext_lazy("Kind of pain"),
    "pain_before": gettext_lazy("Pain before"),
    "pain_after": gettext_lazy("Pain after"),
    "effort": gettext_lazy("Effort"),
    "note": gettext_lazy("Note"),
    "started_at": gettext_lazy("Started"),
    "finished_at": gettext_lazy("Finished"),
}
CHOICES: dict[str, dict[str, str | Promise]] = {
    "side": dict(Side.choices),
    "outcome": dict(Set.Outcome.choices),
    "skip_reason": dict(Set.SkipReason.choices),
    "band": dict(Band.choices),
    "pain_kind": dict(Set.PainKind.choices),
}


def sessions_of(patient: Patient) -> QuerySet[Session]:
    """The patient's sessions, latest first, with sets done per side, skipped, and corrections counted in one query."""
    corrected = (
        Correction.objects.filter(session=OuterRef("pk")).order_by().values("session").annotate(n=Count("pk"))
    )
    performed = ~Q(sets__outcome=Set.Outcome.SKIPPED)
    return (
        Session.objects.filter(patient=patient)
        .annotate(
            left_done=Count("sets", filter=performed & Q(sets__side=Side.LEFT)),
            right_done=Count("sets", filter=performed & Q(sets__side=Side.RIGHT)),
            both_done=Count("sets", filter=performed & Q(sets__side=Side.BOTH)),
            skipped=Count("sets", filter=Q(sets__outcome=Set.Outcome.SKIPPED)),
            corrections_made=Coalesce(Subquery(corrected.values("n"), output_field=IntegerField()), 0),
        )
        .order_by("-local_day", "-received_at", "-pk")
    )


@dataclass(frozen=True)
class SetLine:
    """A logged set as its row shows it."""

    logged: Set
    target: str
    done: str

    @property
    def state(self) -> str:
        """done, part or skipped."""
        return {"done": "done", "partial": "part", "skipped": "skipped"}[self.logged.outcome]


@dataclass(frozen=True)
class ExerciseLines:
    """The sets of one exercise, Left before Right before Both."""

    exercise: Exercise
    lines: list[SetLine]


@dataclass(frozen=True)
class Changed:
    """One value of a correction in words: what it is, what it was, what it is now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class CorrectionLine:
    """A correction in words; `kind` is added, taken_back or changed."""

    correction: Correction
    kind: str
    values: list[Changed]


class SessionHistory:
    """A session with its prefetched sets and corrections, in the order in which it is read."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def exercises(self) -> list[ExerciseLines]:
        """Sets grouped by exercise, in the order in which the exercises were begun."""
        groups: dict[Any, list[Set]] = {}
        for logged in self.session.sets.all():
            groups.setdefault(logged.exercise_id, []).append(logged)
        return [_group(sets) for sets in groups.values()]

    @cached_property
    def corrections(self) -> list[CorrectionLine]:
        """What was corrected, oldest first."""
        return [correction_line(one) for one in self.session.corrections.all()]


def _group(sets: list[Set]) -> ExerciseLines:
    in_order = sorted(sets, key=lambda logged: (side_sort_key(logged.side), logged.number))
    lines = [SetLine(logged, logged_target_words(logged), done_words(logged)) for logged in in_order]
    return ExerciseLines(in_order[0].exercise, lines)


def correction_line(made: Correction) -> CorrectionLine:
    """A correction with every value that a reader wants to know, in words."""
    names = [name for name in LABELS if name in made.before or name in made.after]
    kind = "added" if not made.before else "taken_back" if not made.after else "changed"
    values = [
        Changed(
            str(LABELS[name]),
            value_words(name, made.before.get(name)),
            value_words(name, made.after.get(name)),
        )
        for name in names
    ]
    return CorrectionLine(made, kind, values)


def value_words(name: str, value: Any) -> str:
    """A stored value as a person reads it; nothing is "not said", never 0."""
    if value is None or value == "":
        return _("not said")
    if name in CHOICES:
        return str(CHOICES[name].get(value, value))
    if name == "local_day":
        return formats.date_format(date.fromisoformat(value), "j F Y")
    if name in ("started_at", "finished_at"):
        return formats.date_format(timezone.localtime(datetime.fromisoformat(value)), "j F Y, H:i")
    if name == "load_kg":
        return load_words(Decimal(str(value)))
    if name == "minutes":
        return number(Decimal(str(value)))
    return str(value)
