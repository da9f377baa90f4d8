"""Rules on the diagnosis codes themselves (clinical-facts 4.1, C1 to C4)."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from therapy.base.side import AffectedSide
from therapy.base.side_labels import the_legs
from therapy.care.condition_rules import CLASHES
from therapy.plans.rules.facts import Facts
from therapy.plans.rules.finding import Finding, Level

SIGN_OFF = ("I70.22", "I70.23", "I70.24", "I70.26", "E11.52", "E11.621", "I74.3", "G12.21")


def excluded(facts: Facts) -> Iterator[Finding]:
    """C1 and C2: codes that are never coded together (Excludes1, ICD26)."""
    for clash in CLASHES:
        one, other = facts.coded(*clash.one), facts.coded(*clash.other)
        if one and other:
            words = {"one": one[0].code, "other": ", ".join(sorted({c.code for c in other}))}
            message = _("%(one)s and %(other)s are never coded together. Check the diagnoses.") % words
            yield Finding(clash.rule, Level.ADVICE, message)


def side_of_the_code(facts: Facts) -> Iterator[Finding]:
    """C3: a warning when the plan trains a leg as affected that no diagnosis with a side names.

    Where some diagnoses name one leg, those of both legs (such as diabetes) do not count: they fit any plan.
    """
    sides = {AffectedSide(c.side) for c in facts.conditions if c.side}
    single = sides - {AffectedSide.BOTH}
    of_one_leg = single and facts.affected != AffectedSide.BOTH
    named = {leg for side in (single if of_one_leg else sides) for leg in side.legs}
    missing = [leg for leg in facts.affected.legs if leg not in named]
    if named and missing:
        message = _("The plan is for %(legs)s, but no diagnosis names it. Check the side.") % {
            "legs": the_legs(missing)
        }
        yield Finding("C3", Level.ADVICE, message)


def sign_off(facts: Facts) -> Iterator[Finding]:
    """C4 (D): rest pain, ulcer, gangrene, arterial clot, motor neurone disease: sign-off with a written reason."""
    codes = sorted({c.code for c in facts.coded(*SIGN_OFF)})
    if codes:
        message = _("With %(codes)s a plan needs your sign-off: write why it is safe to train.") % {
            "codes": ", ".join(codes)
        }
        yield Finding("C4", Level.SIGNOFF, message)


RULES: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    excluded,
    side_of_the_code,
    sign_off,
)
