"""What to do about pain, in words: the traffic light of clinical-facts 2.5, and where it must not be used."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.messages import constants as level
from django.utils.translation import gettext as _

from therapy.base.side import Side
from therapy.care.causes import cause_for_pain
from therapy.care.models import Condition
from therapy.library.models import Exercise
from therapy.logbook.models import Set

AMBER_FROM = 4
RED_FROM = 6


@dataclass(frozen=True)
class Advice:
    """A notice: the level of Django's messages, and what to do."""

    level: int
    text: str


def advice_on(logged: Set, conditions: Iterable[Condition]) -> Advice | None:
    """What to do after a set with this pain. None where pain was not said, or must not guide (2.5)."""
    if logged.pain is None:
        return None
    current = list(conditions)
    if logged.pain_kind == Set.PainKind.NUMB or any(_is_numb(logged.side, one) for one in current):
        return Advice(
            level.INFO,
            _("A numb foot cannot warn you by pain. Look at the skin of your foot after this exercise."),
        )
    if not _pain_may_guide(logged, current):
        return None
    return _by_kind(logged.pain, logged.pain_kind)


def pain_facts(side: str, exercise: Exercise, conditions: Iterable[Condition]) -> dict[str, bool]:
    """What decides, for a leg and an exercise, where pain may guide; `static/player/pain.js` advises by it."""
    current = list(conditions)
    logged = Set(side=side, exercise=exercise)
    cramp = Set(side=side, exercise=exercise, pain_kind=Set.PainKind.CRAMP)
    return {
        "numb": any(_is_numb(side, one) for one in current),
        "guides": _pain_may_guide(logged, current),
        "cramp_guides": _pain_may_guide(cramp, current),
    }


def pain_guides(logged: Set, conditions: Iterable[Condition]) -> bool:
    """Whether pain may guide what this set trained, so that it is also asked about the next morning (2.5)."""
    current = list(conditions)
    return not any(_is_numb(logged.side, one) for one in current) and _pain_may_guide(logged, current)


def _is_numb(side: str, condition: Condition) -> bool:
    """Whether the condition takes the feeling of a leg that the set trained; without a side it is about both."""
    either = Side.BOTH in (side, condition.side) or not condition.side
    return bool(condition.loss_of_feeling) and (either or side == condition.side)


def _pain_may_guide(logged: Set, conditions: list[Condition]) -> bool:
    """Never in muscular dystrophy, and in artery disease neither of walking nor of a cramp that goes with rest."""
    causes = {cause_for_pain(one.cause, one.code) for one in conditions}
    walks = logged.exercise.category == Exercise.Category.AEROBIC or "pad_only" in logged.exercise.tags
    is_expected = walks or logged.pain_kind == Set.PainKind.CRAMP
    return Condition.Cause.DYSTROPHY not in causes and not (is_expected and Condition.Cause.ARTERY in causes)


def _by_kind(pain: int, kind: str) -> Advice | None:
    if pain and kind == Set.PainKind.NERVE:
        return Advice(
            level.WARNING,
            _("Burning or electric pain: stop this exercise if it lasts longer than 10 minutes after it."),
        )
    if pain and kind == Set.PainKind.MUSCLE:
        return Advice(level.SUCCESS, _("A tired or burning muscle is fine. Go on."))
    return _by_number(pain)


def _by_number(pain: int) -> Advice:
    said = {"pain": pain}
    if pain >= RED_FROM:
        return Advice(
            level.ERROR,
            _("Pain %(pain)d: stop this exercise for today. Next time, do it one step easier.") % said,
        )
    if pain >= AMBER_FROM:
        return Advice(
            level.WARNING,
            _("Pain %(pain)d: keep the load as it is. It should be back to usual by tomorrow morning.")
            % said,
        )
    return Advice(level.SUCCESS, _("Pain %(pain)d: fine, go on.") % said)
