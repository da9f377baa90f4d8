"""Nerve injury (clinical-facts 4.2 N1 to N4, N11), by the grade of the weak muscles. All from memory (M): check.

The rules govern strength work whose main muscles belong to the weak group. Balance, walking, stretches and easy
mobility are left to the therapist. A nerve that the facts name no group for (a plantar nerve, a root) has no rule
here. Wasting filed under nerve damage (M62.5-) names no nerve: unless another diagnosis of the leg does, its grade
governs lifters and plantarflexors alike (D).
"""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from therapy.base.side import Side
from therapy.base.side_labels import leg_in_text
from therapy.care.models import Condition
from therapy.library.models import Exercise
from therapy.plans.models import Band
from therapy.plans.rules.facts import DoseFacts, Facts, Item, affected_legs
from therapy.plans.rules.finding import Finding, Level

Grade = Condition.MuscleGrade

LIFTERS = frozenset(
    {"tibialis anterior", "toe extensors", "fibularis longus", "fibularis brevis", "fibularis tertius"}
)
PLANTARFLEXORS = frozenset({"gastrocnemius", "soleus", "tibialis posterior", "toe flexors"})
FIBULAR = ("G57.3", "S84.1", "M21.37")  # common fibular (lateral popliteal) nerve, foot drop
TIBIAL = ("G57.4", "S84.0")  # tibial (medial popliteal) nerve
SCIATIC = ("G57.0",)  # both divisions
WASTING = "M62.5"

NO_PULL = {Grade.G0, Grade.G1}
# 3- does not reach full range against gravity, so it is loaded as grade 2 is (D).
NO_GRAVITY = {Grade.G2_MINUS, Grade.G2, Grade.G2_PLUS, Grade.G3_MINUS}
GRAVITY_ONLY = {Grade.G3}
LIGHT_BAND = {Grade.G3_PLUS, Grade.G4_MINUS}
HEAVIEST_LIGHT_BAND = Band.RED  # tan, yellow and red count as light (D)
GENTLE_EFFORT = 3
# Its programme phase for grade 2 has it with the help of a hand.
HELPED_BY_HAND = {"toe-extension-lift"}
HIGHEST_TIER_WITHOUT_LOAD = 2


def weak_group(code: str) -> frozenset[str]:
    """The muscles that the nerve of an ICD-10-CM code moves; empty for other codes."""
    if code.startswith(FIBULAR):
        return LIFTERS
    if code.startswith(TIBIAL):
        return PLANTARFLEXORS
    return LIFTERS | PLANTARFLEXORS if code.startswith(SCIATIC) else frozenset()


def _governed(facts: Facts, condition: Condition, leg: Side) -> frozenset[str]:
    """The muscles of the leg that the grade of the condition is about."""
    unnamed = condition.cause == Condition.Cause.NERVE and condition.code.startswith(WASTING)
    if unnamed and not any(weak_group(c.code) for c in facts.conditions if leg in affected_legs(c)):
        return LIFTERS | PLANTARFLEXORS
    return weak_group(condition.code)


def by_grade(facts: Facts) -> Iterator[Finding]:
    """N1 to N4, or “record the muscle grade first” for a band on the weak group while the grade is unknown."""
    for condition in facts.conditions:
        for leg in affected_legs(condition):
            group = _governed(facts, condition, leg)
            for item in facts.items:
                if item.category != Exercise.Category.STRENGTH or not item.primary_muscles & group:
                    continue
                for dose in item.doses:
                    if item.moves(dose, leg) and (finding := _of_dose(condition, leg, item, dose)):
                        yield finding


def _of_dose(condition: Condition, leg: Side, item: Item, dose: DoseFacts) -> Finding | None:
    grade = condition.muscle_grade
    if not grade:
        return _unknown(leg, item, dose)
    if grade in NO_PULL:
        return _no_pull(leg, item, dose)
    if grade in NO_GRAVITY:
        return _no_gravity(leg, item, dose)
    if grade in GRAVITY_ONLY:
        return _gravity_only(leg, item, dose)
    if grade in LIGHT_BAND:
        return _light_band(leg, item, dose)
    return None


def _unknown(leg: Side, item: Item, dose: DoseFacts) -> Finding | None:
    if not _with_band(item, dose):
        return None
    message = _("Record the muscle grade of the %(leg)s first: no bands on weak muscles before.")
    return _block("N1", leg, item, dose, message)


def _no_pull(leg: Side, item: Item, dose: DoseFacts) -> Finding | None:
    """N1, grade 0 or 1: passive and assisted only, no bands."""
    if item.contraction == "assisted" and not _with_band(item, dose):
        return None
    message = _("The weak muscles of the %(leg)s are at grade 0 or 1: assisted moves only, no bands.")
    return _block("N1", leg, item, dose, message)


def _no_gravity(leg: Side, item: Item, dose: DoseFacts) -> Finding | None:
    """N2, grade 2: assisted, without gravity, or a gentle hold at effort 2 to 3."""
    gentle = item.contraction in ("assisted", "isometric") or item.slug in HELPED_BY_HAND
    if _with_band(item, dose) or not gentle:
        message = _("The weak muscles of the %(leg)s are at grade 2: assisted moves and gentle holds only.")
        return _block("N2", leg, item, dose, message)
    if item.effort_max is not None and item.effort_max <= GENTLE_EFFORT:
        return None
    message = _("The weak muscles of the %(leg)s are at grade 2: effort at most 3.") % {
        "leg": leg_in_text(leg)
    }
    return Finding("N2", Level.CAP, message, item.key, "", "effort_max", GENTLE_EFFORT)


def _gravity_only(leg: Side, item: Item, dose: DoseFacts) -> Finding | None:
    """N3, grade 3: the weight of the body part alone."""
    loaded = _with_band(item, dose) or bool(dose.load_kg)
    too_heavy = item.on_the_feet or item.load_tier > HIGHEST_TIER_WITHOUT_LOAD
    if not loaded and not too_heavy:
        return None
    message = _(
        "The weak muscles of the %(leg)s are at grade 3: only the weight of the foot itself, no band or load."
    )
    return _block("N3", leg, item, dose, message)


def _light_band(leg: Side, item: Item, dose: DoseFacts) -> Finding | None:
    """N4, grade 3+ or 4-: a light band; from grade 4 the 2-for-2 rule alone leads up."""
    bands = list(Band.values)
    if not dose.band or bands.index(dose.band) <= bands.index(HEAVIEST_LIGHT_BAND):
        return None
    message = _("The weak muscles of the %(leg)s are at grade 3+ to 4-: a light band, red at most.")
    words = message % {"leg": leg_in_text(leg)}
    return Finding("N4", Level.CAP, words, item.key, dose.side, "band", HEAVIEST_LIGHT_BAND.value)


def no_shin_stretch(facts: Facts) -> Iterator[Finding]:
    """N11: no shin stretch on a leg with foot drop."""
    for condition in facts.coded(*FIBULAR):
        for item in facts.items:
            for leg in affected_legs(condition):
                for dose in item.doses:
                    if item.slug == "shin-stretch-seated" and item.moves(dose, leg):
                        message = _("Foot drop of the %(leg)s: no stretch of the shin muscles.")
                        yield _block("N11", leg, item, dose, message)


def _with_band(item: Item, dose: DoseFacts) -> bool:
    return item.logs_band or bool(dose.band)


def _block(rule: str, leg: Side, item: Item, dose: DoseFacts, message: str) -> Finding:
    return Finding(rule, Level.BLOCK, message % {"leg": leg_in_text(leg)}, item.key, dose.side)


RULES: tuple[Callable[[Facts], Iterator[Finding]], ...] = (by_grade, no_shin_stretch)
