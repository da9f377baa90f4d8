"""What to do about pain, in words: the advice of each level of `pain`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.messages import constants as level
from django.utils.translation import gettext_lazy as _

from therapy.base.side import Side
from therapy.care.models import Condition
from therapy.library.models import Exercise
from therapy.logbook.models import Set
from therapy.logbook.pain import PainLevel, PainRule, pain_rule

# `{n}` is the score, filled in here and by the player.
ADVICE = {
    PainLevel.NUMB: _(
        "A numb foot cannot warn you by pain. Look at the skin of your foot after this exercise."
    ),
    PainLevel.NERVE: _(
        "Burning or electric pain: stop this exercise if it lasts longer than 10 minutes after it."
    ),
    PainLevel.MUSCLE: _("A tired or burning muscle is fine. Go on."),
    PainLevel.RED: _("Pain {n}: stop this exercise for today. Next time, do it one step easier."),
    PainLevel.AMBER: _("Pain {n}: keep the load as it is. It should be back to usual by tomorrow morning."),
    PainLevel.GREEN: _("Pain {n}: fine, go on."),
}
NOTICES = {
    PainLevel.NUMB: level.INFO,
    PainLevel.NERVE: level.WARNING,
    PainLevel.MUSCLE: level.SUCCESS,
    PainLevel.RED: level.ERROR,
    PainLevel.AMBER: level.WARNING,
    PainLevel.GREEN: level.SUCCESS,
}


@dataclass(frozen=True)
class Advice:
    """A notice: the level of Django's messages, and what to do."""

    level: int
    text: str


def advice_on(logged: Set, conditions: Iterable[Condition]) -> Advice | None:
    """What to do after a set with this pain. None where pain was not said, or must not guide (2.5)."""
    if logged.pain is None:
        return None
    rule = pain_rule(conditions)
    found = rule.level(Side(logged.side), logged.exercise.category, logged.pain, logged.pain_kind)
    return None if found is None else Advice(NOTICES[found], str(ADVICE[found]).format(n=logged.pain))


def pain_facts(side: Side, exercise: Exercise, rule: PainRule) -> dict[str, bool]:
    """What decides, for a leg and an exercise, where pain may guide; `static/player/pain.js` advises by it."""
    return {
        "numb": rule.is_numb(side),
        "guides": rule.may_guide(exercise.category, ""),
        "cramp_guides": rule.may_guide(exercise.category, Set.PainKind.CRAMP),
    }
