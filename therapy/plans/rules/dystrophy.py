"""Muscular dystrophy and other myopathy (clinical-facts 4.2 M1, M2, M8). M3 to M5, M9 belong to what was logged."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from therapy.care.causes import is_dystrophy
from therapy.plans.rules.facts import Facts
from therapy.plans.rules.finding import Finding, Level
from therapy.plans.rules.injury import effort_cap

DUCHENNE_BECKER = "G71.01"
# Duchenne, Becker, myotonic, limb-girdle.
HEART_OR_BREATHING = ("G71.01", "G71.11", "G71.03")
TOO_HARD = {"eccentric", "high_load", "impact"}
# "Effort cap 4-5": 4 where the evidence is (Duchenne, Becker), 5 where the rule is extended (D).
EFFORT = 5
EFFORT_DUCHENNE_BECKER = 4
MOST_SETS = 2


def has_dystrophy(facts: Facts) -> bool:
    """Whether a condition is a muscular dystrophy, by its cause or its code."""
    return any(is_dystrophy(c.cause, c.code) for c in facts.conditions)


def no_hard_lowering(facts: Facts) -> Iterator[Finding]:
    """M1: no slow lowering, heavy load or jumps ([MD1] for Duchenne and Becker; all types is D)."""
    if not has_dystrophy(facts):
        return
    for item in facts.items:
        if item.tags & TOO_HARD:
            message = _("Muscular dystrophy: no slow lowering under load, no heavy load, no jumps.")
            yield Finding("M1", Level.BLOCK, message, item.key)


def gentle(facts: Facts) -> Iterator[Finding]:
    """M1: effort at most 4 (Duchenne, Becker) or 5, one or two sets."""
    if not has_dystrophy(facts):
        return
    limit = EFFORT_DUCHENNE_BECKER if facts.coded(DUCHENNE_BECKER) else EFFORT
    message = _("Muscular dystrophy: effort at most %(effort)d.") % {"effort": limit}
    yield from effort_cap(facts, "M1", limit, message)
    for item in facts.items:
        for dose in item.doses:
            if dose.sets > MOST_SETS:
                said = _("Muscular dystrophy: at most 2 sets.")
                yield Finding("M1", Level.CAP, said, item.key, dose.side, "sets", MOST_SETS)


def no_weights(facts: Facts) -> Iterator[Finding]:
    """M2: Duchenne or Becker: no weights, no bands ([MD1] says no band to fatigue; all bands is D)."""
    if not facts.coded(DUCHENNE_BECKER):
        return
    for item in facts.items:
        for dose in item.doses:
            if dose.load_kg or dose.band or item.logs_band:
                message = _("Duchenne or Becker: no weights and no bands.")
                yield Finding("M2", Level.BLOCK, message, item.key, dose.side)


def heart_and_lungs(facts: Facts) -> Iterator[Finding]:
    """M8 (M): types that touch heart or breathing need the day on which a specialist cleared the patient."""
    for condition in facts.coded(*HEART_OR_BREATHING):
        cleared = condition.heart_lung_cleared_on
        if cleared is None or cleared > facts.day:
            message = _("%(code)s: record first when heart and lungs were cleared for exercise.")
            yield Finding("M8", Level.BLOCK, message % {"code": condition.code})


RULES: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    no_hard_lowering,
    gentle,
    no_weights,
    heart_and_lungs,
)
