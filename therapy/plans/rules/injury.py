"""Immobility, fracture, Achilles tendon (clinical-facts 4.2 I1 to I10): the limits that the treating team has set.

The rules read the fields of the condition, never fixed weeks. A weight-bearing status or a toes-up limit counts up to
and including its last day, or for ever without one. After a tendon rupture or repair an empty field blocks what it
governs; after a fracture or immobility a leg without any recorded weight-bearing status takes no weight. A limit on
the weight that is over is such an empty field: nobody has said that the leg may take full weight (D). I3, I5 and
I7 are information, I8 and I9 belong to the session. The limits that the facts give no number are called DF (toes up),
PF (pushing down against load) and SL (standing on one leg).
"""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from therapy.base.side import Side
from therapy.base.side_labels import leg_in_text
from therapy.care.models import Condition
from therapy.library.models import Exercise
from therapy.plans.rules.facts import BOTH_FEET_TAKE_PART, DoseFacts, Facts, Item, affected_legs
from therapy.plans.rules.finding import Finding, Level
from therapy.plans.rules.rule_labels import day_words, limit_sentence, not_before

Status = Condition.WeightBearingStatus
Cause = Condition.Cause

ALLOWED_WEIGHT: dict[str, set[str]] = {
    Status.NONE: {Exercise.WeightBearing.NONE},
    Status.TOUCH: {Exercise.WeightBearing.NONE},
    Status.PARTIAL: {Exercise.WeightBearing.NONE, Exercise.WeightBearing.PARTIAL},
}
# The tag that a date of the condition governs, its rule, and the words for it.
DATED = [
    ("stretch_allowed_from", "calf_stretch", "I4"),
    ("resisted_pf_from", "resisted_pf", "PF"),
    ("single_leg_from", "single_leg", "SL"),
]


def _each(facts: Facts) -> Iterator[tuple[Condition, Side, Item, DoseFacts]]:
    """Every dose with every condition and each leg that the condition is about."""
    for condition in facts.conditions:
        for leg in affected_legs(condition):
            for item in facts.items:
                for dose in item.doses:
                    yield condition, leg, item, dose


def weight_bearing(facts: Facts) -> Iterator[Finding]:
    """I1 no weight or touch only: items without weight alone. I2 part weight: partial ones too (D)."""
    for condition, leg, item, dose in _each(facts):
        if not item.loads(dose, leg):
            continue
        status = status_on(condition, facts.day)
        if status is None:
            if condition.cause == Cause.TENDON or not _status_known(facts, leg):
                yield _block("I1", item, dose, _status_first(condition, leg))
        elif item.weight_bearing not in ALLOWED_WEIGHT.get(status, {item.weight_bearing}):
            yield _block(
                "I2" if status == Status.PARTIAL else "I1", item, dose, _weight_words(condition, leg)
            )


def status_on(condition: Condition, day: date) -> str | None:
    """The weight-bearing status that counts on `day`: "" without a limit, None where it must be recorded first."""
    if condition.wb_status and (condition.wb_until is None or day <= condition.wb_until):
        return str(condition.wb_status)
    must_be_known = condition.cause in (Cause.TENDON, Cause.FRACTURE, Cause.IMMOBILITY)
    unsaid = not condition.wb_status or condition.wb_status in ALLOWED_WEIGHT
    return None if must_be_known and unsaid else ""


def _status_first(condition: Condition, leg: Side) -> str:
    words = {"leg": leg_in_text(leg), "day": day_words(condition.wb_until) if condition.wb_until else ""}
    if condition.wb_status:
        return _("The weight limit of the %(leg)s ended on %(day)s. Record the new status first.") % words
    return _("Record the weight-bearing status of the %(leg)s first.") % words


def _status_known(facts: Facts, leg: Side) -> bool:
    """Whether any condition of the leg says what weight it may take now; a limit that is over does not."""
    return any(
        c.wb_status
        and leg in affected_legs(c)
        and (c.wb_status not in ALLOWED_WEIGHT or status_on(c, facts.day) == c.wb_status)
        for c in facts.conditions
    )


def _weight_words(condition: Condition, leg: Side) -> str:
    what = {
        Status.NONE: _("No weight on the %(leg)s"),
        Status.TOUCH: _("Touch only, no weight on the %(leg)s"),
        Status.PARTIAL: _("Only part of the weight on the %(leg)s"),
    }[Status(condition.wb_status)] % {"leg": leg_in_text(leg)}
    return limit_sentence(what, until=condition.wb_until, set_by=condition.limits_set_by)


def part_weight_on_a_scale(facts: Facts) -> Iterator[Finding]:
    """I2: the patient is told how much weight, where a percentage is recorded (D)."""
    for condition, leg, item, dose in _each(facts):
        if (
            status_on(condition, facts.day) == Status.PARTIAL
            and condition.wb_percent
            and "partial_weight_bearing" in item.tags
            and item.moves(dose, leg)
        ):
            words = _("Put at most %(percent)d %% of your weight on the %(leg)s. Check it on a scale.") % {
                "percent": condition.wb_percent,
                "leg": leg_in_text(leg),
            }
            yield _note("I2", item, dose, words)


def toes_up(facts: Facts) -> Iterator[Finding]:
    """The toes-up limit (clinical-facts 0, tags).

    It blocks calf stretches, and moves past neutral under weight. Other moves past neutral are capped at the angle. The
    facts name four open-chain moves for that; the toe and arch stretch, which they leave out, is treated alike (D).
    """
    for condition, leg, item, dose in _each(facts):
        if not item.moves(dose, leg) or not item.tags & {"df_past_neutral", "calf_stretch"}:
            continue
        degrees = condition.df_limit_deg
        blocks = "calf_stretch" in item.tags or item.bears_weight
        if degrees is None:
            if condition.cause == Cause.TENDON:
                what = _("Record the toes-up limit of the %(leg)s first") % {"leg": leg_in_text(leg)}
                yield _block("DF", item, dose, limit_sentence(what))
        elif condition.df_limit_until is None or facts.day <= condition.df_limit_until:
            words = {"leg": leg_in_text(leg), "degrees": degrees}
            what = _("Toes up no further than %(degrees)d degrees with the %(leg)s") % words
            said = limit_sentence(what, until=condition.df_limit_until, set_by=condition.limits_set_by)
            if blocks:
                yield _block("DF", item, dose, said)
            else:
                yield _note("DF", item, dose, limit_sentence(what), said)


def dated_limits(facts: Facts) -> Iterator[Finding]:
    """I4 calf stretch, PF resisted pushing down, SL standing on one leg: not before the day that is recorded.

    Where none is recorded they are blocked after a tendon rupture or repair, and free otherwise.
    """
    for condition, leg, item, dose in _each(facts):
        for name, tag, rule in DATED:
            if tag not in item.tags or not _takes_part(item, dose, leg, tag):
                continue
            begins: date | None = getattr(condition, name)
            if begins is None and condition.cause == Cause.TENDON:
                yield _block(rule, item, dose, _record_first(name) % {"leg": leg_in_text(leg)})
            elif begins is not None and facts.day < begins:
                yield _block(
                    rule,
                    item,
                    dose,
                    not_before(_allowed(name) % {"leg": leg_in_text(leg)}, begins, condition),
                )


def _takes_part(item: Item, dose: DoseFacts, leg: Side, tag: str) -> bool:
    """Whether what the tag names happens to the leg: going up on two legs, the other leg pushes down too."""
    both_push = tag == "resisted_pf" and item.slug in BOTH_FEET_TAKE_PART
    return both_push or item.moves(dose, leg)


def _record_first(name: str) -> str:
    return {
        "stretch_allowed_from": _("Record first from when calf stretches of the %(leg)s are allowed."),
        "resisted_pf_from": _(
            "Record first from when pushing down against load with the %(leg)s is allowed."
        ),
        "single_leg_from": _("Record first from when standing on the %(leg)s alone is allowed."),
    }[name]


def _allowed(name: str) -> str:
    return {
        "stretch_allowed_from": _("Calf stretches of the %(leg)s are allowed"),
        "resisted_pf_from": _("Pushing down against load with the %(leg)s is allowed"),
        "single_leg_from": _("Standing on the %(leg)s alone is allowed"),
    }[name]


def impact(facts: Facts) -> Iterator[Finding]:
    """I6: jumps are never unlocked by themselves. Each leg needs a recorded day, and it must be reached."""
    for item in facts.items:
        if "impact" not in item.tags:
            continue
        for dose in item.doses:
            for leg in dose.side.legs:
                if said := _impact_words(facts, leg):
                    yield _block("I6", item, dose, said)
                    break


def _impact_words(facts: Facts, leg: Side) -> str | None:
    """Why the leg may not jump yet; None when it may. Only a leg that the plan trains as affected needs a day."""
    about = [c for c in facts.conditions if leg in affected_legs(c)]
    if not about and leg not in facts.affected.legs:
        return None
    dated = [c for c in about if c.impact_from is not None]
    unsaid_after_repair = any(c.cause == Cause.TENDON and c.impact_from is None for c in about)
    waiting = [c for c in dated if c.impact_from and facts.day < c.impact_from]
    if waiting:
        latest = max(waiting, key=lambda c: c.impact_from or facts.day)
        if latest.impact_from:
            return not_before(
                _("Jumps with the %(leg)s are allowed") % {"leg": leg_in_text(leg)},
                latest.impact_from,
                latest,
            )
    if dated and not unsaid_after_repair:
        return None
    return _("Record first from when jumps with the %(leg)s are allowed.") % {"leg": leg_in_text(leg)}


def bed_rest(facts: Facts) -> Iterator[Finding]:
    """I10 (M): after long bed rest (Z74.01) effort is at most 4 in the first two weeks."""
    if facts.coded("Z74.01") and facts.first_two_weeks:
        yield from effort_cap(
            facts,
            "I10",
            4,
            _("After long bed rest: effort at most 4 in the first two weeks. Sit before you stand."),
        )


def effort_cap(facts: Facts, rule: str, limit: int, message: str) -> Iterator[Finding]:
    """One finding for the whole plan, while any item allows more effort than `limit` or names none."""
    if any(item.effort_max is None or item.effort_max > limit for item in facts.items):
        yield Finding(rule, Level.CAP, message, field="effort_max", limit=limit)


def _block(rule: str, item: Item, dose: DoseFacts, message: str) -> Finding:
    return Finding(rule, Level.BLOCK, message, item.key, dose.side)


def _note(rule: str, item: Item, dose: DoseFacts, words: str, message: str = "") -> Finding:
    return Finding(rule, Level.CAP, message or words, item.key, dose.side, "limit_note", words)


RULES: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    weight_bearing,
    part_weight_on_a_scale,
    toes_up,
    dated_limits,
    impact,
    bed_rest,
)
