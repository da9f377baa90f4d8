"""What someone says about one set, before it is a row: the entry, and what follows from it and the target."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Self
from uuid import UUID

from therapy.base.amount_words import is_long_hold
from therapy.logbook.models import Set
from therapy.plans.models import Dose

AS_PRESCRIBED = "as_prescribed"
DONE = "done"
PARTIAL = "partial"
SKIPPED = "skipped"

# What a dose prescribes and a set answers, under the same names.
AMOUNTS = ("reps", "hold_s", "minutes", "metres", "load_kg", "band")
# What a person says about a set; the rest of the row follows from the dose.
SAID = ("outcome", "skip_reason", *AMOUNTS, "pain", "pain_kind", "effort", "note")
# What a person says about a whole session, and when it was.
SESSION_FIELDS = ("pain_before", "pain_after", "effort", "note")
SESSION_MOMENTS = ("started_at", "finished_at")
LARGEST_EXPONENT = 9


@dataclass(frozen=True, kw_only=True)
class SetEntry:
    """One set as somebody tells it. `id` is made by the client, or None; None and "" mean not said, never 0.

    `outcome` is what is claimed: "as_prescribed" (the target is the answer, so no amounts of its own), "done" (all of
    it or part of it: the amounts decide), "partial" (as "done", but an amount has to be said) or "skipped" (with a
    reason, without an amount). Units: `hold_s` seconds a repetition, `load_kg` kilograms; `pain` and `effort` 0 to 10.
    """

    dose: Dose
    number: int
    outcome: str
    id: UUID | None = None
    skip_reason: str = ""
    reps: int | None = None
    hold_s: int | None = None
    minutes: Decimal | None = None
    metres: int | None = None
    load_kg: Decimal | None = None
    band: str = ""
    pain: int | None = None
    pain_kind: str = ""
    effort: int | None = None
    note: str = ""
    logged_at: datetime | None = None

    @classmethod
    def of(cls, logged: Set) -> Self:
        """What a stored set says, as an entry that would store it again unchanged."""
        said = {name: getattr(logged, name) for name in SAID}
        said["outcome"] = SKIPPED if logged.outcome == SKIPPED else DONE
        return cls(id=logged.pk, dose=logged.dose, number=logged.number, logged_at=logged.logged_at, **said)

    def tidy(self) -> Self:
        """The entry as the database would give it back: decimals rounded to its places, notes without edges."""
        return replace(
            self,
            minutes=_rounded(self.minutes, "0.1"),
            load_kg=_rounded(self.load_kg, "0.01"),
            note=self.note.strip(),
        )

    def changed(self, **said: Any) -> Self:
        """A copy with other answers. Raises TypeError for a name that an entry does not have."""
        return replace(self, **said)


def _rounded(value: Decimal | None, places: str) -> Decimal | None:
    if value is None or not value.is_finite() or value.adjusted() > LARGEST_EXPONENT:
        return value  # nonsense, which validation refuses by name
    return value.quantize(Decimal(places), ROUND_HALF_UP)


def targets_of(dose: Dose) -> dict[str, Any]:
    """The dose as the target columns of a set, so that the set still tells them when the plan has moved on."""
    return {f"target_{name}": getattr(dose, name) for name in AMOUNTS}


def share_done(said: Mapping[str, Any], dose: Dose) -> Decimal | None:
    """Done over target, uncapped; None where the amount that the dose counts was not said.

    The same rule as the column `Set.credit`, which the database works out from the stored row.
    """
    if dose.minutes:
        return _over(said["minutes"], dose.minutes)
    if dose.metres:
        return _over(said["metres"], dose.metres)
    if not dose.reps or said["reps"] is None:
        return None
    if is_long_hold(dose.hold_s) and said["hold_s"] is not None:
        return Decimal(said["reps"] * said["hold_s"]) / (dose.reps * (dose.hold_s or 1))
    return _over(said["reps"], dose.reps)


def _over(done: int | Decimal | None, target: int) -> Decimal | None:
    return None if done is None else Decimal(done) / target


def to_columns(entry: SetEntry) -> dict[str, Any]:
    """The columns that the entry answers. Whether a set is done or partly done is decided here, from the amounts.

    "As prescribed" is an answer: the target becomes what was done. A set that was done without a word on how much
    stays done with its amount unknown.
    """
    said = {name: getattr(entry, name) for name in SAID}
    if entry.outcome == AS_PRESCRIBED:
        said |= {name: getattr(entry.dose, name) for name in AMOUNTS}
    if entry.outcome == SKIPPED:
        return said
    share = share_done(said, entry.dose)
    said["outcome"] = Set.Outcome.PARTIAL if share is not None and share < 1 else Set.Outcome.DONE
    return said
