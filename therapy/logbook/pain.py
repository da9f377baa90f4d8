"""What pain means: the one rule, for the patient's advice, the charts and the caseload (clinical-facts 2.5).

The bands hold for joints, tendons and scars, and where the kind was not said. Of other kinds the same number means
something else: a muscle may burn up to 7; of nerve pain it decides how long it lasts, which only the patient knows; a
numb foot tells nothing. Walking with artery disease, numb feet and muscular dystrophy have no traffic light at all.
`static/player/pain.js` judges by the same rule; all are tried on `tests/player/pain_cases.json`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from therapy.base.side import Side
from therapy.care.causes import is_artery_disease, is_dystrophy
from therapy.library.models import Exercise
from therapy.logbook.models import Set

# Bands of the project (D): green 0 to 3, amber 4 and 5, red 6 to 10.
AMBER_FROM = 4
RED_FROM = 6
# A tired or burning muscle is fine up to 7 (D).
MUSCLE_AMBER_FROM = 8

Kind = Set.PainKind


class PainLevel(StrEnum):
    """What a pain score asks for; `guidance` has it in words."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    MUSCLE = "muscle"
    NERVE = "nerve"
    NUMB = "numb"


class ConditionOfLeg(Protocol):
    """What the rule reads of a condition: its row, or as much of it as a list page reads."""

    @property
    def cause(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def side(self) -> str: ...
    @property
    def loss_of_feeling(self) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class PainRule:
    """For one patient: the legs that have lost feeling, and what else keeps pain from guiding."""

    numb_sides: frozenset[str] = frozenset()
    has_dystrophy: bool = False
    has_artery_disease: bool = False

    def is_numb(self, side: Side) -> bool:
        """Whether a movement of this side trains a leg that has lost feeling; one of both legs trains both."""
        return bool(self.numb_sides) if side == Side.BOTH else side in self.numb_sides

    def may_guide(self, category: str, kind: str) -> bool:
        """Never in muscular dystrophy, and in artery disease neither of walking nor of a cramp that goes with rest."""
        is_expected = category == Exercise.Category.AEROBIC or kind == Kind.CRAMP
        return not self.has_dystrophy and not (self.has_artery_disease and is_expected)

    def guides(self, side: Side, category: str, kind: str) -> bool:
        """Whether pain may guide this: also whether it is asked about the next morning (2.5)."""
        return not self.is_numb(side) and self.may_guide(category, kind)

    def holds_for(self, side: Side) -> bool:
        """Whether the bands can be read for a movement of this side at all."""
        return not self.has_dystrophy and not self.is_numb(side)

    def level(self, side: Side, category: str, pain: int, kind: str) -> PainLevel | None:
        """What this score (0 to 10) asks for; None where pain must not guide."""
        if kind == Kind.NUMB or self.is_numb(side):
            return PainLevel.NUMB
        if not self.may_guide(category, kind):
            return None
        if pain and kind == Kind.NERVE:
            return PainLevel.NERVE
        if pain and kind == Kind.MUSCLE:
            return PainLevel.MUSCLE if pain < MUSCLE_AMBER_FROM else PainLevel.AMBER
        if pain >= RED_FROM:
            return PainLevel.RED
        return PainLevel.AMBER if pain >= AMBER_FROM else PainLevel.GREEN


def pain_rule(conditions: Iterable[ConditionOfLeg]) -> PainRule:
    """The rule that follows from the current conditions; without a side, lost feeling is about both legs."""
    numb: set[str] = set()
    has_dystrophy = has_artery_disease = False
    for one in conditions:
        has_dystrophy = has_dystrophy or is_dystrophy(one.cause, one.code)
        has_artery_disease = has_artery_disease or is_artery_disease(one.cause, one.code)
        if one.loss_of_feeling:
            numb |= {one.side} if one.side in (Side.LEFT, Side.RIGHT) else {Side.LEFT.value, Side.RIGHT.value}
    return PainRule(frozenset(numb), has_dystrophy, has_artery_disease)


def asks_therapist(level: PainLevel | None, pain: int) -> bool:
    """Whether a therapist has to hear of it: red, and nerve pain that would be red if it were another kind.

    How long nerve pain lasted is not known; the score is the only sign that there is of it (a default of the project).
    """
    return level == PainLevel.RED or (level == PainLevel.NERVE and pain >= RED_FROM)
