"""From a programme's rule for the side ("the affected leg") to the legs of one patient."""

from therapy.base.side import BOTH_LEGS, AffectedSide, Side
from therapy.library.models import Exercise
from therapy.plans.models import ProgrammeItem


def resolve(side_rule: str, affected: AffectedSide, exercise: Exercise) -> list[Side]:
    """The sides that get a dose of their own, Left before Right.

    `affected` is L, R or B (both legs are affected). "affected" gives that leg, or each of both; "both" gives each
    leg on its own; "bilateral" gives one dose for both legs in one movement. An exercise that is bilateral by its
    nature is one log for both legs (clinical-facts 1), so every rule gives B for it. Raises ValueError for an unknown
    rule or side.
    """
    rule, legs = ProgrammeItem.SideRule(side_rule), AffectedSide(affected).legs
    if rule == ProgrammeItem.SideRule.BILATERAL or exercise.laterality == Exercise.Laterality.BILATERAL:
        return [Side.BOTH]
    return list(BOTH_LEGS if rule == ProgrammeItem.SideRule.BOTH else legs)


def allowed_sides(exercise: Exercise) -> list[Side]:
    """The sides that a dose of the exercise may be for: B for a movement of both legs, each leg, or either choice."""
    return {
        Exercise.Laterality.BILATERAL: [Side.BOTH],
        Exercise.Laterality.UNILATERAL: list(BOTH_LEGS),
        Exercise.Laterality.EITHER: [*BOTH_LEGS, Side.BOTH],
    }[Exercise.Laterality(exercise.laterality)]
