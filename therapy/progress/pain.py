"""Where the pain traffic light holds, and where it must not be used (clinical-facts 2.5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from therapy.base.side import Side
from therapy.care.causes import cause_for_pain
from therapy.care.models import Condition
from therapy.library.models import Exercise
from therapy.logbook.guidance import RED_FROM
from therapy.logbook.models import Set

Kind = Set.PainKind


@dataclass(frozen=True, slots=True)
class PainRule:
    """For one patient: sides for which pain cannot guide, and whether leg pain while walking is the training itself."""

    off_sides: frozenset[str] = frozenset()
    walking_left_out: bool = False

    def holds_for(self, side: str) -> bool:
        """Whether the traffic light may be read for a movement of this side; both legs need both."""
        return not self.off_sides if side == Side.BOTH else side not in self.off_sides

    def is_red(self, side: str, pain: int, kind: str, category: str) -> bool:
        """Whether this score stops the exercise: 6 or more, of a kind that the model is made for.

        A tired or burning muscle is fine; a cramp while walking with artery disease is the target; a numb foot tells
        nothing. A kind that was not said counts as one that matters.
        """
        if pain < RED_FROM or not self.holds_for(side) or kind in (Kind.MUSCLE, Kind.NUMB):
            return False
        walking = self.walking_left_out and (category == Exercise.Category.AEROBIC or kind == Kind.CRAMP)
        return not walking


def pain_rule(conditions: Iterable[tuple[str, str, bool | None]]) -> PainRule:
    """The rule from current conditions as (cause as `cause_for_pain` gives it, side, loss of feeling)."""
    off: set[str] = set()
    walking = False
    for cause, side, loss_of_feeling in conditions:
        walking = walking or cause == Condition.Cause.ARTERY
        if cause == Condition.Cause.DYSTROPHY:
            off |= {Side.LEFT.value, Side.RIGHT.value}
        elif loss_of_feeling:
            off |= {side} if side in (Side.LEFT, Side.RIGHT) else {Side.LEFT.value, Side.RIGHT.value}
    return PainRule(frozenset(off), walking)


def pain_rule_of(patient: UUID) -> PainRule:
    """The rule of one patient, from one query."""
    current = Condition.objects.current().filter(patient=patient).order_by()
    rows = current.values_list("cause", "code", "side", "loss_of_feeling")
    return pain_rule((cause_for_pain(cause, code), side, felt) for cause, code, side, felt in rows)
