"""Rules for any plan: rest (clinical-facts 2.1), the first two weeks (2.4), rises (2.2 P8), a day's length (9.3)."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import combinations_with_replacement

from django.utils.translation import gettext as _

from therapy.library.models import Exercise
from therapy.plans.models import Band
from therapy.plans.rules.facts import DoseFacts, Facts, Item
from therapy.plans.rules.finding import Finding, Level
from therapy.plans.rules.injury import effort_cap
from therapy.plans.rules.rule_labels import day_words
from therapy.plans.wording import weekday_words

FIRST_WEEKS_EFFORT = 5
# Lighter work may be daily (D, M).
LOWEST_TIER_THAT_RESTS = 3
SOFT_LIMIT = 4
HARD_LIMIT = 5
ONE_WEEK = timedelta(days=7)
BANDS = list(Band.values)


def something_to_do(facts: Facts) -> Iterator[Finding]:
    """A plan prescribes something (D): an empty phase, or an exercise without a dose, is a slip."""
    if not facts.items:
        yield Finding("EMPTY", Level.BLOCK, _("The current phase has no exercises."))
    for item in facts.items:
        if not item.doses:
            yield Finding(
                "EMPTY", Level.BLOCK, _("%(name)s has no dose for any leg.") % {"name": item.name}, item.key
            )


def first_two_weeks(facts: Facts) -> Iterator[Finding]:
    """2.4 (D): effort at most 5 in the first two weeks of any plan."""
    if facts.first_two_weeks:
        words = {"effort": FIRST_WEEKS_EFFORT, "day": day_words(facts.two_weeks_over - timedelta(days=1))}
        message = _("First two weeks of a plan: effort at most %(effort)d, until %(day)s.") % words
        yield from effort_cap(facts, "2.4", FIRST_WEEKS_EFFORT, message)


def rest_between(facts: Facts) -> Iterator[Finding]:
    """2.1 ([ACSM11]): 48 hours between sessions of one muscle of one leg, for strength work of tier 3 and up (D).

    The days of a week go round: Sunday is the day before Monday.
    """
    hard = [
        item
        for item in facts.items
        if item.category == Exercise.Category.STRENGTH and item.load_tier >= LOWEST_TIER_THAT_RESTS
    ]
    for one, other in combinations_with_replacement(hard, 2):
        muscles = sorted(one.primary_muscles & other.primary_muscles)
        if muscles and _of_one_leg(one, other) and _on_days_in_a_row(one, other):
            yield Finding("2.1", Level.ADVICE, _rest_words(one, other, muscles), one.key)


def _of_one_leg(one: Item, other: Item) -> bool:
    trained = [{leg for dose in item.doses for leg in dose.side.legs} for item in (one, other)]
    return bool(trained[0] & trained[1])


def _on_days_in_a_row(one: Item, other: Item) -> bool:
    return any((after - before) % 7 in (1, 6) for before in one.weekdays for after in other.weekdays)


def _rest_words(one: Item, other: Item, muscles: list[str]) -> str:
    words = {
        "one": one.name,
        "days": weekday_words(one.weekdays),
        "other": other.name,
        "other_days": weekday_words(other.weekdays),
        "muscles": ", ".join(muscles),
    }
    if one is other:
        said = _("%(one)s (%(days)s) trains the same muscle on days in a row: %(muscles)s.")
    else:
        said = _(
            "%(one)s (%(days)s) and %(other)s (%(other_days)s) train the same muscle on days in a row: %(muscles)s."
        )
    return said % words + " " + _("Leave 48 hours between, by choosing the weekdays.")


def two_rises(facts: Facts) -> Iterator[Finding]:
    """P8 (M, D): one exercise rises in one way only within a week: load, reps, sets, time or days.

    The rise of this version counts, and the rises of versions that took effect within the last seven days.
    """
    for item in facts.items:
        seen = _rises_in_a_week(facts, item)
        if len(seen) > 1:
            words = {"name": item.name, "what": ", ".join(dict.fromkeys(seen))}
            message = (
                _("%(name)s rises more than once within a week: %(what)s. Change one thing at a time.")
                % words
            )
            yield Finding("P8", Level.ADVICE, message, item.key)


def _rises_in_a_week(facts: Facts, item: Item) -> list[str]:
    found: list[str] = []
    newer, since = item, facts.day
    for step in facts.earlier:
        older = step.items.get(item.key)
        if older is None or facts.day - since >= ONE_WEEK:
            break
        found += rises(older, newer)
        newer, since = older, step.effective_from
    return found


def rises(old: Item, new: Item) -> list[str]:
    """The ways in which `new` is more than `old`, one word each however many sides rise."""
    doses = {dose.side: dose for dose in old.doses}
    pairs = [(doses[dose.side], dose) for dose in new.doses if dose.side in doses]
    found = []
    if any(_load_rises(before, after) for before, after in pairs):
        found.append(_("load"))
    if any((after.reps or 0) > (before.reps or 0) > 0 for before, after in pairs):
        found.append(_("reps"))
    if any(after.sets > before.sets for before, after in pairs):
        found.append(_("sets"))
    if any(_time_rises(before, after) for before, after in pairs):
        found.append(_("time or distance"))
    if len(new.weekdays) > len(old.weekdays):
        found.append(_("days"))
    return found


def _load_rises(before: DoseFacts, after: DoseFacts) -> bool:
    heavier = (after.load_kg or Decimal(0)) > (before.load_kg or Decimal(0))
    stronger = bool(before.band and after.band) and BANDS.index(after.band) > BANDS.index(before.band)
    return heavier or stronger


def _time_rises(before: DoseFacts, after: DoseFacts) -> bool:
    pairs = [(before.minutes, after.minutes), (before.metres, after.metres), (before.hold_s, after.hold_s)]
    return any(old and new and new > old for old, new in pairs)


def long_days(facts: Facts) -> Iterator[Finding]:
    """9.3: fewer exercises, better adherence [BACH18]. More than 4 a day is said, more than 5 more strongly (D)."""
    busy = Counter(day for item in facts.items for day in item.weekdays)
    most = max(busy.values(), default=0)
    if most <= SOFT_LIMIT:
        return
    if most <= HARD_LIMIT:
        said = _("%(count)d exercises on one day. People keep up better with at most 4.") % {"count": most}
    else:
        said = _(
            "%(count)d exercises on one day are too many for most people: with more than 5 many stop. Share them "
            "between days or take some out."
        ) % {"count": most}
    yield Finding("9.3", Level.ADVICE, said)


RULES: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    something_to_do,
    first_two_weeks,
    rest_between,
    two_rises,
    long_days,
)
