"""How much a plan prescribes of what a finding is about: a reason covers no more than it was given for.

Amounts are kept as JSON: for each prescription and side a number that is more the harder it is, or words. A cap is
about its field alone, everything else about the whole dose. What is put in other words (`load_note`),
counted in something else (minutes for reps) or prescribed for another exercise or leg is more, as nobody can tell that
it is not.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from therapy.base.side import NoSide, Side
from therapy.plans.models import MOST_EFFORT, Band
from therapy.plans.rules.facts import DoseFacts, Facts, Item

Amounts = dict[str, float | str]

BANDS = list(Band.values)
OF_THE_SCHEDULE = ("effort_max", "days_per_week", "times_per_day")
OF_THE_DOSE = ("sets", "reps", "hold_s", "minutes", "metres", "load_kg", "band", "load_note")


def amounts_in(facts: Facts, *, field: str, prescription_key: UUID | None, side: Side | NoSide) -> Amounts:
    """What the current phase prescribes, in the field that a cap limits or in all of them, of one prescription or of
    all.

    `side` narrows it to the dose of that side; `field` is that of the finding.
    """
    scope = [item for item in facts.items if prescription_key in (None, item.key)]
    return {name: amount for item in scope for name, amount in _of_item(item, field, side)}


def is_covered(now: Amounts, then: Mapping[str, float | str]) -> bool:
    """Whether `now` is no more than `then` was."""
    return all(name in then and _no_more(amount, then[name]) for name, amount in now.items())


def _no_more(now: float | str, then: float | str) -> bool:
    if isinstance(now, str) or isinstance(then, str):
        return now == then
    return now <= then


def _of_item(item: Item, field: str, side: Side | NoSide) -> Iterator[tuple[str, float | str]]:
    one = {field} & {*OF_THE_SCHEDULE, *OF_THE_DOSE}
    for name in one & set(OF_THE_SCHEDULE) if one else OF_THE_SCHEDULE:
        yield f"{item.key}:{name}", _of_schedule(item, name)
    for dose in item.doses:
        if side in ("", dose.side):
            for name in one & set(OF_THE_DOSE) if one else OF_THE_DOSE:
                if (amount := _of_dose(dose, name)) is not None:
                    yield f"{item.key}:{dose.side}:{name}", amount


def _of_schedule(item: Item, name: str) -> int:
    """No limit on the effort allows the most there is."""
    return {
        "effort_max": MOST_EFFORT if item.effort_max is None else item.effort_max,
        "days_per_week": len(item.weekdays),
        "times_per_day": item.times_per_day,
    }[name]


def _of_dose(dose: DoseFacts, name: str) -> float | str | None:
    """None for what the dose is not counted in; no hold, no load and no band are the least there is."""
    if name == "band":
        return BANDS.index(dose.band) + 1 if dose.band else 0
    if name == "load_kg":
        return float(dose.load_kg or 0)
    if name == "hold_s":
        return dose.hold_s or 0
    value: float | str | None = getattr(dose, name)
    return value
