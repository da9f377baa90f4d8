"""Diabetes and numb feet (clinical-facts 4.2 D3, D5, D8). The other D rules are information or belong to a session.

The fields of the condition decide, whatever its cause: a foot that feels nothing needs a shoe for any reason.
"""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from therapy.base.side_labels import leg_in_text
from therapy.care.models import Condition
from therapy.plans.rules.facts import Facts, Item, affected_legs
from therapy.plans.rules.finding import Finding, Level


def _on_foam(item: Item) -> bool:
    return any("foam" in thing for thing in item.equipment)


def numb_foot(facts: Facts) -> Iterator[Finding]:
    """D3 ([IWGDF23], rest M): no foam; shoes and socks for all standing work; a support for one-leg work."""
    for condition in facts.conditions:
        if not condition.loss_of_feeling:
            continue
        for leg in affected_legs(condition):
            for item in facts.items:
                for dose in item.doses:
                    if not item.loads(dose, leg):
                        continue
                    if _on_foam(item):
                        said = _("No feeling in the foot of the %(leg)s: no foam or cushion.") % {
                            "leg": leg_in_text(leg)
                        }
                        yield Finding("D3", Level.BLOCK, said, item.key, dose.side)
                    elif item.on_the_feet:
                        words = _shoes(item)
                        yield Finding("D3", Level.CAP, words, item.key, "", "limit_note", words)


def _shoes(item: Item) -> str:
    if "single_leg" in item.tags:
        return _("Wear shoes and socks, and hold on to something firm.")
    return _("Wear shoes and socks.")


def open_wound(facts: Facts) -> Iterator[Finding]:
    """D5 ([DFU23], M): an open ulcer: no standing or walking on that foot; seated and other-leg work only."""
    for condition in facts.conditions:
        if not condition.open_ulcer:
            continue
        for leg in affected_legs(condition):
            for item in facts.items:
                for dose in item.doses:
                    if item.on_the_feet and item.loads(dose, leg):
                        said = _("Open ulcer on the foot of the %(leg)s: no standing or walking on it.")
                        yield Finding(
                            "D5", Level.BLOCK, said % {"leg": leg_in_text(leg)}, item.key, dose.side
                        )


def eye_disease(facts: Facts) -> Iterator[Finding]:
    """D8 (M): active proliferative eye disease: no high load until the eye team agrees."""
    if not any(c.eye_disease for c in facts.conditions):
        return
    for item in facts.items:
        if "high_load" in item.tags:
            message = _("Active eye disease: no heavy load until the eye team agrees.")
            yield Finding("D8", Level.BLOCK, message, item.key)


def not_recorded_yet(facts: Facts) -> Iterator[Finding]:
    """D3 and D5: what was never recorded is not the same as "no" (D)."""
    for condition in facts.conditions:
        if condition.cause != Condition.Cause.DIABETES:
            continue
        if condition.loss_of_feeling is None:
            yield Finding(
                "D3",
                Level.ADVICE,
                _("Nobody has recorded whether the feet have feeling. Check and record it."),
            )
        if condition.open_ulcer is None:
            yield Finding(
                "D5",
                Level.ADVICE,
                _("Nobody has recorded whether there is an open ulcer. Check and record it."),
            )


RULES: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    numb_foot,
    open_wound,
    eye_disease,
    not_recorded_yet,
)
