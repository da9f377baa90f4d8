"""Peripheral artery disease (clinical-facts 4.2 A1, A7, A10). Other A rules are information or belong to a session."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from therapy.care.causes import is_artery_disease
from therapy.library.models import Exercise
from therapy.plans.rules.facts import Facts
from therapy.plans.rules.finding import Finding, Level

# Rest pain, ulcer, gangrene.
CRITICAL = ("I70.22", "I70.23", "I70.24", "I70.26")
MOST_DAYS = 3
MOST_SETS = 2
MOST_EFFORT = 6


def has_artery_disease(facts: Facts) -> bool:
    """Whether a condition is peripheral artery disease, by its cause or its code."""
    return any(is_artery_disease(c.cause, c.code) for c in facts.conditions)


def walking_to_pain(facts: Facts) -> Iterator[Finding]:
    """A1: walking into leg pain is a treatment of artery disease and of nothing else ([PAD16]; tag pad_only)."""
    if has_artery_disease(facts):
        return
    for item in facts.items:
        if "pad_only" in item.tags:
            message = _("Walking into leg pain is for artery disease only, and no diagnosis says so.")
            yield Finding("A1", Level.BLOCK, message, item.key)


def review_first(facts: Facts) -> Iterator[Finding]:
    """A7 (M): rest pain, a wound or black skin: vascular review before any plan."""
    codes = sorted({c.code for c in facts.coded(*CRITICAL)})
    if codes:
        message = _("%(codes)s: a vascular review comes before any plan. Write when it was and what it said.")
        yield Finding("A7", Level.SIGNOFF, message % {"codes": ", ".join(codes)})


def strength(facts: Facts) -> Iterator[Finding]:
    """A10 ([JJ], M): strength work on 2 to 3 days, 1 to 2 sets, effort 5 to 6."""
    if not has_artery_disease(facts):
        return
    for item in facts.items:
        if item.category != Exercise.Category.STRENGTH:
            continue
        if len(item.weekdays) > MOST_DAYS:
            message = _("Artery disease: strength work on at most 3 days a week.")
            yield Finding("A10", Level.CAP, message, item.key, "", "days_per_week", MOST_DAYS)
        if item.effort_max is None or item.effort_max > MOST_EFFORT:
            message = _("Artery disease: effort at most 6.")
            yield Finding("A10", Level.CAP, message, item.key, "", "effort_max", MOST_EFFORT)
        for dose in item.doses:
            if dose.sets > MOST_SETS:
                message = _("Artery disease: at most 2 sets.")
                yield Finding("A10", Level.CAP, message, item.key, dose.side, "sets", MOST_SETS)


RULES: tuple[Callable[[Facts], Iterator[Finding]], ...] = (walking_to_pain, review_first, strength)
